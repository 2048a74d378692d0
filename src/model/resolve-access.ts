import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { HbaEntry } from './patroni-model.js';
import { loginRoles } from './login-roles.js';

const LOOPBACK = '127.0.0.1/32';

/**
 * Who may connect how, in the order PostgreSQL tries it.
 *
 * Ours stand first: a rule that shadows replication or the reconciler would cut every standby at its
 * next reconnect. Clients come through HAProxy and PgBouncer, so their address is in `data` too; the
 * `dcs` subnet is there because a member's own name gives both of its addresses.
 */
export function resolveAccess(config: ClusterConfig): (HbaEntry | string)[] {
  const { data, dcs } = config.swarm.networks;
  const ours: HbaEntry[] = [
    // The last way in: it needs no password, only a shell in the container.
    { type: 'local', database: 'all', user: loginRoles.superuser, method: 'peer' },
    { type: 'local', database: 'replication', user: loginRoles.replication, method: SCRAM },
    ...from([LOOPBACK, data, dcs], 'replication', loginRoles.replication),
    ...from([data, dcs], 'postgres', loginRoles.rewind),
    ...from([LOOPBACK, data, dcs], 'all', loginRoles.superuser),
    ...from([data], 'postgres', loginRoles.pooler),
  ];
  const users = config.postgresql.pg_hba.map((line) => line.trim());
  return [
    ...ours,
    ...users.filter((line) => line !== '' && !line.startsWith('#')),
    ...from([LOOPBACK, data, dcs], 'all', 'all'),
  ];
}

const SCRAM = 'scram-sha-256';

function from(addresses: readonly string[], database: string, user: string): HbaEntry[] {
  return addresses.map((address) => ({ type: 'host', database, user, address, method: SCRAM }));
}
