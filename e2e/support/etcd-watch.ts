import type { LabNode } from '../../lab/context.js';
import { etcdctl, etcdMembers } from './etcd-members.js';
import { wholeLab } from './lab-hosts.js';
import { sampling } from './sampling.js';

/** What etcd was seen to be at worst. */
export interface EtcdAtWorst {
  /** Looks at which no member answered with a quorum, of all looks. */
  readonly withoutQuorum: number;
  readonly looks: number;
}

const EVERY_MS = 1000;

/** Looks for a quorum from every host until asked. */
export function watchQuorum(): () => Promise<EtcdAtWorst> {
  const watch = sampling(
    async () => (await Promise.all(wholeLab.nodes.map(hasQuorum))).includes(true),
    EVERY_MS,
  );
  return async () => {
    const seen = await watch();
    return { withoutQuorum: seen.filter((quorum) => !quorum).length, looks: seen.length };
  };
}

/** A linearizable read needs the quorum. */
function hasQuorum(host: LabNode): Promise<boolean> {
  return etcdctl(host, ['--command-timeout=2s', 'get', 'x']).then(
    () => true,
    () => false,
  );
}

/** Names of the voters, sorted. */
export async function etcdVoters(askHost: string): Promise<string[]> {
  const members = await etcdMembers(askHost);
  return members
    .filter(({ isLearner, state }) => !isLearner && state === 'started')
    .map(({ name }) => name);
}
