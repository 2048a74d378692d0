import { duplicateDatabase } from './duplicate-database.js';
import { duplicateNode } from './duplicate-node.js';
import { etcdCompaction } from './etcd-compaction.js';
import { etcdElection } from './etcd-election.js';
import { etcdEven } from './etcd-even.js';
import { etcdUndecided } from './etcd-undecided.js';
import { haTtl } from './ha-ttl.js';
import { haproxyCheckPace } from './haproxy-check-pace.js';
import { haproxyQueueUnused } from './haproxy-queue-unused.js';
import { haproxyThreads } from './haproxy-threads.js';
import { hbaSyntax } from './hba-syntax.js';
import { imageLacksVersion } from './image-lacks-version.js';
import { managersMissing } from './managers-missing.js';
import { memoryOvercommitted } from './memory-overcommitted.js';
import { nameTooLong } from './name-too-long.js';
import { nodeTooSmall } from './node-too-small.js';
import { oneBackend } from './one-backend.js';
import { patroniControlled } from './patroni-controlled.js';
import { poolBudgetTooSmall } from './pool-budget-too-small.js';
import { poolsExceedConnections } from './pools-exceed-connections.js';
import { portCollision } from './port-collision.js';
import { reservedName } from './reserved-name.js';
import { rpoNotMet } from './rpo-not-met.js';
import { rtoNotMet } from './rto-not-met.js';
import type { Rule } from './rule.js';
import { subnetOverlap } from './subnet-overlap.js';
import { syncNeedsReplica } from './sync-needs-replica.js';

/** Every rule between keys. Order does not matter: problems are sorted by their place in the file. */
export const rules: readonly Rule[] = [
  duplicateDatabase,
  duplicateNode,
  etcdCompaction,
  etcdElection,
  etcdEven,
  etcdUndecided,
  haTtl,
  haproxyCheckPace,
  haproxyQueueUnused,
  haproxyThreads,
  hbaSyntax,
  imageLacksVersion,
  managersMissing,
  memoryOvercommitted,
  nameTooLong,
  nodeTooSmall,
  oneBackend,
  patroniControlled,
  poolBudgetTooSmall,
  poolsExceedConnections,
  portCollision,
  reservedName,
  rpoNotMet,
  rtoNotMet,
  subnetOverlap,
  syncNeedsReplica,
];
