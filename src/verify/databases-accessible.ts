import { withSql } from '../live/sql.js';
import { rolePassword } from '../model/role-password.js';
import { fail, pass, skip, type Check } from './check.js';

const READ_DATABASE = `
  SELECT r.rolname AS owner, has_database_privilege('public', d.oid, 'CONNECT') AS open_to_all
  FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = current_database()`;

/** Every database of the cluster file is there, is its owner's, and can be written to by it. */
export const databasesAccessible: Check = {
  id: 'databases-accessible',
  title: 'databases accessible',
  async run({ topology, connect, roles }) {
    if (!roles) return skip('the roles secret is not mounted');
    const { service: host, writePort: port } = topology.haproxy;
    for (const { name: database, owner } of topology.databases) {
      const password = rolePassword(roles, owner);
      const target = { host, port, database, username: owner, password };
      const [row] = await withSql(connect, target, async (session) => {
        await session.query('CREATE TEMPORARY TABLE patroni_swarm_verify (id int)');
        await session.query('INSERT INTO patroni_swarm_verify VALUES (1)');
        return session.query(READ_DATABASE);
      });
      if (row?.['owner'] !== owner || row['open_to_all'] !== false) {
        const need = `owned by ${owner}, closed to other roles`;
        return fail({ at: `database ${database}`, got: JSON.stringify(row ?? {}), need });
      }
    }
    const names = topology.databases.map(({ name }) => name);
    return pass(`${names.join(', ') || 'none configured'}: owner connects and writes`);
  },
};
