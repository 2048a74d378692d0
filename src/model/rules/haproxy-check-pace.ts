import { checkTiming } from '../check-timing.js';
import { rule } from './rule.js';

/** A member whose last answer differed is asked again soon, or the change takes longer, not less. */
export const haproxyCheckPace = rule({
  code: 'HAPROXY_CHECK_PACE',
  reads: ['haproxy.check', 'availability.rto'],
  check(config) {
    const { interMs, fastinterMs } = checkTiming(config);
    if (fastinterMs <= interMs) return;
    const { fastinter } = config.haproxy.check;
    return {
      at: fastinter === undefined ? 'haproxy.check.inter' : 'haproxy.check.fastinter',
      got: `fastinter ${fastinterMs} ms, inter ${interMs} ms`,
      need: 'a fastinter no longer than inter',
      why: 'fastinter is the pace while a member changes its state, so a failover would take longer',
      fix: `set fastinter to ${interMs}ms or less`,
    };
  },
});
