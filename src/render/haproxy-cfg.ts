import { formatBytes, formatTime } from '../core/units.js';
import type { HaproxyModel } from '../model/edge-model.js';
import { paths } from '../model/paths.js';
import { STATS_USERLIST } from '../model/secret-contents.js';
import { MONITOR_PATH } from '../model/timing.js';
import { type HaproxyLine, haproxySection } from '../syntax/haproxy-text.js';
import { generatedHeader } from './header.js';
import { renderedFile, type RenderedFile } from './rendered-file.js';

/** Docker's embedded DNS. */
const DNS = '127.0.0.11:53';

/**
 * Renders `haproxy.cfg`. The password of the statistics page is not in it: the userlist comes from a
 * second file, the `haproxy-stats` secret.
 *
 * @see https://docs.haproxy.org/3.0/configuration.html
 */
export function renderHaproxyCfg(haproxy: HaproxyModel): RenderedFile {
  const { readMaxLagBytes } = haproxy;
  const text = [
    generatedHeader(haproxy.clusterScope),
    haproxySection('global', globalLines(haproxy)),
    haproxySection('defaults', defaultLines(haproxy)),
    haproxySection('resolvers docker', resolverLines()),
    haproxySection('frontend write', [
      ['bind', `:${haproxy.writePort}`],
      'default_backend primary',
    ]),
    haproxySection('frontend read', [
      ['bind', `:${haproxy.readPort}`],
      ...when(haproxy.readFallback, 'use_backend primary if { nbsrv(replicas) eq 0 }'),
      'default_backend replicas',
    ]),
    haproxySection('backend primary', [
      ...checkLines(haproxy, '/primary'),
      // A session left on a demoted member would only see read-only errors.
      ['default-server', 'on-marked-down', 'shutdown-sessions'],
      ...serverLines(haproxy),
    ]),
    haproxySection('backend replicas', [
      ['balance', haproxy.readBalance],
      ...checkLines(haproxy, `/replica?lag=${formatBytes(readMaxLagBytes)}`),
      ...serverLines(haproxy),
    ]),
    haproxySection('frontend stats', statsLines(haproxy)),
  ].join('\n');
  return renderedFile(paths.haproxyCfg, text);
}

function globalLines(haproxy: HaproxyModel): HaproxyLine[] {
  return [
    ...when(haproxy.logLevel, ['log', 'stdout', 'format', 'raw', 'local0', haproxy.logLevel ?? '']),
    ['maxconn', haproxy.maxConnections],
    ['nbthread', haproxy.threads],
    ['hard-stop-after', milliseconds(haproxy.hardStopMs)],
  ];
}

function defaultLines(haproxy: HaproxyModel): HaproxyLine[] {
  const { keepalive, timeouts } = haproxy;
  return [
    'mode tcp',
    // A format without a place to log to is a warning.
    ...when(haproxy.logLevel, 'log global', 'option tcplog', 'option dontlognull'),
    ['maxconn', haproxy.maxConnections],
    ['retries', haproxy.retries],
    // A further try goes to whoever takes connections by then. Without it one that waits for its next try
    // at a member while that is marked down is never tried again, and never closed (HAProxy 3.0, measured).
    'option redispatch 1',
    ['timeout', 'connect', formatTime(timeouts.connectMs)],
    // Idle sessions are the clients' business; keepalive finds the dead ones.
    ['timeout', 'client', formatTime(timeouts.clientMs)],
    ['timeout', 'server', formatTime(timeouts.serverMs)],
    ['timeout', 'client-fin', formatTime(timeouts.clientFinMs)],
    ...timeoutLine('server-fin', timeouts.serverFinMs),
    ...timeoutLine('queue', timeouts.queueMs),
    ['timeout', 'check', milliseconds(haproxy.check.timeoutMs)],
    ...['cli', 'srv'].flatMap((side) => [
      `option ${side}tcpka`,
      [`${side}tcpka-idle`, milliseconds(keepalive.idleMs)],
      [`${side}tcpka-intvl`, milliseconds(keepalive.intervalMs)],
      [`${side}tcpka-cnt`, keepalive.probes],
    ]),
  ];
}

/**
 * A stopping member's name is gone two seconds before it stops, and a leader still hands over then:
 * its last address stays in use, `/primary` decides. Dropping it after 10 s cut its sessions (measured).
 *
 * An address that the name no longer has, because it has a new one, is dropped at once: kept for two
 * minutes, a member that came back was not found for as long, even as the only leader (measured).
 */
function resolverLines(): HaproxyLine[] {
  return [
    ['nameserver', 'docker', DNS],
    'accepted_payload_size 8192',
    'resolve_retries 3',
    'timeout resolve 1s',
    'timeout retry 1s',
    'hold valid 1s',
    ...['nx', 'other', 'refused', 'timeout'].map((why) => `hold ${why} 2m`),
    'hold obsolete 0s',
  ];
}

function checkLines(haproxy: HaproxyModel, uri: string): HaproxyLine[] {
  const { serverMaxConnections } = haproxy;
  const { interMs, fastinterMs, downinterMs, fall, rise } = haproxy.check;
  return [
    'option httpchk',
    ['http-check', 'send', 'meth', 'OPTIONS', 'uri', uri],
    'http-check expect status 200',
    ['default-server', 'check', 'port', haproxy.restPort],
    ['default-server', 'inter', milliseconds(interMs), 'fastinter', milliseconds(fastinterMs)],
    ['default-server', 'downinter', milliseconds(downinterMs), 'fall', fall, 'rise', rise],
    ...when(serverMaxConnections, ['default-server', 'maxconn', serverMaxConnections ?? 0]),
    // No libc: a name that does not resolve at the start would end the process.
    'default-server init-addr none resolvers docker resolve-prefer ipv4',
  ];
}

function serverLines({ servers, postgresPort }: HaproxyModel): HaproxyLine[] {
  return servers.map(({ name, host }) => ['server', name, `${host}:${postgresPort}`]);
}

function statsLines(haproxy: HaproxyModel): HaproxyLine[] {
  return [
    'mode http',
    ...when(haproxy.logLevel, 'option httplog', 'option dontlog-normal'),
    'timeout client 10s',
    ['bind', `:${haproxy.statsPort}`],
    ['monitor-uri', MONITOR_PATH],
    'http-request use-service prometheus-exporter if { path /metrics }',
    `http-request auth realm ${haproxy.clusterScope} unless { http_auth(${STATS_USERLIST}) }`,
    'stats enable',
    'stats uri /',
    ['stats', 'refresh', milliseconds(haproxy.statsRefreshMs)],
  ];
}

function timeoutLine(name: string, time: number | undefined): HaproxyLine[] {
  return time === undefined ? [] : [['timeout', name, formatTime(time)]];
}

/** The lines, if what they are about is set or switched on. */
function when(subject: unknown, ...lines: HaproxyLine[]): HaproxyLine[] {
  return subject === undefined || subject === false ? [] : lines;
}

function milliseconds(time: number): string {
  return time % 1000 === 0 ? `${time / 1000}s` : `${time}ms`;
}
