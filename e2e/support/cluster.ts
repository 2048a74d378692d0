import type { LabNode } from '../../lab/context.js';
import { names } from '../../src/model/names.js';
import { execIn, lab, SCOPE } from './lab-hosts.js';
import { PROJECT, type Login, passwordOf } from './pgpass.js';
import { type ClientTarget, queryOnce } from './short-lived-client.js';
import { type Missing, type Waited, waitUntil } from './wait.js';

export const PORTS = { write: 5432, read: 5433, stats: 8404, pooled: 6432 } as const;

/** A member as Patroni lists it. */
export interface Member {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly timeline?: number;
}

/** Timing the live cluster works with, whole seconds. */
export interface Timing {
  readonly ttl: number;
  readonly loop_wait: number;
  readonly retry_timeout: number;
  readonly primary_start_timeout: number;
}

/** @returns where a client connects on one host */
export function endpoint(host: LabNode, port: number, login: Login = PROJECT): ClientTarget {
  return { ...login, host: host.address, port, password: passwordOf(login.user) };
}

/** One port on every host; `first` leads, as a client would name its own host first. */
export function endpoints(port: number, first?: string, login: Login = PROJECT): ClientTarget[] {
  const hosts = [...lab.nodes].sort((a, b) => Number(b.name === first) - Number(a.name === first));
  return hosts.map((host) => endpoint(host, port, login));
}

/**
 * Members as the DCS knows them, from the first member that answers.
 *
 * @param notFrom - host that may be cut off from the DCS and tell what it knew last
 */
export async function members(notFrom?: string): Promise<Member[]> {
  return (await patroni<{ members: Member[] }>('/cluster', notFrom)).members;
}

export async function timing(): Promise<Timing> {
  return patroni<Timing>('/config');
}

/** Dynamic configuration in the DCS. */
export async function patroniConfig(): Promise<Readonly<Record<string, unknown>>> {
  return patroni('/config');
}

/** @returns seconds since 1970; 0 if there was none since the cluster was made */
export async function lastPromotion(): Promise<number> {
  const history =
    await patroni<(readonly [timeline: number, lsn: number, why: string, at: string])[]>(
      '/history',
    );
  return Date.parse(history.at(-1)?.[3] ?? '1970-01-01T00:00:00Z') / 1000;
}

/** @returns name of the member that holds the leader lock, which is its host's name too */
export async function leader(): Promise<string> {
  const found = (await members()).find(({ role }) => role === 'leader');
  if (!found) throw new Error('no member is leader');
  return found.name;
}

/** @returns name of the member that a commit waits for */
export async function syncStandby(): Promise<string> {
  const found = (await members()).find(({ role }) => role === 'sync_standby');
  if (!found) throw new Error('no member is sync standby');
  return found.name;
}

/**
 * Waits until the cluster is whole, with a member on each of these hosts and no other: every member
 * streams, one of them synchronously, every etcd member is healthy, and every host leads to the
 * primary, to a replica and to the pools.
 *
 * @param commitsWait - false where the cluster file says that commits wait for no standby: none does then
 */
export async function waitWhole(
  withinSeconds: number,
  hosts: readonly LabNode[] = lab.nodes,
  commitsWait = true,
): Promise<Waited> {
  return waitUntil('the cluster is whole', withinSeconds, () => whatIsMissing(hosts, commitsWait));
}

async function whatIsMissing(hosts: readonly LabNode[], commitsWait: boolean): Promise<Missing> {
  const list = await members();
  const described = list.map(({ name, role, state }) => `${name} ${role} ${state}`).join(', ');
  const leaders = list.filter(({ role, state }) => role === 'leader' && state === 'running');
  if (list.length !== hosts.length || leaders.length !== 1) return described;
  const replicas = list.filter(({ role }) => role !== 'leader');
  const [{ timeline } = {}] = leaders;
  if (!replicas.every((one) => one.state === 'streaming' && one.timeline === timeline)) {
    return described;
  }
  if (replicas.some(({ role }) => role === 'sync_standby') !== commitsWait) {
    return `${commitsWait ? 'no' : 'still a'} sync standby: ${described}`;
  }
  const answers = await Promise.all(hosts.map(whatHostMisses));
  return answers.find((answer) => answer !== undefined);
}

async function whatHostMisses(host: LabNode): Promise<Missing> {
  const url = 'http://127.0.0.1:2381/health';
  const etcd = await execIn(host, names.etcdMember(SCOPE, host.name), [
    'curl',
    '-fsS',
    '-m',
    '2',
    url,
  ]);
  if (!etcd.stdout.includes('"health":"true"')) return `etcd on ${host.name}: ${etcd.stdout}`;
  for (const [port, wanted] of [
    [PORTS.write, false],
    [PORTS.read, true],
    [PORTS.pooled, false],
  ] as const) {
    const replica = await isReplica(endpoint(host, port)).catch(String);
    if (replica !== wanted) return `${host.name}:${port} leads to a replica: ${replica}`;
  }
  return undefined;
}

/** Whether the server behind a port is a replica. */
export async function isReplica(target: ClientTarget): Promise<boolean> {
  const [row] = await queryOnce(target, 'select pg_is_in_recovery() as replica');
  return row?.['replica'] === true;
}

/** GET on the REST API of the first member that answers. */
async function patroni<T>(path: string, notFrom?: string): Promise<T> {
  for (const host of lab.nodes.filter(({ name }) => name !== notFrom)) {
    const service = names.patroniMember(SCOPE, host.name);
    const command = ['curl', '-fsS', '-m', '2', `http://127.0.0.1:8008${path}`];
    const answer = await execIn(host, service, command).catch(() => undefined);
    if (answer?.code === 0) return JSON.parse(answer.stdout) as T;
  }
  throw new Error(`no member answers GET ${path}`);
}
