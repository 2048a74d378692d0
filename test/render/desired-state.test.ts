import { expect, test } from 'vitest';
import { desiredDatabasesSchema, topologySchema } from '../../src/model/desired-state.js';
import { parseHba } from '../../src/syntax/pg-hba.js';
import { parsePostgresConf } from '../../src/syntax/postgres-conf.js';
import { renderedText, renderedTexts, renderedYaml } from './rendered.js';

interface Dcs {
  readonly postgresql: Readonly<Record<string, unknown>>;
}

test('the first content of the DCS is the desired state, so a new cluster has nothing to change', () => {
  const overrides = {
    postgresql: { parameters: { log_line_prefix: "it's %m " }, pg_hba: ['local all all peer'] },
  };
  const { bootstrap } = renderedYaml('patroni/bootstrap.yml', overrides) as {
    bootstrap: { dcs: Dcs };
  };
  const { postgresql, ...dynamic } = bootstrap.dcs;
  const { parameters, pg_hba, ...settings } = postgresql;
  const desired = (file: string) => renderedText(`reconciler/${file}`, overrides);
  expect(parsePostgresConf(desired('postgresql.conf'))).toEqual(parameters);
  expect(parseHba(desired('pg_hba.conf'))).toEqual(pg_hba);
  expect(renderedYaml('reconciler/patroni-dynamic.yml', overrides)).toEqual({
    ...dynamic,
    postgresql: settings,
  });
});

test('every parameter says where its value came from, by key path and never by line', () => {
  const parameters = { work_mem: '32MB' };
  const lines = renderedText('reconciler/postgresql.conf', { postgresql: { parameters } })
    .trim()
    .split('\n')
    .slice(1);
  expect(lines.filter((line) => !/# (tuned|set|mandatory): \S/.test(line))).toEqual([]);
  expect(lines.find((line) => line.startsWith('work_mem'))).toMatch(
    /^work_mem = 32MB +# set: postgresql\.parameters\.work_mem$/,
  );
});

test('topology and databases have the shape the reconciler reads', () => {
  expect(topologySchema.parse(renderedYaml('reconciler/topology.yml'))).toMatchObject({
    scope: 'orders',
    patroni: { members: [{ node: 'a', service: 'orders-patroni-a' }, {}, {}] },
  });
  const databases = [
    { name: 'b', owner: 'o', extensions: ['vector', 'hstore'] },
    { name: 'a', owner: 'o' },
  ];
  expect(
    desiredDatabasesSchema.parse(renderedYaml('reconciler/databases.yml', { databases })),
  ).toEqual({
    format: 1,
    databases: [
      { name: 'a', owner: 'o', extensions: [] },
      { name: 'b', owner: 'o', extensions: ['hstore', 'vector'] },
    ],
  });
});

test('every file ends with one newline and has no carriage return or trailing blank', () => {
  for (const text of renderedTexts().values()) {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/\r|[ \t]$/m);
  }
});
