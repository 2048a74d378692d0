import { haSeconds } from '../presets.js';
import { userBasis, userInteger, userText } from '../tuning-basis.js';
import { rule } from './rule.js';

const NAME = 'wal_sender_timeout';

/**
 * A primary waits at its stop for every standby it has not dropped, and in sync mode each commit does.
 *
 * @see https://www.postgresql.org/docs/17/runtime-config-replication.html (wal_sender_timeout)
 */
export const walSenderTimeout = rule({
  code: 'WAL_SENDER_TIMEOUT',
  reads: [
    'nodes[].name',
    'availability.rto',
    'patroni.dcs.ttl',
    'postgresql.version',
    `postgresql.parameters.${NAME}`,
  ],
  check(config) {
    const { nodes, postgresql } = config;
    const ttl = haSeconds(config, 'ttlSeconds');
    const milliseconds = userInteger(userBasis(postgresql), NAME, 1);
    if (nodes.length === 1 || (milliseconds > 0 && milliseconds <= ttl * 1000)) return;
    return {
      at: `postgresql.parameters.${NAME}`,
      got: userText({ user: postgresql.parameters }, NAME) ?? '',
      need: `more than 0, and ${ttl}s or less: the ttl`,
      why: 'a standby that hangs would hold up commits and the stop of the primary for longer',
      fix: `remove it: half of the ttl, ${Math.floor(ttl / 2)}s, is the default here`,
    };
  },
});
