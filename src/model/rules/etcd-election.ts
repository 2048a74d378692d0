import { haSeconds } from '../presets.js';
import { rule } from './rule.js';

/** etcd itself refuses less, at the start of each member. */
const HEARTBEATS_PER_ELECTION = 5;

/**
 * An etcd election must outlast lost heartbeats, and end while Patroni still retries.
 *
 * Members start it after one to two times the timeout; a leader that gets no answer for
 * `retry_timeout` steps down, although PostgreSQL was never ill.
 *
 * @see https://etcd.io/docs/v3.6/tuning/ (time parameters)
 */
export const etcdElection = rule({
  code: 'ETCD_ELECTION',
  reads: [
    'etcd.heartbeat-interval',
    'etcd.election-timeout',
    'availability.rto',
    'patroni.dcs.retry_timeout',
  ],
  check(config) {
    const heartbeat = config.etcd['heartbeat-interval'];
    const election = config.etcd['election-timeout'];
    const least = HEARTBEATS_PER_ELECTION * heartbeat;
    const most = longestElectionMs(config);
    if (election >= least && election <= most) return;
    const tooShort = election < least;
    return {
      at: 'etcd.election-timeout',
      got: `${election} ms, with a heartbeat of ${heartbeat} ms`,
      need: tooShort
        ? `${least} ms or more: ${HEARTBEATS_PER_ELECTION} x heartbeat-interval`
        : `${most} ms or less: half of retry_timeout ${(2 * most) / 1000} s`,
      why: tooShort
        ? 'a few late heartbeats would start an election; etcd refuses to start'
        : 'Patroni would demote a healthy leader during an election',
      fix: tooShort
        ? `set election-timeout to ${10 * heartbeat}`
        : `set election-timeout to ${most}`,
    };
  },
});

/** Half of the time for which Patroni retries before the leader steps down. */
export function longestElectionMs(config: Parameters<typeof haSeconds>[0]): number {
  return (haSeconds(config, 'retryTimeoutSeconds') * 1000) / 2;
}
