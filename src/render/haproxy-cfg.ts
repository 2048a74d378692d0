import { formatBytes } from '../core/units.js';
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
      'use_backend primary if { nbsrv(replicas) eq 0 }',
      'default_backend replicas',
    ]),
    haproxySection('backend primary', [
      ...checkLines(haproxy, '/primary'),
      // A session left on a demoted member would only see read-only errors.
      ['default-server', 'on-marked-down', 'shutdown-sessions'],
      ...serverLines(haproxy),
    ]),
    haproxySection('backend replicas', [
      'balance roundrobin',
      ...checkLines(haproxy, `/replica?lag=${formatBytes(readMaxLagBytes)}`),
      ...serverLines(haproxy),
    ]),
    haproxySection('frontend stats', statsLines(haproxy)),
  ].join('\n');
  return renderedFile(paths.haproxyCfg, text);
}

function globalLines(haproxy: HaproxyModel): HaproxyLine[] {
  return [
    'log stdout format raw local0 info',
    ['maxconn', haproxy.maxConnections],
    ['nbthread', haproxy.threads],
    ['hard-stop-after', milliseconds(haproxy.hardStopMs)],
  ];
}

function defaultLines(haproxy: HaproxyModel): HaproxyLine[] {
  return [
    'mode tcp',
    'log global',
    'option tcplog',
    'option dontlognull',
    ['maxconn', haproxy.maxConnections],
    'retries 3',
    'timeout connect 5s',
    // Idle sessions are the clients' business; keepalive finds the dead ones.
    'timeout client 24h',
    'timeout server 24h',
    'timeout client-fin 30s',
    ['timeout', 'check', milliseconds(haproxy.check.timeoutMs)],
    ...['cli', 'srv'].flatMap((side) => [
      `option ${side}tcpka`,
      `${side}tcpka-idle 60s`,
      `${side}tcpka-intvl 10s`,
      `${side}tcpka-cnt 3`,
    ]),
  ];
}

/**
 * A stopping member's name is gone two seconds before it stops, and a leader still hands over then:
 * its last address stays in use, `/primary` decides. Dropping it after 10 s cut its sessions (measured).
 */
function resolverLines(): HaproxyLine[] {
  return [
    ['nameserver', 'docker', DNS],
    'accepted_payload_size 8192',
    'resolve_retries 3',
    'timeout resolve 1s',
    'timeout retry 1s',
    'hold valid 1s',
    ...['nx', 'other', 'refused', 'timeout', 'obsolete'].map((why) => `hold ${why} 2m`),
  ];
}

function checkLines(haproxy: HaproxyModel, uri: string): HaproxyLine[] {
  const { interMs, fastinterMs, downinterMs, fall, rise } = haproxy.check;
  return [
    'option httpchk',
    ['http-check', 'send', 'meth', 'OPTIONS', 'uri', uri],
    'http-check expect status 200',
    ['default-server', 'check', 'port', haproxy.restPort],
    ['default-server', 'inter', milliseconds(interMs), 'fastinter', milliseconds(fastinterMs)],
    ['default-server', 'downinter', milliseconds(downinterMs), 'fall', fall, 'rise', rise],
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
    'option httplog',
    'option dontlog-normal',
    'timeout client 10s',
    ['bind', `:${haproxy.statsPort}`],
    ['monitor-uri', MONITOR_PATH],
    'http-request use-service prometheus-exporter if { path /metrics }',
    `http-request auth realm ${haproxy.clusterScope} unless { http_auth(${STATS_USERLIST}) }`,
    'stats enable',
    'stats uri /',
    'stats refresh 10s',
  ];
}

function milliseconds(time: number): string {
  return time % 1000 === 0 ? `${time / 1000}s` : `${time}ms`;
}
