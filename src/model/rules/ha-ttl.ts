import { haSeconds } from '../presets.js';
import { rule } from './rule.js';

/**
 * Patroni would lower loop_wait, then retry_timeout, and only log a warning.
 *
 * @see https://patroni.readthedocs.io/en/latest/patroni_configuration.html (important rules, timing)
 */
export const haTtl = rule({
  code: 'HA_TTL_TOO_SHORT',
  reads: [
    'availability.rto',
    'patroni.dcs.ttl',
    'patroni.dcs.loop_wait',
    'patroni.dcs.retry_timeout',
  ],
  check(config) {
    if (ttlIsEnough(config)) return;
    const ttlSeconds = haSeconds(config, 'ttlSeconds');
    const loopWaitSeconds = haSeconds(config, 'loopWaitSeconds');
    const retryTimeoutSeconds = haSeconds(config, 'retryTimeoutSeconds');
    const need = leastTtl(config);
    const own = config.patroni.dcs.ttl !== undefined;
    return {
      at: 'patroni.dcs.ttl',
      got: own ? `${ttlSeconds}` : `${ttlSeconds}, from rto: ${config.availability.rto}`,
      need: `${need} or more: loop_wait ${loopWaitSeconds} + 2 x retry_timeout ${retryTimeoutSeconds}`,
      why: 'Patroni would lower loop_wait, then retry_timeout, and only log a warning',
      fix: `set ttl to ${need}, or lower retry_timeout`,
    };
  },
});

type TimingSource = Parameters<typeof haSeconds>[0];

export function ttlIsEnough(config: TimingSource): boolean {
  return haSeconds(config, 'ttlSeconds') >= leastTtl(config);
}

function leastTtl(config: TimingSource): number {
  return haSeconds(config, 'loopWaitSeconds') + 2 * haSeconds(config, 'retryTimeoutSeconds');
}
