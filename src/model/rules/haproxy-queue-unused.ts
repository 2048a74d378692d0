import { rule } from './rule.js';

/** Without a limit per member a connection is never queued, so the timeout would do nothing. */
export const haproxyQueueUnused = rule({
  code: 'HAPROXY_QUEUE_UNUSED',
  reads: ['haproxy.timeout.queue', 'haproxy.server_maxconn'],
  check({ haproxy: { server_maxconn: limit, timeout } }) {
    if (timeout.queue === undefined || limit !== undefined) return;
    return {
      at: 'haproxy.timeout.queue',
      got: timeout.queue,
      need: 'a server_maxconn beside it',
      why: 'connections queue only for a member that has a limit',
      fix: 'set haproxy.server_maxconn, or remove the timeout',
    };
  },
});
