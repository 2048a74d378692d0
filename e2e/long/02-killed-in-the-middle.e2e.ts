import { beforeEach, expect, test } from 'vitest';
import { names } from '../../src/model/names.js';
import { paths } from '../../src/model/paths.js';
import { cli } from '../support/cli.js';
import { changedCluster } from '../support/cluster-copy.js';
import { waitWhole } from '../support/cluster.js';
import { record } from '../support/figures.js';
import { type Killer, killPoolers, killReconciler, type Kills } from '../support/killing.js';
import { execIn, lab, SCOPE } from '../support/lab-hosts.js';
import { expectNothingLeft } from '../support/nothing-left.js';
import { everywhere } from '../support/parameters.js';
import { pausedForMs } from '../support/pool-pauses.js';
import { shareOf, waitForShare } from '../support/pool-sizes.js';
import { PooledClients } from '../support/pooled-clients.js';
import { told } from '../support/shell.js';
import { underFault } from '../support/under-fault.js';

const TABLE = 'Killed in the middle of a change';
const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 120;
const MOST_DEPLOYS = 4;

beforeEach(() => waitWhole(WHOLE_SECONDS));

interface Change {
  readonly title: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly pgbouncer?: Readonly<Record<string, number>>;
  /** Pools are paused for it: the primary hands over, or restarts. */
  readonly pauses?: boolean;
}

/** Each goes on from the one before; the last of them leaves what the lab's file says. */
const changes: readonly Change[] = [
  { title: 'a reload', parameters: { log_min_duration_statement: '7s' } },
  { title: 'a raise', parameters: { max_connections: '104' }, pauses: true },
  {
    title: 'one raised, another lowered',
    parameters: { max_connections: '103', max_locks_per_transaction: '72' },
    pauses: true,
  },
  {
    title: 'a reduction',
    parameters: { max_connections: '100', max_locks_per_transaction: '64' },
    pauses: true,
  },
];
const pooler: Change = { title: 'its own update', pgbouncer: { server_idle_timeout: 300 } };

const cases: readonly (Change & { readonly victim: string; readonly killer: Killer })[] = [
  ...changes.map((change) => ({ ...change, victim: 'reconciler', killer: killReconciler })),
  ...[...changes, pooler].map((change) => ({
    ...change,
    victim: 'PgBouncers',
    killer: killPoolers,
  })),
];

async function poolerFiles(): Promise<string[]> {
  const read = lab.nodes.map((host) =>
    execIn(host, names.pgbouncer(SCOPE), ['cat', paths.pgbouncerIni]),
  );
  return (await Promise.all(read)).map(({ stdout }) => stdout);
}

test.each(cases)(
  '$victim killed, $title: converges, and no pool stays paused',
  async ({ victim, killer, title, parameters = {}, pgbouncer = {}, pauses = false }) => {
    const file = changedCluster('killed', (document) => {
      for (const [name, value] of Object.entries(parameters)) {
        document.setIn(['postgresql', 'parameters', name], value);
      }
      for (const [key, value] of Object.entries(pgbouncer))
        document.setIn(['pgbouncer', key], value);
    });
    const name = `${victim} killed: ${title}`;
    const clients = await PooledClients.start(name);
    let deploys = 0;
    let seconds = 0;
    let kills: Kills = { all: 0, whilePaused: 0 };
    const fault = underFault({
      name,
      harm: async () => {
        const stop = killer();
        // An update whose task dies is rolled back: the deploy fails, and the next one goes on.
        for (let code = 1; code !== 0;) {
          deploys += 1;
          const ran = await cli(['deploy', file]);
          ({ code } = ran);
          seconds += ran.seconds;
          if (deploys === 1) kills = await stop();
          if (deploys === MOST_DEPLOYS) expect(code, told(ran)).toBe(0);
        }
      },
      wholeWithinSeconds: WHOLE_SECONDS,
    });
    // Whatever happened: they would go on beside the next change.
    const pooled = await fault.catch(() => undefined).then(() => clients.stop());
    const { lost, overlaps } = await fault;
    record({
      table: TABLE,
      what: name,
      value: `${kills.all} kills, ${deploys} deploys`,
      note: [
        `${kills.whilePaused} while paused`,
        `${seconds.toFixed(0)} s`,
        `50 pooled clients: ${pooled.failures.length} errors of ${pooled.transactions}`,
        `longest wait ${pooled.longestSeconds.toFixed(1)} s`,
      ].join(', '),
    });
    expect(kills.all, 'kills').toBeGreaterThan(0);
    if (pauses && killer === killPoolers) expect(kills.whilePaused, 'while paused').toBe(1);
    expect(lost, 'acknowledged rows lost').toEqual([]);
    expect(pooled.lost, 'rows of pooled clients lost').toBe(0);
    expect(overlaps, 'writes taken by two primaries').toEqual([]);
    for (const [parameter, value] of Object.entries(parameters)) {
      expect(await everywhere(parameter), parameter).toEqual(lab.nodes.map(() => value));
    }
    await waitForShare(shareOf(Number(parameters['max_connections'] ?? 100)), lab.nodes);
    for (const [key, value] of Object.entries(pgbouncer)) {
      for (const text of await poolerFiles()) expect(text).toContain(`\n${key} = ${value}\n`);
    }
    for (const host of lab.nodes) expect(await pausedForMs(host), host.name).toBeUndefined();
    await expectNothingLeft();
  },
  15 * MINUTE_MS,
);
