import { withSql } from '../live/sql.js';
import { rolePassword } from '../model/role-password.js';
import { fail, pass, skip, type Check } from './check.js';

/** Each database's owner logs in through PgBouncer with SCRAM, and a wrong password does not. */
export const clientConnections: Check = {
  id: 'client-connections',
  title: 'client connections through PgBouncer',
  async run({ topology, connect, roles }) {
    if (!roles) return skip('the roles secret is not mounted');
    const { service: host, port } = topology.pgbouncer;
    for (const { name: database, owner } of topology.databases) {
      const target = { host, port, database, username: owner };
      const password = rolePassword(roles, owner);
      const [row] = await withSql(connect, { ...target, password }, (session) =>
        session.query('SELECT current_user AS name, pg_is_in_recovery() AS replica'),
      );
      const at = `${host}:${port}/${database}`;
      if (row?.['name'] !== owner || row['replica'] !== false) {
        return fail({ at, got: JSON.stringify(row ?? {}), need: `${owner} on the primary` });
      }
      if (await logsIn(() => connect({ ...target, password: 'wrong' }))) {
        return fail({ at, got: 'a wrong password was accepted', need: 'SCRAM authentication' });
      }
    }
    return pass(`${topology.databases.length} database(s), each with its owner's password`);
  },
};

async function logsIn(open: () => Promise<{ close(): Promise<void> }>): Promise<boolean> {
  try {
    await (await open()).close();
    return true;
  } catch {
    return false;
  }
}
