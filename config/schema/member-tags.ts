import { z } from '../../src/core/zod.js';
import { dnsLabel, singleLine } from './primitives.js';

const priority = (what: string) => z.int().min(0).max(1000).optional().describe(what);

/** Patroni's tags of one member. */
export const memberTagsSchema = z.strictObject({
  nofailover: z.boolean().optional().describe('Never becomes leader.'),
  failover_priority: priority('Higher wins a failover; 0 never.'),
  noloadbalance: z.boolean().optional().describe('Takes no clients of the read port.'),
  nosync: z.boolean().optional().describe('Never becomes a sync standby.'),
  sync_priority: priority('Higher is preferred as sync standby; 0 never. From Patroni 4.1 on.'),
  clonefrom: z.boolean().optional().describe('New replicas copy from this member first.'),
  replicatefrom: dnsLabel(30)
    .optional()
    .describe('Node whose member this one follows instead of the leader.'),
  custom: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'a tag in lower case'),
      z.union([singleLine, z.number(), z.boolean()]),
    )
    .default({})
    .describe('Tags of your own, shown by Patroni beside the others.'),
});

export type MemberTagsConfig = z.output<typeof memberTagsSchema>;
