import type { EtcdStatus } from '../live/etcd.js';
import { errorText } from '../live/http.js';
import { etcdEndpoints, type EtcdTools } from './etcd-tools.js';
import { withOperation } from './operation.js';
import { DONE, waitFor, type Log, type Step } from './step.js';

/** Free for etcd and nobody else: worth a member's short absence from here on. */
const WORTH_BYTES = 64 * 1024 * 1024;
/** A file that did not shrink is not tried again at once. */
const AGAIN_MS = 60 * 60_000;

interface Measured extends EtcdStatus {
  readonly endpoint: string;
}

/**
 * Keeps etcd's files small: one member is defragmented at a time, the Raft leader last.
 *
 * At an alarm for space, which stops every write, it compacts, defragments and disarms. Old
 * revisions are compacted by etcd itself.
 */
export function etcdMaintenance(tools: EtcdTools): Step {
  const { maintenance, statusOf, clock } = tools;
  const triedAt = new Map<string, number>();

  const measure = async (endpoints: readonly string[]): Promise<Measured[]> => {
    const all = await Promise.all(
      endpoints.map(async (endpoint) => ({ endpoint, ...(await statusOf(endpoint)) })),
    );
    return all.sort((a, b) => Number(isLeader(a)) - Number(isLeader(b)));
  };
  const defragment = async (member: Measured, log: Log): Promise<void> => {
    triedAt.set(member.endpoint, clock.now());
    await maintenance.defragment(member.endpoint);
    const { dbSizeBytes: after } = await statusOf(member.endpoint);
    log('etcd member defragmented', {
      endpoint: member.endpoint,
      beforeBytes: member.dbSizeBytes,
      afterBytes: after,
    });
  };
  const isDue = ({ endpoint, dbSizeBytes, dbInUseBytes }: Measured): boolean => {
    const free = dbSizeBytes - dbInUseBytes;
    const tried = triedAt.get(endpoint) ?? -Infinity;
    return free >= Math.max(WORTH_BYTES, dbInUseBytes) && clock.now() - tried >= AGAIN_MS;
  };
  const freeSpace = async (
    members: readonly Measured[],
    alarmed: readonly string[],
    log: Log,
  ): Promise<void> => {
    const [{ revision } = { revision: '0' }] = members;
    log('etcd is out of space', { members: alarmed, revision });
    await maintenance.compact(revision).catch((error: unknown) => {
      // Compacted to here before: the rest is still to do.
      log('etcd not compacted', { error: errorText(error) });
    });
    for (const member of members) await defragment(member, log);
    for (const id of alarmed) await maintenance.disarm(id);
    log('etcd may write again', { members: alarmed });
  };

  return {
    name: 'etcd-maintenance',
    async run({ desired: { topology }, log }) {
      const alarmed = await maintenance.outOfSpace();
      let members: Measured[];
      try {
        members = await measure(etcdEndpoints(topology));
      } catch (error) {
        // A member is away already; another one must not be for this.
        return alarmed.length > 0 ? waitFor(`etcd is out of space: ${errorText(error)}`) : DONE;
      }
      if (alarmed.length > 0) {
        // No lease: nobody can write one now, and nobody else can begin anything.
        await freeSpace(members, alarmed, log);
        return DONE;
      }
      const due = members.find(isDue);
      if (!due) return DONE;
      const operation = { holder: 'reconciler', node: '', reason: 'etcd is defragmented' };
      await withOperation(tools, operation, () => defragment(due, log));
      return DONE;
    },
  };
}

function isLeader({ memberId, leaderId }: EtcdStatus): boolean {
  return memberId === leaderId;
}
