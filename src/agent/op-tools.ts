import { etcdStatus, etcdStore } from '../live/etcd.js';
import { etcdGateway } from '../live/etcd-gateway.js';
import { haproxyBackends } from '../live/haproxy-metrics.js';
import { httpCall } from '../live/http.js';
import { memberMarks } from '../live/member-marks.js';
import { patroniRest } from '../live/patroni-rest.js';
import { pgbouncerProbe } from '../live/pgbouncer-probe.js';
import { resolveHost } from '../live/resolve-host.js';
import { sqlConnect } from '../live/sql.js';
import { systemClock } from '../live/system-clock.js';
import type { Topology } from '../model/desired-state.js';
import { dcsKeys } from '../model/reconciler-status.js';
import type { OpTools } from '../ops/op-tools.js';
import { log } from './log.js';
import { mountedPools } from './mounted-pools.js';
import { mountedPostgresSecret, mountedRolesSecret } from './mounted.js';

/** What a transaction that runs at a switchover gets to end. */
const POOL_LIMIT_MS = 5000;

/** The real clients, with the secrets that are mounted here. */
export async function opTools(topology: Topology): Promise<OpTools> {
  const { etcd, patroni, pgbouncer } = topology;
  const postgres = await mountedPostgresSecret();
  const pools = await mountedPools(pgbouncer.service, POOL_LIMIT_MS, log);
  const endpoints = etcd.members.map(({ service }) => `http://${service}:${etcd.clientPort}`);
  return {
    topology,
    clock: systemClock,
    patroniAt: (host) => patroniRest(`http://${host}:${patroni.restPort}`, postgres.restApi),
    etcdStatus,
    store: etcdStore(endpoints),
    marks: memberMarks(
      etcdGateway(() => endpoints),
      dcsKeys.ours(topology.scope),
    ),
    log,
    connect: sqlConnect,
    haproxyBackends,
    pgbouncerProbe,
    resolveHost,
    fetchText: async (url) => (await httpCall(url)).text,
    postgres,
    ...(pools && { pools }),
    roles: await mountedRolesSecret(),
  };
}
