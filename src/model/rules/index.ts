import { commitNotWaited } from './commit-not-waited.js';
import { databaseConnections } from './database-connections.js';
import { databaseLocale } from './database-locale.js';
import { diskOvercommitted } from './disk-overcommitted.js';
import { duplicateDatabase } from './duplicate-database.js';
import { duplicateExtension } from './duplicate-extension.js';
import { duplicateNode } from './duplicate-node.js';
import { duplicatePoolUser } from './duplicate-pool-user.js';
import { duplicateRole } from './duplicate-role.js';
import { etcdCompaction } from './etcd-compaction.js';
import { etcdElection } from './etcd-election.js';
import { etcdEven } from './etcd-even.js';
import { etcdUndecided } from './etcd-undecided.js';
import { haTtl } from './ha-ttl.js';
import { haproxyCheckPace } from './haproxy-check-pace.js';
import { haproxyQueueUnused } from './haproxy-queue-unused.js';
import { haproxySlowerThanTtl } from './haproxy-slower-than-ttl.js';
import { haproxyThreads } from './haproxy-threads.js';
import { hbaMapUnknown } from './hba-map-unknown.js';
import { hbaSyntax } from './hba-syntax.js';
import { identSyntax } from './ident-syntax.js';
import { imageLacksFeature } from './image-lacks-feature.js';
import { imageLacksVersion } from './image-lacks-version.js';
import { initdbLocale } from './initdb-locale.js';
import { keepaliveUnused } from './keepalive-unused.js';
import { localeNotInImage } from './locale-not-in-image.js';
import { logOptions } from './log-options.js';
import { managersMissing } from './managers-missing.js';
import { memoryOvercommitted } from './memory-overcommitted.js';
import { memoryShare } from './memory-share.js';
import { nameTooLong } from './name-too-long.js';
import { noTlsYet } from './no-tls-yet.js';
import { noCandidate } from './no-candidate.js';
import { nodeTooSmall } from './node-too-small.js';
import { oneBackend } from './one-backend.js';
import { ownerWithoutLogin } from './owner-without-login.js';
import { parallelWorkers } from './parallel-workers.js';
import { parameterEnum } from './parameter-enum.js';
import { parameterFixed } from './parameter-fixed.js';
import { parameterMinimum } from './parameter-minimum.js';
import { parameterRange } from './parameter-range.js';
import { parameterRemoved } from './parameter-removed.js';
import { parameterText } from './parameter-text.js';
import { parameterType } from './parameter-type.js';
import { parameterUnit } from './parameter-unit.js';
import { parameterUnknown } from './parameter-unknown.js';
import { oneLogDriver } from './one-log-driver.js';
import { patroniControlled } from './patroni-controlled.js';
import { poolBudgetTooSmall } from './pool-budget-too-small.js';
import { poolsExceedConnections } from './pools-exceed-connections.js';
import { poolLimitBelowSize } from './pool-limit-below-size.js';
import { poolMinimum } from './pool-minimum.js';
import { poolOutlivesProxy } from './pool-outlives-proxy.js';
import { poolWaitTooShort } from './pool-wait-too-short.js';
import { portCollision } from './port-collision.js';
import { proxyConnections } from './proxy-connections.js';
import { readLagFlaps } from './read-lag-flaps.js';
import { readPortEmpty } from './read-port-empty.js';
import { reservedConnectionsRule } from './reserved-connections.js';
import { replicaMethod } from './replica-method.js';
import { replicateFrom } from './replicate-from.js';
import { replicationSlots } from './replication-slots.js';
import { reservedName } from './reserved-name.js';
import { roleConnect } from './role-connect.js';
import { roleMembership } from './role-membership.js';
import { rpoNotMet } from './rpo-not-met.js';
import { rtoNotMet } from './rto-not-met.js';
import type { Rule } from './rule.js';
import { sendersTooFew } from './senders-too-few.js';
import { sessionSetting } from './session-setting.js';
import { stopTooLong } from './stop-too-long.js';
import { subnetOverlap } from './subnet-overlap.js';
import { syncNeedsReplica } from './sync-needs-replica.js';
import { walSenderTimeout } from './wal-sender-timeout.js';
import { walSizesRule } from './wal-sizes.js';
import { tagConflict } from './tag-conflict.js';
import { tierCpus } from './tier-cpus.js';
import { tierMemory } from './tier-memory.js';
import { walSegmentSize } from './wal-segment-size.js';

/** Every rule between keys. Order does not matter: problems are sorted by their place in the file. */
export const rules: readonly Rule[] = [
  commitNotWaited,
  databaseConnections,
  databaseLocale,
  diskOvercommitted,
  duplicateDatabase,
  duplicateExtension,
  duplicateNode,
  duplicatePoolUser,
  duplicateRole,
  etcdCompaction,
  etcdElection,
  etcdEven,
  etcdUndecided,
  haTtl,
  haproxyCheckPace,
  haproxyQueueUnused,
  haproxySlowerThanTtl,
  haproxyThreads,
  hbaMapUnknown,
  hbaSyntax,
  identSyntax,
  imageLacksFeature,
  imageLacksVersion,
  initdbLocale,
  keepaliveUnused,
  localeNotInImage,
  logOptions,
  managersMissing,
  memoryOvercommitted,
  memoryShare,
  nameTooLong,
  noTlsYet,
  noCandidate,
  nodeTooSmall,
  oneBackend,
  ownerWithoutLogin,
  parallelWorkers,
  parameterEnum,
  parameterFixed,
  parameterMinimum,
  parameterRange,
  parameterRemoved,
  parameterText,
  parameterType,
  parameterUnit,
  parameterUnknown,
  oneLogDriver,
  patroniControlled,
  poolBudgetTooSmall,
  poolsExceedConnections,
  poolLimitBelowSize,
  poolMinimum,
  poolOutlivesProxy,
  poolWaitTooShort,
  portCollision,
  proxyConnections,
  readLagFlaps,
  readPortEmpty,
  reservedConnectionsRule,
  replicaMethod,
  replicateFrom,
  replicationSlots,
  reservedName,
  roleConnect,
  roleMembership,
  rpoNotMet,
  rtoNotMet,
  sendersTooFew,
  sessionSetting,
  stopTooLong,
  subnetOverlap,
  syncNeedsReplica,
  walSenderTimeout,
  walSizesRule,
  tagConflict,
  tierCpus,
  tierMemory,
  walSegmentSize,
];
