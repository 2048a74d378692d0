import { beforeEach, expect, test } from 'vitest';
import { names } from '../../src/model/names.js';
import { cli } from '../support/cli.js';
import { changedCluster } from '../support/cluster-copy.js';
import { waitWhole } from '../support/cluster.js';
import { record } from '../support/figures.js';
import { containersOf, dockerOn, lab, SCOPE } from '../support/lab-hosts.js';
import { everywhere } from '../support/parameters.js';
import { PooledClients } from '../support/pooled-clients.js';
import { told } from '../support/shell.js';
import { underFault } from '../support/under-fault.js';
import { sleep } from '../support/wait.js';

const TABLE = 'The reconciler killed while it carries a change out';
const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 120;
const RECONCILER = names.reconciler(SCOPE);
/** Its steps take seconds: other moments in every run, and in every change. */
const BETWEEN_KILLS_MS = [2000, 5000, 3000, 7000] as const;
const MOST_DEPLOYS = 4;

beforeEach(() => waitWhole(WHOLE_SECONDS));

/** Kills each container of the reconciler that is new, some time after its start, until asked. */
function killing(): () => Promise<number> {
  const over = new AbortController();
  let kills = 0;
  const work = (async () => {
    const old = await containers();
    for (const pause of BETWEEN_KILLS_MS) {
      let fresh: readonly Found[] = [];
      while (fresh.length === 0 && !over.signal.aborted) {
        await sleep(200);
        fresh = (await containers()).filter(({ id }) => !old.some((one) => one.id === id));
      }
      await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      for (const { host, id } of fresh) {
        old.push({ host, id });
        const { code } = await dockerOn(host, ['kill', id]);
        if (code === 0) kills += 1;
      }
    }
  })();
  return async () => {
    over.abort();
    await work;
    return kills;
  };
}

interface Found {
  readonly host: (typeof lab.nodes)[number];
  readonly id: string;
}

async function containers(): Promise<Found[]> {
  const found = lab.nodes.map(async (host) =>
    (await containersOf(host, RECONCILER)).map((id) => ({ host, id })),
  );
  return (await Promise.all(found)).flat();
}

type Change = readonly [title: string, parameters: Readonly<Record<string, string>>];

const changes: readonly Change[] = [
  ['a reload', { log_min_duration_statement: '7s' }],
  ['a raise', { max_locks_per_transaction: '96' }],
  ['one raised, another lowered', { max_locks_per_transaction: '64', max_worker_processes: '12' }],
  ['reductions', { max_locks_per_transaction: '64', max_worker_processes: '9' }],
];

test.each(changes)(
  '%s: converges, and no pool stays paused',
  async (title, parameters) => {
    const file = changedCluster('killed', (document) => {
      for (const [name, value] of Object.entries(parameters)) {
        document.setIn(['postgresql', 'parameters', name], value);
      }
    });
    const clients = await PooledClients.start(`killed reconciler: ${title}`);
    let deploys = 0;
    let kills = 0;
    const { lost, overlaps } = await underFault({
      name: `reconciler killed: ${title}`,
      harm: async () => {
        const stop = killing();
        // An update whose task dies is rolled back: the deploy fails, and the next one goes on.
        for (let code = 1; code !== 0;) {
          deploys += 1;
          const ran = await cli(['deploy', file]);
          ({ code } = ran);
          if (deploys === 1) kills = await stop();
          if (deploys === MOST_DEPLOYS) expect(code, told(ran)).toBe(0);
        }
      },
      wholeWithinSeconds: WHOLE_SECONDS,
    });
    const pooled = await clients.stop();
    record({
      table: TABLE,
      what: title,
      value: `${kills} kills, ${deploys} deploys`,
      note: `50 pooled clients: ${pooled.failures.length} errors of ${pooled.transactions}`,
    });
    expect(kills, 'kills').toBeGreaterThan(0);
    expect(lost, 'acknowledged rows lost').toEqual([]);
    expect(pooled.lost, 'rows of pooled clients lost').toBe(0);
    expect(overlaps, 'writes taken by two primaries').toEqual([]);
    for (const [name, value] of Object.entries(parameters)) {
      expect(await everywhere(name), name).toEqual(lab.nodes.map(() => value));
    }
  },
  15 * MINUTE_MS,
);
