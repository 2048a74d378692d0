import { checkTimeoutMs, checkTiming } from '../check-timing.js';
import { haSeconds } from '../presets.js';
import { rule } from './rule.js';

/** HAProxy must have let go of a dead leader before the next one can be there. */
export const haproxySlowerThanTtl = rule({
  code: 'HAPROXY_SLOWER_THAN_TTL',
  reads: ['availability.rto', 'haproxy.check', 'haproxy.timeout.check', 'patroni.dcs.ttl'],
  check(config) {
    const { fall, fastinterMs, interMs } = checkTiming(config);
    const timeoutMs = checkTimeoutMs(config);
    const detectionMs = interMs + (fall - 1) * fastinterMs + fall * timeoutMs;
    const ttl = haSeconds(config, 'ttlSeconds');
    if (detectionMs < ttl * 1000) return;
    const { check, timeout } = config.haproxy;
    const given = (['inter', 'fall', 'fastinter'] as const).find((key) => check[key] !== undefined);
    const byKey = given === undefined ? 'haproxy.check' : `haproxy.check.${given}`;
    return {
      at: timeout.check === undefined ? byKey : 'haproxy.timeout.check',
      got: `${detectionMs / 1000} s: inter ${interMs} ms + ${fall - 1} x fastinter ${fastinterMs} ms + ${fall} x timeout check ${timeoutMs} ms`,
      need: `less than ttl ${ttl} s`,
      why: 'sessions would stay with a dead leader when the next one is there already',
      fix: 'lower inter, fall or timeout.check',
    };
  },
});
