import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { names } from '../src/model/names.js';
import { cli } from './support/cli.js';
import { changedCluster } from './support/cluster-copy.js';
import { endpoint, endpoints, leader, PORTS, waitWhole } from './support/cluster.js';
import { record, recordSeconds } from './support/figures.js';
import { gapsAfter } from './support/gaps.js';
import { containersOf, lab, projectRoot, SCOPE } from './support/lab-hosts.js';
import { ask, everywhere, ORDERED } from './support/parameters.js';
import { patronictl } from './support/patronictl.js';
import { PooledClients, type PooledRecord } from './support/pooled-clients.js';
import { predicted } from './support/predicted-deploy.js';
import { readBack } from './support/read-back.js';
import { told, type Ran } from './support/shell.js';
import { sleep, waitUntil } from './support/wait.js';
import { Writer } from './support/writer.js';

const TABLE = 'Settings of a running cluster';
const MINUTE_MS = 60_000;
/** A new leader, its standbys, and one of them synchronous. */
const WHOLE_SECONDS = 90;
/** Bars, recorded: a busy machine is slower. */
const LIVE_SECONDS = 10;
const GAP_SECONDS = 2;
/** The reconciler looks every 30 s, and every member reads its files after that. */
const DRIFT_SECONDS = 75;

const LOGGED = 'log_min_duration_statement';

type Parameters = Readonly<Record<string, string | number>>;

const { postgresql } = parse(
  readFileSync(join(projectRoot, 'config/clusters/lab.yaml'), 'utf8'),
) as { postgresql: { parameters: Parameters } };

/** What one member's PostgreSQL is: its postmaster and its container change at a restart. */
interface Running {
  readonly member: string;
  readonly container: string;
  /** Seconds since 1970. */
  readonly startedAt: number;
}

interface Observed {
  readonly deployed: Ran;
  readonly before: readonly Running[];
  readonly after: readonly Running[];
  readonly leaderBefore: string;
  readonly gapSeconds: number;
  readonly pooled: PooledRecord;
}

beforeAll(() => waitWhole(WHOLE_SECONDS));
beforeEach(() => waitWhole(WHOLE_SECONDS));

async function running(): Promise<Running[]> {
  return Promise.all(
    lab.nodes.map(async (host) => {
      const [container = ''] = await containersOf(host, names.patroniMember(SCOPE, host.name));
      const sql = 'select extract(epoch from pg_postmaster_start_time())';
      return { member: host.name, container, startedAt: Number(await ask(host.name, sql)) };
    }),
  );
}

/** The lab's file with other parameters and access rules. */
function fileWith(what: string, parameters: Parameters, rules: string[] = [], drift = ''): string {
  return changedCluster(what.replaceAll(/\W+/g, '-'), (document) => {
    document.setIn(['postgresql', 'parameters'], { ...postgresql.parameters, ...parameters });
    if (rules.length > 0) document.setIn(['postgresql', 'pg_hba'], rules);
    if (drift !== '') document.setIn(['drift'], drift);
  });
}

async function deployWith(what: string, parameters: Parameters): Promise<Ran> {
  return cli(['deploy', fileWith(what, parameters)]);
}

/** Deploys under a writer and 50 pooled clients. */
async function observe(what: string, deploy: () => Promise<Ran>): Promise<Observed> {
  const before = await running();
  const leaderBefore = await leader();
  const writer = await Writer.start(what, endpoints(PORTS.write, leaderBefore));
  const clients = await PooledClients.start(what);
  const beganAt = performance.now();
  const deployed = await deploy();
  await sleep(2000);
  const pooled = await clients.stop();
  const written = await writer.stop();
  const [longest] = gapsAfter(written, beganAt);
  const gapSeconds = longest?.seconds ?? 0;
  await waitWhole(WHOLE_SECONDS);
  recordSeconds(TABLE, `${what}: write gap`, gapSeconds, GAP_SECONDS);
  record({
    table: TABLE,
    what: `${what}: 50 pooled clients, longest wait`,
    value: `${pooled.longestSeconds.toFixed(2)} s`,
    note: `${pooled.transactions} transactions, ${pooled.failures.length} errors`,
  });
  recordSeconds(TABLE, `${what}: deploy`, deployed.seconds);
  const { lost } = await readBack(endpoint(lab.nodes[0], PORTS.write), written);
  expect(lost).toEqual([]);
  expect(pooled.lost).toBe(0);
  return { deployed, before, after: await running(), leaderBefore, gapSeconds, pooled };
}

/** Members in the order in which their PostgreSQL was restarted. */
function restarted({ before, after }: Observed): string[] {
  return after
    .filter(({ startedAt }, index) => startedAt !== before[index]?.startedAt)
    .sort((a, b) => a.startedAt - b.startedAt)
    .map(({ member }) => member);
}

const tasksOf = (list: readonly Running[]) => list.map(({ container }) => container);

