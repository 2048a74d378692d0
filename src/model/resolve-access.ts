import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { HbaEntry } from './patroni-model.js';
import type { HbaRuleConfig } from '../../config/schema/access.js';
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
    entry({ type: 'local', user: loginRoles.superuser, method: 'peer' }),
    entry({ type: 'local', database: 'replication', user: loginRoles.replication }),
    ...from([LOOPBACK, data, dcs], 'replication', loginRoles.replication),
    ...from([data, dcs], 'postgres', loginRoles.rewind),
    ...from([LOOPBACK, data, dcs], 'all', loginRoles.superuser),
    ...from([data], 'postgres', loginRoles.pooler),
  ];
  const users = config.postgresql.pg_hba.map((rule) =>
    typeof rule === 'string' ? rule.trim() : entryOf(rule),
  );
  return [...ours, ...users, ...from([LOOPBACK, data, dcs], 'all', 'all')];
}

interface OwnRule {
  readonly type: HbaEntry['type'];
  readonly database?: string;
  readonly user: string;
  readonly address?: string;
  readonly method?: string;
}

function entry({ database = 'all', user, method = 'scram-sha-256', ...rest }: OwnRule): HbaEntry {
  return { ...rest, database: [database], user: [user], method, options: [] };
}

function from(addresses: readonly string[], database: string, user: string): HbaEntry[] {
  return addresses.map((address) => entry({ type: 'host', database, user, address }));
}

function entryOf(rule: HbaRuleConfig): HbaEntry {
  const { type, address, method } = rule;
  return {
    type,
    database: [rule.database].flat(),
    user: [rule.user].flat(),
    ...(address === undefined ? {} : { address }),
    method,
    options: Object.entries(rule.options)
      .map(([name, value]) => [name, String(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
