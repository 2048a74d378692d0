import { beforeAll, beforeEach, expect, test } from 'vitest';
import {
  fileWith,
  observe,
  restarted,
  SETTINGS_TABLE,
  tasksOf,
} from './support/changed-settings.js';
import { leader, waitWhole } from './support/cluster.js';
import { recordSeconds } from './support/figures.js';
import { lab, SCOPE } from './support/lab-hosts.js';
import { ask, everywhere, ORDERED } from './support/parameters.js';
import { patronictl } from './support/patronictl.js';
import { waitForPools } from './support/pool-sizes.js';
import { predicted } from './support/predicted-deploy.js';
import { told } from './support/shell.js';
import { sleep, waitUntil } from './support/wait.js';

const MINUTE_MS = 60_000;
/** A new leader, its standbys, and one of them synchronous. */
const WHOLE_SECONDS = 90;
/** A bar, recorded: a busy machine is slower. */
const LIVE_SECONDS = 10;
/** The reconciler looks every 30 s, and every member reads its files after that. */
const DRIFT_SECONDS = 75;

const LOGGED = 'log_min_duration_statement';
const LIMIT = 'max_connections';
/** Its pools have no size in the file: they follow. */
const POOLED = 'project';

beforeAll(() => waitWhole(WHOLE_SECONDS));
beforeEach(() => waitWhole(WHOLE_SECONDS));

test(
  'a reloadable parameter, a log setting and an access rule reach every member, nothing restarts',
  async () => {
    let firstAt = 0;
    let lastAt = 0;
    const parameters = { work_mem: '6MB', log_min_duration_statement: '2s' };
    // The others would shut out the reconciler and standbys: our own rules stand before them.
    const rules = [
      'host all all 192.0.2.1/32 reject',
      'host all postgres all reject',
      'host replication all all reject',
    ];
    const file = fileWith('reload', parameters, rules);
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
    recordSeconds(
      SETTINGS_TABLE,
      'reload: first to last member',
      (lastAt - firstAt) / 1000,
      LIVE_SECONDS,
    );
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
  'more max_connections: the replicas restart, then the primary hands over, and the pools follow',
  async () => {
    await waitForPools(POOLED, 13);
    // The next scenario goes on from here.
    const file = fileWith('raise', { [LIMIT]: 104 }, [], 'correct');
    const { deploy } = await predicted('raise', file);
    const seen = await observe('raise', deploy);
    expect(seen.deployed.code, told(seen.deployed)).toBe(0);
    expect(await everywhere(LIMIT)).toEqual(['104', '104', '104']);
    // What was removed from the file since the last deploy is back at its default.
    expect(await everywhere(LOGGED)).toEqual(['-1', '-1', '-1']);
    expect(restarted(seen)).toHaveLength(3);
    expect(restarted(seen).at(-1)).toBe(seen.leaderBefore);
    expect(await leader()).not.toBe(seen.leaderBefore);
    expect(tasksOf(seen.after)).toEqual(tasksOf(seen.before));
    expect(seen.pooled.failures).toEqual([]);
    // (104 - 3 - 10) / 3 PgBouncers - 2 for lookups, for two databases.
    await waitForPools(POOLED, 14);
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
  recordSeconds(SETTINGS_TABLE, 'drift taken back', (performance.now() - changedAt) / 1000);
});

test(
  'one hot-standby parameter raised beside another lowered: in two phases, no standby stuck',
  async () => {
    const parameters = { [ORDERED]: 72, [LIMIT]: 103 };
    const { deploy } = await predicted('mixed', fileWith('mixed', parameters));
    const seen = await observe('mixed', deploy);
    expect(seen.deployed.code, told(seen.deployed)).toBe(0);
    expect(await everywhere(ORDERED)).toEqual(['72', '72', '72']);
    expect(await everywhere(LIMIT)).toEqual(['103', '103', '103']);
    expect(restarted(seen)).toHaveLength(3);
    expect(tasksOf(seen.after)).toEqual(tasksOf(seen.before));
  },
  6 * MINUTE_MS,
);

test(
  'fewer max_connections, and a parameter back at its default: the primary restarts first, in place',
  async () => {
    const { deploy } = await predicted('lower', SCOPE);
    const seen = await observe('lower', deploy);
    expect(await everywhere(ORDERED)).toEqual(['64', '64', '64']);
    expect(await everywhere(LIMIT)).toEqual(['100', '100', '100']);
    expect(restarted(seen)).toHaveLength(3);
    expect(restarted(seen)[0]).toBe(seen.leaderBefore);
    expect(await leader()).toBe(seen.leaderBefore);
    expect(tasksOf(seen.after)).toEqual(tasksOf(seen.before));
    expect(seen.pooled.failures).toEqual([]);
    await waitForPools(POOLED, 13);
  },
  6 * MINUTE_MS,
);
