import type { Client } from 'pg';
import { expect, test } from 'vitest';
import { majors, startPostgres } from '../../scripts/embedded-postgres.mjs';
import { readMemberSettings } from '../../src/reconciler/member-settings.js';

const MINUTES = 3 * 60_000;
const RELOAD_MS = 300;

const RULE = 'local all all trust';
const BASE = { work_mem: '4MB', shared_buffers: '16MB', log_line_prefix: "%m 'x' " };
/** What a Patroni without other values passes on the command line. */
const FLAGS = { max_wal_senders: '10', wal_log_hints: 'on', max_connections: '50' };

type Parameters = Record<string, string>;

const config = (parameters: Parameters, pg_hba = [RULE]) => ({
  postgresql: { parameters: { max_connections: '50', ...parameters }, pg_hba },
});

const confText = (parameters: Parameters) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
    .join('\n');

/** As Patroni does: the whole file anew, then a reload. */
async function rewrite(client: Client, file: 'config_file' | 'hba_file', text: string) {
  const { rows } = await client.query<{ path: string }>(
    `SELECT current_setting('${file}') AS path`,
  );
  const lines = text.split('\n').map((line) => `(${client.escapeLiteral(line)})`);
  await client.query(`COPY (VALUES ${lines.join(', ')}) TO '${rows[0]?.path ?? ''}'`);
}

async function reload(client: Client): Promise<void> {
  // Times of files count whole seconds: a reload in the second of the change would not be told apart.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await client.query('SELECT pg_reload_conf()');
  await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
}

test.each(majors)(
  'PostgreSQL %i: what waits for a reload, for a restart, and what is wrong, are told apart',
  async (major) => {
    const server = await startPostgres(major, { conf: confText(BASE), flags: FLAGS });
    const client = await server.connect();
    // Settings are those of a session's start, so every look is a new session.
    const look = async (wanted: Parameters, pg_hba?: string[], former?: string[]) => {
      const session = await server.connect();
      const query = async (text: string, values: readonly unknown[] = []) =>
        (await session.query<Record<string, unknown>>(text, [...values])).rows;
      const close = () => session.end();
      try {
        return await readMemberSettings({ query, close }, config(wanted, pg_hba), former);
      } finally {
        await close();
      }
    };
    try {
      await rewrite(client, 'hba_file', RULE);
      await reload(client);
      const nothing = { errors: [], stale: [], pending: [], altered: [] };
      expect(await look(BASE)).toEqual(nothing);

      const wanted = { ...BASE, work_mem: '8MB' };
      expect(await look(wanted)).toEqual({ ...nothing, stale: ['work_mem'] });
      await rewrite(client, 'config_file', confText(wanted));
      await reload(client);
      expect(await look(wanted)).toEqual(nothing);
      expect((await look(wanted, ['local all all reject'])).stale).toEqual(['pg_hba']);

      const larger = { ...wanted, shared_buffers: '32MB' };
      await rewrite(client, 'config_file', confText(larger));
      await reload(client);
      const pending = [{ name: 'shared_buffers', from: '2048', to: '32MB' }];
      expect(await look(larger)).toEqual({ ...nothing, pending });
      const raised = [{ name: 'max_connections', from: '50', to: '60' }, ...pending];
      expect((await look({ ...larger, max_connections: '60' })).pending).toEqual(raised);

      const { work_mem: removed, ...fewer } = larger;
      expect(removed).toBe('8MB');
      expect((await look(fewer, undefined, ['work_mem'])).stale).toEqual(['work_mem']);

      await rewrite(client, 'config_file', confText({ ...wanted, work_mem: 'much' }));
      await rewrite(client, 'hba_file', `${RULE}\nnonsense all all trust`);
      const rules = [RULE, 'nonsense all all trust'];
      expect((await look(wanted, rules)).errors, 'not the files that shall be there').toEqual([]);
      const { errors } = await look({ ...wanted, work_mem: 'much' }, rules);
      expect(errors[0]).toContain('postgresql.conf work_mem: ');
      expect(errors[1]).toMatch(/^pg_hba\.conf line 2: .*"nonsense"/);

      await rewrite(client, 'config_file', confText(wanted));
      await client.query('ALTER SYSTEM SET jit = on');
      expect((await look(wanted)).altered).toEqual([{ name: 'jit', value: 'on' }]);
    } finally {
      await client.end();
      await server.stop();
    }
  },
  MINUTES,
);