test(
  'a reloadable parameter, a log setting and an access rule reach every member, nothing restarts',
  async () => {
    let firstAt = 0;
    let lastAt = 0;
    const parameters = { work_mem: '6MB', log_min_duration_statement: '2s' };
    const file = fileWith('reload', parameters, ['host all all 192.0.2.1/32 reject']);
    const { deploy } = await predicted('reload', file);
    const seen = await observe('reload', async () => {
      const deploying = deploy();
      for (let ended = false; !ended && lastAt === 0;) {
        const values = await everywhere('work_mem');
        if (firstAt === 0 && values.includes('6MB')) firstAt = performance.now();
        if (values.every((value) => value === '6MB')) lastAt = performance.now();
        ended = await Promise.race([deploying.then(() => true), sleep(300).then(() => false)]);
      }
      return deploying;
    });
    expect(seen.deployed.code, told(seen.deployed)).toBe(0);
    recordSeconds(TABLE, 'reload: first to last member', (lastAt - firstAt) / 1000, LIVE_SECONDS);
    expect(await everywhere('work_mem')).toEqual(['6MB', '6MB', '6MB']);
    expect(await everywhere('log_min_duration_statement')).toEqual(['2s', '2s', '2s']);
    const rule = `select count(*) from pg_hba_file_rules where address = '192.0.2.1'`;
    for (const { name } of lab.nodes) expect(await ask(name, rule)).toBe('1');
    expect(restarted(seen)).toEqual([]);
    expect(tasksOf(seen.after)).toEqual(tasksOf(seen.before));
    expect(seen.pooled.failures).toEqual([]);
  },
  5 * MINUTE_MS,
);

test(
  'a raised hot-standby parameter restarts the replicas, then the primary hands over',
  async () => {
    // The next scenario goes on from here.
    const file = fileWith('raise', { [ORDERED]: 80 }, [], 'correct');
    const { deploy } = await predicted('raise', file);
    const seen = await observe('raise', deploy);
    expect(seen.deployed.code, told(seen.deployed)).toBe(0);
    expect(await everywhere(ORDERED)).toEqual(['80', '80', '80']);
    // What was removed from the file since the last deploy is back at its default.
    expect(await everywhere(LOGGED)).toEqual(['-1', '-1', '-1']);
    expect(restarted(seen)).toHaveLength(3);
    expect(restarted(seen).at(-1)).toBe(seen.leaderBefore);
    expect(await leader()).not.toBe(seen.leaderBefore);
    expect(tasksOf(seen.after)).toEqual(tasksOf(seen.before));
    expect(seen.pooled.failures).toEqual([]);
  },
  6 * MINUTE_MS,
);

test('with drift: correct, what somebody else changed is taken back', async () => {
  const leading = await leader();
  const member = lab.nodes.find(({ name }) => name !== leading)?.name ?? '';
  await ask(member, "alter system set work_mem = '9MB'");
  await ask(member, 'select pg_reload_conf()');
  expect(await ask(member, 'show work_mem')).toBe('9MB');
  await patronictl('edit-config', '--force', '-p', `${LOGGED}=5s`);
  const changedAt = performance.now();
  await waitUntil('both are taken back', DRIFT_SECONDS, async () => {
    const seen = [...(await everywhere('work_mem')), ...(await everywhere(LOGGED))];
    const isBack = seen.every((value) => ['4MB', '-1'].includes(value));
    return isBack ? undefined : seen.join(' ');
  });
  recordSeconds(TABLE, 'drift taken back', (performance.now() - changedAt) / 1000);
});

test(
  'a value no server starts with is refused in the words of PostgreSQL; no member is touched',
  async () => {
    const seen = await observe('refused', () =>
      deployWith('refused', { [ORDERED]: 80, huge_pages: 'on' }),
    );
    expect(seen.deployed.code, told(seen.deployed)).toBe(5);
    expect(seen.deployed.stderr).toContain('huge_pages');
    expect(seen.deployed.stderr).toContain('nothing was changed');
    expect(await leader()).toBe(seen.leaderBefore);
    expect(restarted(seen)).toEqual([]);
    expect(await everywhere('huge_pages')).toEqual(['off', 'off', 'off']);
    expect(seen.pooled.failures).toEqual([]);
  },
  6 * MINUTE_MS,
);

test(
  'a paused cluster is not touched, and the apply says so',
  async () => {
    await patronictl('pause', '--wait');
    try {
      const failed = await deployWith('paused', { [ORDERED]: 80, work_mem: '7MB' });
      expect(failed.code, told(failed)).toBe(5);
      expect(failed.stderr).toContain('paused');
      expect(await everywhere('work_mem')).not.toContain('7MB');
    } finally {
      await patronictl('resume', '--wait');
    }
  },
  5 * MINUTE_MS,
);

test(
  'one hot-standby parameter raised beside another lowered: in two phases, no standby stuck',
  async () => {
    const parameters = { [ORDERED]: 72, max_worker_processes: 12 };
    const { deploy } = await predicted('mixed', fileWith('mixed', parameters));
    const seen = await observe('mixed', deploy);
    expect(seen.deployed.code, told(seen.deployed)).toBe(0);
    expect(await everywhere(ORDERED)).toEqual(['72', '72', '72']);
    expect(await everywhere('max_worker_processes')).toEqual(['12', '12', '12']);
    expect(restarted(seen)).toHaveLength(3);
    expect(tasksOf(seen.after)).toEqual(tasksOf(seen.before));
  },
  6 * MINUTE_MS,
);

test(
  'a parameter that left the file is reduced to its default: the primary restarts first, in place',
  async () => {
    const { deploy } = await predicted('lower', SCOPE);
    const seen = await observe('lower', deploy);
    expect(await everywhere(ORDERED)).toEqual(['64', '64', '64']);
    expect(restarted(seen)).toHaveLength(3);
    expect(restarted(seen)[0]).toBe(seen.leaderBefore);
    expect(await leader()).toBe(seen.leaderBefore);
    expect(tasksOf(seen.after)).toEqual(tasksOf(seen.before));
    expect(seen.pooled.failures).toEqual([]);
  },
  6 * MINUTE_MS,
);
