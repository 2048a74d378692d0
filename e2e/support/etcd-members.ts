import type { LabNode } from '../../lab/context.js';
import { names } from '../../src/model/names.js';
import { execIn, hostNamed, lab, SCOPE } from './lab-hosts.js';

/** The host whose etcd member leads the others. */
export async function raftLeader(): Promise<string> {
  for (const host of lab.nodes) {
    const status = await etcdctl(host, ['endpoint', 'status', '-w', 'json']).catch(() => '');
    // As text: the ids do not fit in a JavaScript number.
    const self = /"member_id":(\d+)/.exec(status)?.[1];
    if (self !== undefined && self === /"leader":(\d+)/.exec(status)?.[1]) return host.name;
  }
  throw new Error('no etcd member says it leads');
}

/** Makes the etcd member of one host the leader of the others. */
export async function moveRaftLeader(to: string): Promise<void> {
  const from = await raftLeader();
  if (from === to) return;
  const list = await etcdctl(hostNamed(from), ['member', 'list']);
  const target = list.split('\n').find((line) => line.split(', ')[2] === to);
  if (!target) throw new Error(`no etcd member ${to}: ${list}`);
  await etcdctl(hostNamed(from), ['move-leader', target.split(',')[0] ?? '']);
}

/** One member as etcd lists it. */
export interface ListedMember {
  readonly id: string;
  readonly state: string;
  readonly name: string;
  readonly isLearner: boolean;
}

/** All members of the cluster, sorted by name. */
export async function etcdMembers(askHost: string): Promise<ListedMember[]> {
  const list = await etcdctl(hostNamed(askHost), ['member', 'list']);
  const rows = list.split('\n').filter((line) => line !== '');
  return rows
    .map((line) => {
      const [id = '', state = '', name = '', , , learner] = line.split(', ');
      return { id, state, name, isLearner: learner === 'true' };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Asks the member on one host. @throws Error with what etcdctl said */
export async function etcdctl(host: LabNode, args: readonly string[]): Promise<string> {
  const command = ['etcdctl', '--endpoints=http://127.0.0.1:2378', ...args];
  const ran = await execIn(host, names.etcdMember(SCOPE, host.name), command);
  if (ran.code !== 0) throw new Error(`etcdctl ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}
