import type { PatroniModel } from '../model/patroni-model.js';

/** Patroni's dynamic configuration without parameters and access rules, in its own spelling. */
export function dynamicSettings({ dynamic, ident }: PatroniModel) {
  return {
    ttl: dynamic.ttlSeconds,
    loop_wait: dynamic.loopWaitSeconds,
    retry_timeout: dynamic.retryTimeoutSeconds,
    primary_start_timeout: dynamic.primaryStartTimeoutSeconds,
    primary_stop_timeout: dynamic.primaryStopTimeoutSeconds,
    maximum_lag_on_failover: dynamic.maximumLagOnFailoverBytes,
    check_timeline: dynamic.checkTimeline,
    synchronous_mode: dynamic.synchronousMode,
    synchronous_mode_strict: dynamic.synchronousModeStrict,
    synchronous_node_count: dynamic.synchronousNodeCount,
    failsafe_mode: dynamic.failsafeMode,
    member_slots_ttl: dynamic.memberSlotsTtl,
    maximum_lag_on_syncnode: dynamic.maximumLagOnSyncnodeBytes,
    max_timelines_history: dynamic.maxTimelinesHistory,
    slots: Object.keys(dynamic.slots).length > 0 ? { ...dynamic.slots } : undefined,
    ignore_slots:
      dynamic.ignoreSlots.length > 0 ? dynamic.ignoreSlots.map((slot) => ({ ...slot })) : undefined,
    postgresql: {
      use_pg_rewind: true,
      use_slots: true,
      pg_ident: ident.length > 0 ? ident : undefined,
    },
  };
}
