import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DriftReport } from '../src/drift/drift-report.js';
import { names } from '../src/model/names.js';
import { cli, cliMust } from './support/cli.js';
import { leader, waitWhole } from './support/cluster.js';
import { recordSeconds } from './support/figures.js';
import { execIn, hostNamed, lab, SCOPE, swarmDocker } from './support/lab-hosts.js';
import { ask } from './support/parameters.js';
import { patronictl } from './support/patronictl.js';
import { told } from './support/shell.js';

const TABLE = 'Drift';
const MINUTE_MS = 60_000;
const LOGGED = 'log_min_duration_statement';
const POOLS = names.pgbouncer(SCOPE);
const DATABASE = 'project';

interface Compared {
  readonly code: number;
  readonly report: DriftReport;
  /** `where object: what`. */
  readonly rows: readonly string[];
}

async function drift(): Promise<Compared> {
  const ran = await cli(['drift', 'lab', '--json', '--detailed-exitcode']);
  if (ran.stdout === '') throw new Error(told(ran));
  recordSeconds(TABLE, 'drift', ran.seconds);
  const report = JSON.parse(ran.stdout) as DriftReport;
  expect(report.unseen).toEqual([]);
  const rows = report.drift.map(({ where, object, what }) => `${where} ${object}: ${what}`);
  return { code: ran.code, report, rows };
}

async function inDatabase(database: string, sql: string): Promise<void> {
  const member = await leader();
  const command = ['psql', '-X', '-U', 'postgres', '-d', database, '-c', sql];
  const service = names.patroniMember(SCOPE, member);
  const { code, stderr } = await execIn(hostNamed(member), service, command);
  if (code !== 0) throw new Error(`${sql}: ${stderr}`);
}

async function aReplica(): Promise<string> {
  const leading = await leader();
  return lab.nodes.find(({ name }) => name !== leading)?.name ?? '';
}

beforeAll(() => waitWhole(90));

afterAll(async () => {
  await patronictl('edit-config', '--force', '-p', `${LOGGED}=null`);
  for (const { name } of lab.nodes) {
    await ask(name, 'alter system reset work_mem');
    await ask(name, 'select pg_reload_conf()');
  }
  await inDatabase('postgres', 'drop database if exists scratch');
  await inDatabase('postgres', 'drop role if exists visitor');
  await inDatabase(DATABASE, 'drop extension if exists hstore');
});

test('a cluster that nobody touched has no drift', { timeout: 3 * MINUTE_MS }, async () => {
  const { code, report } = await drift();
  expect(report).toMatchObject({ drift: [], notApplied: [] });
  expect(code).toBe(0);
});

test(
  'what somebody changed is told, wherever it was changed, and what becomes of it',
  { timeout: 8 * MINUTE_MS },
  async () => {
    const replica = await aReplica();
    await swarmDocker(['service', 'scale', '--detach', `${POOLS}=2`]);
    await patronictl('edit-config', '--force', '-p', `${LOGGED}=5s`);
    await ask(replica, "alter system set work_mem = '9MB'");
    await inDatabase('postgres', 'create database scratch');
    await inDatabase('postgres', 'create role visitor');
    await inDatabase(DATABASE, 'create extension hstore');
    const inside = [
      `dcs postgresql.parameters.${LOGGED}: Patroni's configuration`,
      `member ${replica}: ALTER SYSTEM SET work_mem`,
      'database scratch: the database',
      'database visitor: the role',
      `database ${DATABASE}: extension hstore`,
    ];
    const changed = await drift();
    expect(changed.rows).toEqual([`swarm ${POOLS}: mode.replicated.replicas`, ...inside]);
    expect(changed.report.drift[0]).toMatchObject({
      declared: '3',
      live: '2',
      then: 'the next apply undoes it',
    });
    expect(changed.report.notApplied).toEqual([]);
    expect(changed.code).toBe(2);
    await cliMust(['deploy', 'lab']);
    expect((await drift()).rows).toEqual(inside);
  },
);
