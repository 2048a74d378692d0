import type { EtcdMemberEntry } from '../live/etcd-cluster.js';
import type { Topology } from '../model/desired-state.js';
import { etcdEndpoints, type EtcdTools } from './etcd-tools.js';
import { withOperation } from './operation.js';
import { DONE, waitFor, type Step } from './step.js';

/**
 * Longer than a member takes to be replaced: one that an older or newer desired state wants may be
 * starting just now.
 */
const GONE_MS = 45_000;

/**
 * Removes etcd members whose node is no longer in the cluster file, once their service is gone.
 *
 * Until then they count for the quorum, so a second loss could end it. Adding is the new member's
 * own work, because it alone knows whether it has data.
 */
export function etcdMembers(tools: EtcdTools): Step {
  const { membership, statusOf, clock } = tools;
  const goneSince = new Map<string, number>();
  const answers = (endpoint: string) =>
    statusOf(endpoint).then(
      ({ leaderId }) => leaderId !== '0',
      () => false,
    );
  const isGone = async (entry: EtcdMemberEntry): Promise<boolean> => {
    const lives = await Promise.all(entry.clientUrls.map(answers));
    if (lives.includes(true)) goneSince.delete(entry.id);
    else if (!goneSince.has(entry.id)) goneSince.set(entry.id, clock.now());
    return clock.now() - (goneSince.get(entry.id) ?? Infinity) >= GONE_MS;
  };
  return {
    name: 'etcd-members',
    async run({ desired: { topology }, log }) {
      const surplus = (await membership.list()).filter((entry) => !isDesired(entry, topology));
      // Each one's time runs, also while another's is not over.
      const [gone] = await Promise.all(surplus.map(isGone));
      const [entry] = surplus;
      if (!entry) return DONE;
      const name = entry.name || `member ${entry.id}`;
      if (gone !== true) {
        return waitFor(`etcd ${name} is not in the cluster file, and was there a moment ago`);
      }
      // etcd refuses what endangers its quorum; this asks the members that are to stay, too.
      const healthy = await Promise.all(etcdEndpoints(topology).map(answers));
      if (healthy.includes(false)) {
        return waitFor(`etcd ${name} stays listed until every other member is healthy`);
      }
      const reason = `etcd ${name} is no longer in the cluster file`;
      const operation = { holder: 'reconciler', node: entry.name, reason };
      const done = await withOperation(tools, operation, async (stillHeld) => {
        await stillHeld();
        await membership.remove(entry.id);
        log('etcd member removed', { member: name, id: entry.id, reason });
      });
      if ('heldBy' in done) {
        return waitFor(`${reason}, and waits for ${done.heldBy.holder}: ${done.heldBy.reason}`);
      }
      return surplus.length > 1 ? waitFor('more etcd members are to be removed') : DONE;
    },
  };
}

function isDesired({ peerUrls }: EtcdMemberEntry, { etcd }: Topology): boolean {
  const hosts = peerUrls.map((url) => new URL(url).hostname);
  return etcd.members.some(({ service }) => hosts.includes(service));
}
