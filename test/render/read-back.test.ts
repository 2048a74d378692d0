import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ClusterInput } from '../../config/schema/cluster.js';
import { singleLine } from '../../config/schema/primitives.js';
import { parseConnectionString } from '../../src/syntax/connection-string.js';
import { parseHaproxy } from '../../src/syntax/haproxy-text.js';
import { parseIni } from '../../src/syntax/ini.js';
import { parsePostgresConf } from '../../src/syntax/postgres-conf.js';
import { problemsOf } from '../model/rules/problems-of.js';
import { renderedTexts } from './rendered.js';

/** Anything a user may write on one line: quotes, hashes, backslashes, percent signs, other scripts. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom(...Array.from(`'"\`#;%$\\{}[]()<>&*!|=:, \t~-0aZé漢😀`)),
      minLength: 1,
      maxLength: 30,
    }),
  )
  .filter((one) => singleLine.safeParse(one).success && one.trim() !== '');

const settings = fc.record({
  prefix: text,
  workMem: fc.integer({ min: 1, max: 16 }),
  query: text,
  connectQuery: text,
  wait: fc.double({ min: 4, max: 3600, noNaN: true }).map((value) => Math.round(value * 10) / 10),
  format: text,
  tag: fc.oneof(text, fc.integer(), fc.boolean()),
  heartbeat: fc.integer({ min: 50, max: 100 }),
  maxconn: fc.integer({ min: 1000, max: 2000 }),
  clientHours: fc.integer({ min: 1, max: 500 }),
  tenant: text,
  param: text,
});

type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

function clusterOf(given: Settings): Partial<ClusterInput> {
  const custom = { owner: given.tag };
  const nodes = ['a', 'b', 'c'].map((name) => ({
    name,
    memory: '32GB',
    cpus: 8,
    tags: { custom },
  }));
  return {
    nodes,
    postgresql: {
      parameters: { log_line_prefix: given.prefix, work_mem: `${given.workMem}MB` },
    },
    etcd: { 'heartbeat-interval': given.heartbeat },
    images: { patroni: `registry.example.org/patroni@sha256:${'a'.repeat(64)}` },
    patroni: {
      log: { format: given.format },
      postgresql: {
        create_replica_methods: ['own'],
        replica_methods: { own: { command: '/bin/own', params: { from: given.param } } },
      },
    },
    haproxy: { maxconn: given.maxconn, timeout: { client: `${given.clientHours}h` } },
    pgbouncer: { server_check_query: given.query, query_wait_timeout: given.wait },
    databases: [{ name: 'project', owner: 'app', pool: { connect_query: given.connectQuery } }],
    roles: [{ name: 'app', parameters: { 'app.tenant': given.tenant } }],
  };
}

/** The same values, as the readers of each format find them in the rendered files. */
function readBack(files: ReadonlyMap<string, string>): Settings {
  const file = (name: string) => files.get(name) ?? '';
  const conf = parsePostgresConf(file('reconciler/postgresql.conf'));
  const { pgbouncer = {}, databases = {} } = parseIni(file('pgbouncer/pgbouncer.ini'));
  const member = parse(file('patroni/a/patroni.yml')) as {
    log: { format: string };
    postgresql: { own: { from: string } };
    tags: { owner: Settings['tag'] };
  };
  const etcd = parse(file('etcd/a/etcd.conf')) as { 'heartbeat-interval': number };
  const { roles } = parse(file('reconciler/databases.yml')) as {
    roles: { parameters: Record<string, string> }[];
  };
  const lines = parseHaproxy(file('haproxy/haproxy.cfg'));
  /** The first is that of the defaults; a frontend may have one of its own. */
  const haproxy = (...words: string[]) =>
    lines.find((line) => words.every((word, index) => line[index] === word))?.at(-1) ?? '';
  return {
    prefix: conf['log_line_prefix'] ?? '',
    workMem: Number(conf['work_mem']?.replace('MB', '')),
    query: pgbouncer['server_check_query'] ?? '',
    connectQuery: parseConnectionString(databases['project'] ?? '')['connect_query'] ?? '',
    wait: Number(pgbouncer['query_wait_timeout']),
    format: member.log.format,
    tag: member.tags.owner,
    param: member.postgresql.own.from,
    heartbeat: etcd['heartbeat-interval'],
    maxconn: Number(haproxy('maxconn')),
    clientHours: Number(haproxy('timeout', 'client').replace('h', '')),
    tenant: roles[0]?.parameters['app.tenant'] ?? '',
  };
}

test('what a cluster file says is what the readers of every format find', () => {
  let accepted = 0;
  const runs = 40;
  fc.assert(
    fc.property(settings, (given) => {
      const changes = clusterOf(given);
      if (problemsOf(changes).length > 0) return;
      accepted++;
      // Blanks around a value cannot stand in an ini file, and mean nothing to PgBouncer.
      const { query, connectQuery } = given;
      const wanted = { ...given, query: query.trim(), connectQuery: connectQuery.trim() };
      expect(readBack(renderedTexts(changes))).toEqual(wanted);
    }),
    // fast-check prints the seed and the smallest counterexample of a run that fails.
    { numRuns: runs, seed: 4 },
  );
  expect(accepted).toBeGreaterThan(runs / 2);
});
