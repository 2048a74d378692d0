import { handOver } from '../handover/hand-over.js';
import { SYNC_COUNT } from '../handover/widen-sync.js';
import { etcdStore } from '../live/etcd.js';
import { etcdGateway } from '../live/etcd-gateway.js';
import { memberMarks } from '../live/member-marks.js';
import { operationLease } from '../live/operation-lease.js';
import { patroniControl } from '../live/patroni-control.js';
import { patroniRest } from '../live/patroni-rest.js';
import { poolsOf } from '../live/pool-guards.js';
import { sqlConnect } from '../live/sql.js';
import { systemClock } from '../live/system-clock.js';
import { tryServer } from '../live/trial-server.js';
import { lentSetting } from '../live/lent-setting.js';
import { dcsKeys } from '../model/reconciler-status.js';
import { etcdEndpoints } from '../reconciler/etcd-tools.js';
import { readDesired } from '../reconciler/desired.js';
import { Reconciler } from '../reconciler/reconciler.js';
import { SLOTS_TTL } from '../reconciler/removed-members.js';
import { Settings } from '../reconciler/settings.js';
import { stepsWith } from '../reconciler/steps.js';
import { etcdTools } from './etcd-tools.js';
import { log } from './log.js';
import { mountedPoolGuards } from './mounted-pools.js';
import { mountedDesiredFiles, mountedPostgresSecret, mountedRolesSecret } from './mounted.js';
import { serveStatus } from './status-server.js';

/** What a transaction that runs at a handover gets to end. */
const POOL_LIMIT_MS = 5000;

/** Runs until it is stopped; every step is idempotent, so it may stop at any point. */
export async function runReconcile(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log('stopping', { signal });
      process.exit(0);
    });
  }
  const desired = readDesired(await mountedDesiredFiles());
  const { patroni, pgbouncer, reconciler: own, scope } = desired.topology;
  const roles = await mountedRolesSecret();
  if (!roles) throw new Error('the roles secret is not mounted');
  const endpoints = etcdEndpoints(desired.topology);
  const gateway = etcdGateway(() => endpoints);
  const hosts = patroni.members.map(({ service }) => service);
  const marks = memberMarks(gateway, dcsKeys.ours(scope));
  const guards = await mountedPoolGuards(pgbouncer.service);
  const pools = guards && poolsOf(guards, { limitMs: POOL_LIMIT_MS, log });
  const postgres = await mountedPostgresSecret();
  const restAt = (host: string) => `http://${host}:${patroni.restPort}`;
  const clients = {
    patroniAt: (host: string) => patroniRest(restAt(host), postgres.restApi),
    controlAt: (host: string) => patroniControl(restAt(host), postgres.restApi),
    connect: sqlConnect,
    store: etcdStore(endpoints),
    clock: systemClock,
    postgres,
  };
  const settings = new Settings({
    ...clients,
    tryServer: (files) => tryServer(files),
    pools,
    keepPoolsWithin: guards && ((connections, tasks) => guards.keepWithin(connections, tasks)),
    lease: operationLease(gateway, dcsKeys.operation(scope)),
    handOver: (from) =>
      handOver(
        { ...clients, hosts, log, marks, ...(pools && { pools }) },
        // At worst the lock is not released and runs out; one HA loop to see that, one to promote.
        { from, withinMs: (patroni.ttlSeconds + 2 * patroni.loopWaitSeconds) * 1000 },
      ),
  });
  const lent = (name: string) => lentSetting(clients.store, dcsKeys.ours(scope), name);
  const syncWidth = { ...clients, hosts, marks, lent: lent(SYNC_COUNT) };
  const removedMembers = { ...clients, hosts, lent: lent(SLOTS_TTL) };
  const timestamp = () => new Date().toISOString();
  const reconciler = new Reconciler(
    { ...clients, timestamp, roles, log, settings: () => settings.report },
    desired,
    stepsWith({ etcd: etcdTools(desired.topology), syncWidth, removedMembers, settings }),
  );
  serveStatus(own.statusPort, () => reconciler.status);
  log('reconciler started', { digest: desired.digest, scope });
  await reconciler.run();
}
