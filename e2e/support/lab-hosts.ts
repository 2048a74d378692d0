import { join } from 'node:path';
import { everyHost, type LabNode, labContext } from '../../lab/context.js';
import { must, run, type Ran, type RunOptions } from './shell.js';

export const projectRoot = join(import.meta.dirname, '..', '..');
export const lab = labContext(projectRoot);
/** With the hosts that `lab up --hosts 5` adds. */
export const wholeLab = everyHost(lab);
export const SCOPE = 'lab';
/** Everything the suite writes: logs, figures, copies of projects. */
export const resultDirectory = join(lab.labDirectory, 'e2e');

export function hostNamed(name: string): LabNode {
  const host = wholeLab.nodes.find((node) => node.name === name);
  if (!host) throw new Error(`no lab host ${name}`);
  return host;
}

/** Environment of a Docker client that talks to one host, also while the host's network is cut. */
export function dockerEnv(host: LabNode): Record<string, string> {
  return { DOCKER_HOST: `unix://${host.socket}` };
}

/** Runs the Docker client against one host of the lab. */
export async function dockerOn(
  host: LabNode,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  return run('docker', args, { timeoutMs: 30_000, ...options, env: dockerEnv(host) });
}

/** Ids of the running containers of a service on one host, newest first. */
export async function containersOf(host: LabNode, service: string): Promise<string[]> {
  const filter = `label=com.docker.swarm.service.name=${service}`;
  const { code, stdout } = await dockerOn(host, ['ps', '-q', '--no-trunc', '--filter', filter], {
    timeoutMs: 10_000,
  });
  return code === 0 ? stdout.split('\n').filter((id) => id !== '') : [];
}

/** Runs a program inside the one running container of a service on a host. */
export async function execIn(
  host: LabNode,
  service: string,
  command: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const [container] = await containersOf(host, service);
  if (!container) throw new Error(`no running container of ${service} on ${host.name}`);
  return dockerOn(host, ['exec', container, ...command], options);
}

/** A manager that answers, for commands about the whole Swarm. */
export async function swarmDocker(
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const host = await answeringManager();
  return (await must('docker', args, { timeoutMs: 60_000, ...options, env: dockerEnv(host) }))
    .stdout;
}

async function answeringManager(): Promise<LabNode> {
  for (const host of lab.nodes) {
    const { code } = await dockerOn(host, ['node', 'ls', '-q'], { timeoutMs: 5_000 });
    if (code === 0) return host;
  }
  throw new Error('no host of the lab answers as a Swarm manager');
}
