import { expect, test } from 'vitest';
import { majors, startPostgres } from '../../scripts/embedded-postgres.mjs';
import { primaryLimits } from '../../src/live/primary-limits.js';

const WITHIN_MS = 5000;

test.each(majors)(
  'PostgreSQL %i: a login without rights reads what connections there are and are reserved',
  async (major) => {
    const flags = {
      max_connections: '40',
      superuser_reserved_connections: '4',
      ...(major >= 16 && { reserved_connections: '2' }),
    };
    const server = await startPostgres(major, { flags });
    const client = await server.connect();
    try {
      await client.query('CREATE ROLE pgbouncer_auth LOGIN');
      const login = { port: 5432, database: 'postgres', username: 'pgbouncer_auth', password: '' };
      expect(await primaryLimits(login)(client.host, WITHIN_MS)).toEqual({
        maxConnections: 40,
        superuserReserved: 4,
        reserved: major >= 16 ? 2 : 0,
      });
    } finally {
      await client.end();
      await server.stop();
    }
  },
  3 * 60_000,
);
