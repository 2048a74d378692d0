import { etcdMembers } from './etcd-members.js';
import { names } from '../../src/model/names.js';
import { execIn, SCOPE, wholeLab } from './lab-hosts.js';
import { sleep } from './wait.js';

/** What etcd was seen to be at worst. */
export interface EtcdAtWorst {
  /** Looks at which no member answered with a quorum, of all looks. */
  readonly withoutQuorum: number;
  readonly looks: number;
}

const EVERY_MS = 1000;

/** Looks for a quorum from every host until asked. */
export function watchQuorum(): () => Promise<EtcdAtWorst> {
  const watch = new AbortController();
  let looks = 0;
  let withoutQuorum = 0;
  const looking = (async () => {
    while (!watch.signal.aborted) {
      const answers = await Promise.all(wholeLab.nodes.map(({ name }) => hasQuorum(name)));
      looks += 1;
      if (!answers.includes(true)) withoutQuorum += 1;
      await sleep(EVERY_MS);
    }
  })();
  return async () => {
    watch.abort();
    await looking;
    return { withoutQuorum, looks };
  };
}

/** A linearizable read needs the quorum. */
async function hasQuorum(name: string): Promise<boolean> {
  const host = wholeLab.nodes.find((node) => node.name === name);
  if (!host) return false;
  const command = [
    'etcdctl',
    '--endpoints=http://127.0.0.1:2378',
    '--command-timeout=2s',
    'get',
    'x',
  ];
  const ran = await execIn(host, names.etcdMember(SCOPE, name), command).catch(() => undefined);
  return ran?.code === 0;
}

/** Names of the voters, sorted. */
export async function etcdVoters(askHost: string): Promise<string[]> {
  const members = await etcdMembers(askHost);
  return members
    .filter(({ isLearner, state }) => !isLearner && state === 'started')
    .map(({ name }) => name);
}
