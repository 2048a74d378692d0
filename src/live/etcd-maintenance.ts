import { z } from '../core/zod.js';
import { postJson, type EtcdCall } from './etcd-gateway.js';

/** Longest defragmentation waited for: the member serves nobody meanwhile, some seconds a GB. */
const DEFRAGMENT_TIMEOUT_MS = 60_000;

/** What keeps etcd's file small, and what gets it going again when that was too late. */
export interface EtcdMaintenance {
  /** Ids of the members that refuse writes for lack of space, decimal. */
  outOfSpace(): Promise<readonly string[]>;
  /** Forgets what was overwritten before `revision`, and returns when it is gone from the file. */
  compact(revision: string): Promise<void>;
  /** Gives the free part of one member's file back; that member is away meanwhile. */
  defragment(endpoint: string): Promise<void>;
  /** Lets a member write again. */
  disarm(memberId: string): Promise<void>;
}

// The gateway leaves out an alarm of type 0, which is none.
const alarmsSchema = z.object({
  alarms: z
    .array(z.object({ memberID: z.string(), alarm: z.string().default('NONE') }))
    .default([]),
});

/** @see https://etcd.io/docs/v3.5/op-guide/maintenance/ */
export function etcdMaintenance(call: EtcdCall): EtcdMaintenance {
  return {
    outOfSpace: async () => {
      const answer = alarmsSchema.parse(await call('/v3/maintenance/alarm', { action: 'GET' }));
      return answer.alarms
        .filter(({ alarm }) => alarm === 'NOSPACE')
        .map(({ memberID }) => memberID);
    },
    compact: async (revision) => {
      await call('/v3/kv/compaction', { revision, physical: true });
    },
    defragment: async (endpoint) => {
      await postJson(endpoint, '/v3/maintenance/defragment', {}, DEFRAGMENT_TIMEOUT_MS);
    },
    disarm: async (memberId) => {
      const request = { action: 'DEACTIVATE', memberID: memberId, alarm: 'NOSPACE' };
      await call('/v3/maintenance/alarm', request);
    },
  };
}
