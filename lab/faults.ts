import type { LabContext, LabNode, LabStep } from './context.js';
import { waitForHost } from './hosts.js';
import { docker, dockerLines } from './docker.js';
import { apiOf } from './node.js';
import { healPartition, partitionHost } from './partition.js';
import { faultTargetMissing } from './problems.js';
import { labContainers } from './container.js';

/** The host is gone at once, with everything that runs on it. Its disk stays. */
export async function powerLoss(context: LabContext, node: LabNode, step: LabStep) {
  await docker(context.engineHost(), ['kill', node.container], step);
}

/** Starts a host that is off and waits until its engine answers. */
export async function powerOn(context: LabContext, node: LabNode, step: LabStep) {
  await docker(context.engineHost(), ['start', node.container], step);
  await waitForHost(context, node, step);
}

/** Cuts the host off from the other hosts and the registry; clients on this machine still reach it. */
export const partition = partitionHost;

export const heal = healPartition;

/** The host freezes, its containers too: it answers nothing and loses nothing. */
export async function freeze(context: LabContext, node: LabNode, step: LabStep) {
  await docker(context.engineHost(), ['pause', node.container], step);
}

export async function thaw(context: LabContext, node: LabNode, step: LabStep) {
  await docker(context.engineHost(), ['unpause', node.container], step);
}

/** SIGTERM to the host's engine, as at a reboot: containers get ten seconds, whatever their grace. */
export async function stopEngine(context: LabContext, node: LabNode, step: LabStep) {
  await docker(context.engineHost(), ['stop', '--time', '60', node.container], step);
}

/**
 * `kill -9` of the postmaster in a service's container on this host.
 *
 * @param service - Swarm service of the member
 * @throws UserError `LAB_FAULT_TARGET_MISSING`
 */
export async function crashPostmaster(
  context: LabContext,
  node: LabNode,
  service: string,
  step: LabStep,
) {
  const container = await containerOf(node, service, step);
  const list = ['top', container, '-eo', 'pid,ppid,comm'];
  const processes = (await dockerLines(apiOf(node), list, step)).map((line) => {
    const [pid = '', ppid = '', command = ''] = line.trim().split(/\s+/);
    return { pid, ppid, command };
  });
  const postgres = processes.filter(({ command }) => command === 'postgres');
  const pids = new Set(postgres.map(({ pid }) => pid));
  const postmaster = postgres.find(({ ppid }) => !pids.has(ppid));
  if (!postmaster) throw faultTargetMissing(node.name, `postmaster of ${service}`);
  const kill = ['exec', node.container, 'kill', '-9', postmaster.pid];
  await docker(context.engineHost(), kill, step);
}

/** SIGKILL to the whole container of a service on this host; Swarm starts another. */
export async function killTask(
  _context: LabContext,
  node: LabNode,
  service: string,
  step: LabStep,
) {
  const container = await containerOf(node, service, step);
  await docker(apiOf(node), ['kill', container], step);
}

async function containerOf(node: LabNode, service: string, step: LabStep): Promise<string> {
  const label = `label=com.docker.swarm.service.name=${service}`;
  const [container] = await dockerLines(apiOf(node), ['ps', '--quiet', '--filter', label], step);
  if (!container) throw faultTargetMissing(node.name, service);
  return container;
}

/** Undoes whatever a fault did to a host, and says nothing if it is well. */
export async function recover(context: LabContext, node: LabNode, step: LabStep) {
  const state = (await labContainers(context.engineHost(), step.signal)).get(node.container)?.state;
  if (state === 'paused') await thaw(context, node, step);
  else if (state !== 'running') await powerOn(context, node, step);
  await heal(context, node, step);
}
