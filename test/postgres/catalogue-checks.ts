import { readFileSync } from 'node:fs';
import type { Client } from 'pg';
import { expect } from 'vitest';
import { catalogueText, startForCatalogue } from '../../scripts/generate-catalogue.mjs';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';
import { settingsOf } from '../../src/model/catalogue/catalogue.js';
import type { PostgresMajor, Setting } from '../../src/model/catalogue/setting.js';
import { readValue } from '../../src/model/catalogue/value.js';
import type { Parameter } from '../../src/model/parameter.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { renderPostgresqlConf } from '../../src/render/postgresql-conf.js';
import { shippedConfig } from '../model/cluster-config.js';
import { agree } from './agreement.js';

/** A server with every module: the data is as it was read, and `count` random values are judged alike. */
export async function checkCatalogue(major: PostgresMajor, count: number): Promise<void> {
  const server = await startForCatalogue(major);
  try {
    const file = new URL(`../../src/model/catalogue/data/pg${major}.json`, import.meta.url);
    expect(await catalogueText(server)).toBe(readFileSync(file, 'utf8'));
    const client = await server.connect();
    const { differing, explained } = await agree(client, major, count);
    await client.end();
    const agreed = count - differing.length - explained;
    console.log(
      `PostgreSQL ${major}: agreement: ${agreed} of ${count}, ${explained} more explained`,
    );
    expect(differing).toEqual([]);
  } finally {
    await server.stop();
  }
}

/** Settings that show something else than what was set; why. */
const SHOWN_OTHERWISE: Readonly<Record<string, string>> = {
  wal_buffers: '-1 means a size that follows shared_buffers, and that size is shown',
  tcp_keepalives_idle: 'shows the 0 of a connection without TCP',
  tcp_keepalives_interval: 'shows the 0 of a connection without TCP',
  tcp_keepalives_count: 'shows the 0 of a connection without TCP',
};

/** What the npm packages of PostgreSQL lack, and what stands in for it. */
const LACKING: Readonly<Record<string, string>> = { wal_compression: 'pglz' };

/** The rendered file of a shipped cluster boots a server, which then shows what the model says. */
export async function checkBoot(name: 'lab' | 'production', major: PostgresMajor): Promise<void> {
  const config = shippedConfig(name);
  const { patroni } = resolveCluster({
    ...config,
    postgresql: { ...config.postgresql, version: major },
  });
  const parameters = patroni.parameters.map((parameter) => substitute(parameter));
  const conf = renderPostgresqlConf({ ...patroni, parameters }).text;
  const server = await startPostgres(major, { conf });
  try {
    const client = await server.connect();
    const shown = await fromFile(client);
    await client.end();
    expect([...shown.keys()].sort()).toEqual(parameters.map((parameter) => parameter.name));
    for (const { name: key, value } of parameters) {
      const setting = settingsOf(major).get(key) as Setting;
      const expected = readValue(setting, value);
      expect([key, expected]).toEqual([key, expect.objectContaining({ ok: true })]);
      if (!expected.ok || Object.hasOwn(SHOWN_OTHERWISE, key)) continue;
      expect([key, shown.get(key)]).toEqual([key, expected.canonical]);
    }
  } finally {
    await server.stop();
  }
}

/** 14 knows the setting as a switch and has no lz4 either way. */
function substitute(parameter: Parameter): Parameter {
  const value = parameter.value === 'lz4' ? LACKING[parameter.name] : undefined;
  return value === undefined ? parameter : { ...parameter, value };
}

/** What the file sets and the server shows; a line the server did not take is missing. */
async function fromFile(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; shown: string }>(
    `SELECT lower(f.name) AS name, current_setting(f.name) AS shown
       FROM pg_file_settings f WHERE f.error IS NULL`,
  );
  return new Map(rows.map(({ name, shown }) => [name, shown]));
}
