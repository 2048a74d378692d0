import { z } from '../src/core/zod.js';
import type { LabContext, LabNode, LabStep } from './context.js';
import { docker, dockerLines } from './docker.js';
import { apiOf } from './node.js';
import { labStepFailed } from './problems.js';
import { waitUntil } from './wait.js';

const SWARM_PORT = 2377;
const SETTLE_LIMIT_MS = 60_000;

const swarmStateSchema = z.object({
  LocalNodeState: z.string(),
  ControlAvailable: z.boolean(),
  Error: z.string(),
});

type SwarmState = z.output<typeof swarmStateSchema>;

/** Makes all hosts managers of one Swarm and waits until each of them sees the others ready. */
export async function ensureSwarm(context: LabContext, step: LabStep): Promise<void> {
  const states = await Promise.all(context.nodes.map((node) => settledState(node, step)));
  const outside = context.nodes.filter((_, index) => !isMember(states[index]));
  let first = context.nodes.find((_, index) => isMember(states[index]));
  if (!first) {
    first = context.nodes[0];
    await initSwarm(first, step);
  }
  for (const node of outside) if (node !== first) await joinSwarm(first, node, step);
  await waitUntilReady(context, step);
}

export async function swarmState(node: LabNode, signal?: AbortSignal): Promise<SwarmState> {
  const info = ['info', '--format', '{{json .Swarm}}'];
  const output = await docker(apiOf(node), info, { signal, timeoutMs: 20_000 });
  return swarmStateSchema.parse(JSON.parse(output));
}

/** A host that was in the Swarm before starts as `pending` until it found its peers. */
async function settledState(node: LabNode, step: LabStep): Promise<SwarmState> {
  let state = await swarmState(node, step.signal);
  await waitUntil(
    async () => {
      state = await swarmState(node, step.signal);
      return state.LocalNodeState === 'inactive' || isMember(state);
    },
    { limitMs: SETTLE_LIMIT_MS, intervalMs: 500, signal: step.signal },
    () => swarmIsStuck(node.name, `${state.LocalNodeState} ${state.Error}`),
  );
  return state;
}

const isMember = (state: SwarmState | undefined) =>
  state?.LocalNodeState === 'active' && state.ControlAvailable;

async function initSwarm(node: LabNode, step: LabStep): Promise<void> {
  step.report(`docker swarm init on ${node.name}`);
  const listen = ['--advertise-addr', node.address, '--listen-addr', listenAddress(node)];
  await docker(apiOf(node), ['swarm', 'init', ...listen], step);
}

async function joinSwarm(manager: LabNode, node: LabNode, step: LabStep): Promise<void> {
  step.report(`docker swarm join on ${node.name}`);
  await forgetFormerSelf(manager, node, step);
  const token = await docker(apiOf(manager), ['swarm', 'join-token', '--quiet', 'manager'], step);
  await docker(
    apiOf(node),
    [
      ...['swarm', 'join', '--token', token, '--advertise-addr', node.address],
      ...['--listen-addr', listenAddress(node), `${manager.address}:${SWARM_PORT}`],
    ],
    step,
  );
}

/** A host whose disk was lost left an entry of its name, which would count as a manager for ever. */
async function forgetFormerSelf(manager: LabNode, node: LabNode, step: LabStep): Promise<void> {
  for (const id of await nodeIds(manager, node.name, step.signal)) {
    await docker(apiOf(manager), ['node', 'demote', id], step);
    await docker(apiOf(manager), ['node', 'rm', '--force', id], step);
  }
}

async function nodeIds(manager: LabNode, hostname: string, signal?: AbortSignal) {
  const list = ['node', 'ls', '--format', '{{.ID}} {{.Hostname}}'];
  const lines = await dockerLines(apiOf(manager), list, { signal });
  return lines
    .map((line) => line.split(' '))
    .filter(([, name]) => name === hostname)
    .map(([id = '']) => id);
}

async function waitUntilReady(context: LabContext, step: LabStep): Promise<void> {
  const list = ['node', 'ls', '--format', '{{.Hostname}} {{.Status}} {{.ManagerStatus}}'];
  let seen = '';
  await waitUntil(
    async () => {
      const lines = await dockerLines(apiOf(context.nodes[0]), list, step);
      seen = lines.join('\n');
      const ready = lines
        .filter((line) => / Ready (Leader|Reachable)$/.test(line))
        .map((line) => line.split(' ')[0]);
      return context.nodes.every(({ name }) => ready.includes(name));
    },
    { limitMs: SETTLE_LIMIT_MS, intervalMs: 500, signal: step.signal },
    () => swarmIsStuck('docker node ls', seen),
  );
}

function swarmIsStuck(at: string, got: string) {
  const need = `all hosts as ready managers within ${SETTLE_LIMIT_MS / 1000} s`;
  return labStepFailed(at, got, need, 'npm run stop -- --volumes, then npm start (data is lost)');
}

const listenAddress = (node: LabNode) => `${node.address}:${SWARM_PORT}`;
