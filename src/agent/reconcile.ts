import { etcdStore } from '../live/etcd.js';
import { patroniRest } from '../live/patroni-rest.js';
import { sqlConnect } from '../live/sql.js';
import { systemClock } from '../live/system-clock.js';
import { etcdEndpoints } from '../reconciler/etcd-tools.js';
import { readDesired } from '../reconciler/desired.js';
import { Reconciler } from '../reconciler/reconciler.js';
import { stepsWith } from '../reconciler/steps.js';
import { etcdTools } from './etcd-tools.js';
import { log } from './log.js';
import { mountedDesiredFiles, mountedPostgresSecret, mountedRolesSecret } from './mounted.js';
import { serveStatus } from './status-server.js';

/** Runs until it is stopped; every step is idempotent, so it may stop at any point. */
export async function runReconcile(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log('stopping', { signal });
      process.exit(0);
    });
  }
  const desired = readDesired(await mountedDesiredFiles());
  const { patroni, reconciler: own } = desired.topology;
  const roles = await mountedRolesSecret();
  if (!roles) throw new Error('the roles secret is not mounted');
  const reconciler = new Reconciler(
    {
      patroniAt: (host) => patroniRest(`http://${host}:${patroni.restPort}`),
      connect: sqlConnect,
      store: etcdStore(etcdEndpoints(desired.topology)),
      clock: systemClock,
      timestamp: () => new Date().toISOString(),
      postgres: await mountedPostgresSecret(),
      roles,
      log,
    },
    desired,
    stepsWith(etcdTools(desired.topology)),
  );
  serveStatus(own.statusPort, () => reconciler.status);
  log('reconciler started', { digest: desired.digest, scope: desired.topology.scope });
  await reconciler.run();
}
