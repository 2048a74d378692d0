import type { LabNode } from '../../lab/context.js';
import { lab } from './lab-hosts.js';
import { must } from './shell.js';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** One letter: R, S, T (stopped), Z (dead, not yet reaped). */
  readonly state: string;
  readonly command: string;
}

/** Every process of a host, those of its containers included. */
export async function processesOf(host: LabNode): Promise<Process[]> {
  const { stdout } = await onHost(host, ['ps', '-eo', 'pid=,ppid=,stat=,comm=']);
  return stdout.split('\n').map((line) => {
    const [pid = '', parent = '', state = '', command = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state: state.charAt(0), command };
  });
}

/** Process ids of the postmasters that live on a host, a stopped one included. */
export async function postmastersOf(host: LabNode): Promise<number[]> {
  const servers = (await processesOf(host)).filter(
    ({ command, state }) => command === 'postgres' && state !== 'Z',
  );
  const pids = new Set(servers.map(({ pid }) => pid));
  return servers.filter(({ parent }) => !pids.has(parent)).map(({ pid }) => pid);
}

/** Runs a program on a host itself, outside its containers. */
export async function onHost(host: LabNode, command: readonly string[]) {
  return must('docker', ['exec', host.container, ...command], {
    timeoutMs: 30_000,
    env: { DOCKER_HOST: lab.engineHost() },
  });
}
