import { formatTime, parseTime } from '../../core/units.js';
import { rule } from './rule.js';

/** A keepalive that would find a dead peer only after the silence was already ended for its length. */
export const keepaliveUnused = rule({
  code: 'KEEPALIVE_UNUSED',
  reads: ['haproxy.tcpka', 'haproxy.timeout.client', 'haproxy.timeout.server'],
  check({ haproxy: { tcpka, timeout } }) {
    const idle = parseTime(tcpka.idle) ?? 0;
    const found = idle + tcpka.cnt * (parseTime(tcpka.intvl) ?? 0);
    const longest = Math.min(parseTime(timeout.client) ?? 0, parseTime(timeout.server) ?? 0);
    if (found < longest) return;
    const probes = `${tcpka.cnt} x intvl ${tcpka.intvl}`;
    return {
      at: 'haproxy.tcpka.idle',
      got: `${formatTime(found)} until a dead peer is found: idle ${tcpka.idle} + ${probes}`,
      need: `less than ${formatTime(longest)}, the shorter of timeout.client and timeout.server`,
      why: 'HAProxy ends a silent connection before the probes say whether its peer lives',
      fix: 'lower idle, intvl or cnt, or raise the timeout',
    };
  },
});
