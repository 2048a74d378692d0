import { z } from '../../src/core/zod.js';
import { byteSize, port, timeFrom } from './primitives.js';

const timeoutSchema = z.strictObject({
  connect: timeFrom('100ms', '1m').default('5s').describe('To open a connection to a member.'),
  client: timeFrom('1s', '24d').default('24h').describe('Longest silence of a client.'),
  server: timeFrom('1s', '24d').default('24h').describe('Longest silence of a member.'),
  'client-fin': timeFrom('1s', '1h').default('30s').describe('Silence of a client half closed.'),
  'server-fin': timeFrom('1s', '1h').optional().describe('Silence of a member half closed.'),
  queue: timeFrom('100ms', '1h')
    .optional()
    .describe('Wait for a place under `server_maxconn`; HAProxy: as `connect`.'),
  check: timeFrom('100ms', '30s')
    .optional()
    .describe('Time of a member to answer a check; default: twice `inter`, 1 s to 3 s.'),
});

/** Left-out keys follow `availability.rto`. */
const checkSchema = z.strictObject({
  inter: timeFrom('100ms', '1m').optional().describe('Between two checks of a member.'),
  fastinter: timeFrom('100ms', '1m').optional().describe('The same while its state is in doubt.'),
  downinter: timeFrom('100ms', '1m').optional().describe('The same while it is down.'),
  fall: z.int().min(1).max(10).optional().describe('Failed checks in a row until it is down.'),
  rise: z.int().min(1).max(10).optional().describe('Good checks in a row until it is up.'),
});

const keepaliveSchema = z.strictObject({
  idle: timeFrom('1s', '2h').default('60s').describe('Silence before the first probe.'),
  intvl: timeFrom('1s', '10m').default('10s').describe('Between two probes.'),
  cnt: z.int().min(1).max(100).default(3).describe('Lost probes that end a connection.'),
});

/** Ports and limits of the proxy in front of the members; times as HAProxy writes them. */
export const haproxySchema = z.strictObject({
  write_port: port.default(5432).describe('Host port that leads to the primary.'),
  read_port: port.default(5433).describe('Host port that leads to replicas.'),
  stats_port: port.default(8404).describe('Host port of statistics and metrics.'),
  maxconn: z
    .int()
    .min(10)
    .max(100000)
    .default(2000)
    .describe('Client connections of one HAProxy; more wait.'),
  server_maxconn: z
    .int()
    .min(1)
    .max(100000)
    .optional()
    .describe('Connections one HAProxy opens to one member; more wait. Default: no limit.'),
  read_max_lag: byteSize.default('100MB').describe('A replica further behind takes no reads.'),
  read_fallback: z
    .boolean()
    .default(true)
    .describe('Reads go to the primary while no replica can take them.'),
  balance: z
    .enum(['roundrobin', 'static-rr', 'leastconn', 'first', 'random', 'source'])
    .default('roundrobin')
    .describe('How reads are shared among the replicas.'),
  timeout: timeoutSchema.prefault({}).describe('How long HAProxy waits for what.'),
  check: checkSchema.prefault({}).describe('Pace of the checks, in place of the preset.'),
  tcpka: keepaliveSchema.prefault({}).describe('TCP keepalive, to clients and to members.'),
  retries: z
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe('Further tries to connect to a member that does not answer.'),
  nbthread: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Threads; default: half of the CPUs of the smallest node, or its own limit; 1 to 4.'),
  'hard-stop-after': timeFrom('1s', '25s')
    .default('5s')
    .describe('Sessions left this long after a stop began are cut; the port is closed meanwhile.'),
  log_level: z
    .enum(['off', 'emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'])
    .default('info')
    .describe('Least weight of a line; connections are logged at info.'),
  stats_refresh: timeFrom('1s', '1h')
    .default('10s')
    .describe('Time after which the statistics page loads itself again.'),
});
