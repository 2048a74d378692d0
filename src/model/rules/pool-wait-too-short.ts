import { expectedHandover } from '../expected-gap.js';
import { rounded, RTO_SECONDS, sumText } from '../failover-bound.js';
import { rule } from './rule.js';

/** A pool that gives up sooner than a planned handover takes turns each deploy into errors. */
export const poolWaitTooShort = rule({
  code: 'POOL_WAIT_TOO_SHORT',
  reads: ['nodes[].name', 'availability.rto', 'haproxy.check', 'pgbouncer.query_wait_timeout'],
  check(config) {
    const given = config.pgbouncer.query_wait_timeout;
    const terms = expectedHandover(config);
    const seconds = terms.reduce((sum, term) => sum + term.seconds, 0);
    if (config.nodes.length === 1 || given === undefined || given >= seconds) return;
    const { rto } = config.availability;
    return {
      at: 'pgbouncer.query_wait_timeout',
      got: `${given}`,
      need: `${rounded(seconds)} or more, a planned handover: ${sumText(terms)}`,
      why: 'queries of pooled clients would fail at each handover instead of waiting for it',
      fix: `remove it: with rto: ${rto} a query waits for ${RTO_SECONDS[rto]} s`,
    };
  },
});
