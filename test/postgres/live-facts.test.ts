import { expect, test } from 'vitest';
import { majors, startPostgres, type EmbeddedServer } from '../../scripts/embedded-postgres.mjs';
import { readLiveFacts, type FactTools } from '../../src/drift/read-live-facts.js';
import type { PatroniRest } from '../../src/live/patroni-rest.js';
import type { SqlConnect, SqlRow } from '../../src/live/sql.js';
import { FakeStore, member, topology } from '../reconciler/factories.js';

const MINUTES = 3 * 60_000;
const config = { postgresql: { parameters: {}, pg_hba: [] } };

function tools(server: EmbeddedServer, leads: boolean): FactTools {
  const members = [member('a', leads ? 'leader' : 'replica', 'running'), member('b')];
  const connect: SqlConnect = async ({ host }) => {
    if (host === 'patroni-b') throw new Error('no route to host');
    const client = await server.connect();
    return {
      query: async (text, values = []) => (await client.query<SqlRow>(text, [...values])).rows,
      close: () => client.end(),
    };
  };
  return {
    topology: { ...topology(['a', 'b']), databases: [{ name: 'project', owner: 'project_owner' }] },
    patroniAt: () =>
      ({
        config: () => Promise.resolve(config),
        cluster: () => Promise.resolve({ members, paused: false }),
      }) as unknown as PatroniRest,
    connect,
    store: new FakeStore(),
    postgres: {
      superuser: { username: 'postgres', password: 'p' },
      restApi: { username: 'patroni', password: 'p' },
    },
  };
}

test.each(majors)(
  'PostgreSQL %i: what exists is read, what belongs to PostgreSQL or to every cluster is left out',
  async (major) => {
    const server = await startPostgres(major);
    const client = await server.connect();
    try {
      for (const sql of [
        'CREATE ROLE replicator',
        'CREATE ROLE project_owner',
        'CREATE DATABASE project OWNER project_owner',
        'CREATE DATABASE pattern IS_TEMPLATE true',
        // The one connection there is leads to every database.
        'CREATE EXTENSION pg_trgm',
        "ALTER SYSTEM SET work_mem = '9MB'",
      ]) {
        await client.query(sql);
      }
      const facts = await readLiveFacts(tools(server, true));
      expect(facts.objects).toEqual({
        databases: [{ name: 'project', owner: 'project_owner' }],
        roles: ['project_owner'],
        // The one that this test set everything up with.
        clientConnections: 1,
        extensions: { project: [{ name: 'pg_trgm', version: expect.any(String) as string }] },
      });
      expect(facts.members[0]?.settings?.altered).toEqual([{ name: 'work_mem', value: '9MB' }]);
      expect(facts.members[1]).toEqual({ name: 'b' });
      expect(facts.unseen).toEqual(['b: no route to host']);
      const headless = await readLiveFacts(tools(server, false));
      expect(headless.objects).toBeUndefined();
      expect(headless.unseen).toEqual(['b: no route to host', 'databases and roles: nobody leads']);
    } finally {
      await client.end();
      await server.stop();
    }
  },
  MINUTES,
);

test('a cluster whose members are all silent cannot be compared', async () => {
  const silent = {
    config: () => Promise.reject(new Error('refused')),
    cluster: () => Promise.reject(new Error('refused')),
  } as unknown as PatroniRest;
  const none = { ...tools({} as EmbeddedServer, true), patroniAt: () => silent };
  await expect(readLiveFacts(none)).rejects.toMatchObject({
    kind: 'live',
    problems: [{ code: 'CLUSTER_SILENT' }],
  });
});
