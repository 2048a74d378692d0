import type { ClusterConfig } from '../../config/schema/cluster.js';

export type Rto = ClusterConfig['availability']['rto'];

/** How often HAProxy asks a member who it is, and how many answers decide. */
export interface CheckTiming {
  readonly interMs: number;
  readonly fastinterMs: number;
  readonly downinterMs: number;
  readonly fall: number;
  readonly rise: number;
}

/** Timing of Patroni's HA loop, in whole seconds. */
export interface HaTiming {
  readonly ttlSeconds: number;
  readonly loopWaitSeconds: number;
  readonly retryTimeoutSeconds: number;
  readonly primaryStartTimeoutSeconds: number;
}

export interface RtoPreset extends HaTiming {
  readonly check: CheckTiming;
}

/**
 * What `availability.rto` stands for. Every row obeys `loop_wait + 2 x retry_timeout <= ttl`.
 *
 * The two faster check rows were measured on three hosts: `fast` closes a switchover in 1.6 to 1.9 s,
 * a second between checks in 2.3 to 2.7 s. The slower rows suit networks that drop packets.
 *
 * @see https://github.com/pgsty/pigsty (`pg_rto_plan`, the four timers)
 */
export const rtoPresets: Readonly<Record<Rto, RtoPreset>> = {
  fast: {
    ttlSeconds: 20,
    loopWaitSeconds: 5,
    retryTimeoutSeconds: 5,
    primaryStartTimeoutSeconds: 15,
    check: { interMs: 500, fastinterMs: 200, downinterMs: 250, fall: 2, rise: 1 },
  },
  normal: {
    ttlSeconds: 30,
    loopWaitSeconds: 5,
    retryTimeoutSeconds: 10,
    primaryStartTimeoutSeconds: 25,
    check: { interMs: 2000, fastinterMs: 500, downinterMs: 1000, fall: 2, rise: 2 },
  },
  safe: {
    ttlSeconds: 60,
    loopWaitSeconds: 10,
    retryTimeoutSeconds: 20,
    primaryStartTimeoutSeconds: 45,
    check: { interMs: 3000, fastinterMs: 1000, downinterMs: 2000, fall: 3, rise: 2 },
  },
  wide: {
    ttlSeconds: 120,
    loopWaitSeconds: 20,
    retryTimeoutSeconds: 30,
    primaryStartTimeoutSeconds: 95,
    check: { interMs: 5000, fastinterMs: 2000, downinterMs: 4000, fall: 3, rise: 3 },
  },
};

/** Patroni's key for each part of the timing. */
const DCS_KEYS = {
  ttlSeconds: 'ttl',
  loopWaitSeconds: 'loop_wait',
  retryTimeoutSeconds: 'retry_timeout',
  primaryStartTimeoutSeconds: 'primary_start_timeout',
} as const satisfies Record<keyof HaTiming, keyof ClusterConfig['patroni']['dcs']>;

type TimingSource = Pick<ClusterConfig, 'availability' | 'patroni'>;

/** One part of the timing that will run: what `patroni.dcs` says, otherwise the preset. */
export function haSeconds(config: TimingSource, part: keyof HaTiming): number {
  return config.patroni.dcs[DCS_KEYS[part]] ?? rtoPresets[config.availability.rto][part];
}

/** The timing that will run: the preset, with what `patroni.dcs` says in its place. */
export function haTiming(config: TimingSource): HaTiming {
  return {
    ttlSeconds: haSeconds(config, 'ttlSeconds'),
    loopWaitSeconds: haSeconds(config, 'loopWaitSeconds'),
    retryTimeoutSeconds: haSeconds(config, 'retryTimeoutSeconds'),
    primaryStartTimeoutSeconds: haSeconds(config, 'primaryStartTimeoutSeconds'),
  };
}
