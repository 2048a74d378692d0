import { rule } from './rule.js';

/** Swarm starts the next container of a member 60 s after an update, whatever the grace period. */
const MOST_SECONDS = 45;

/** PostgreSQL must have stopped before Swarm starts the member's next container. */
export const stopTooLong = rule({
  code: 'STOP_TOO_LONG',
  reads: ['patroni.dcs.primary_stop_timeout'],
  check({ patroni: { dcs } }) {
    const seconds = dcs.primary_stop_timeout;
    if (seconds >= 1 && seconds <= MOST_SECONDS) return;
    return {
      at: 'patroni.dcs.primary_stop_timeout',
      got: seconds === 0 ? '0: no limit' : `${seconds}`,
      need: `1 to ${MOST_SECONDS} s`,
      why: 'Swarm starts the next container 60 s after an update; it would wait for the data directory',
      fix: 'set it to 30',
    };
  },
});
