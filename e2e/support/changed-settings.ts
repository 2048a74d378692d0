import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { names } from '../../src/model/names.js';
import { changedCluster } from './cluster-copy.js';
import { endpoint, endpoints, leader, PORTS, waitWhole } from './cluster.js';
import { record, recordSeconds } from './figures.js';
import { gapsAfter } from './gaps.js';
import { containersOf, lab, projectRoot, SCOPE } from './lab-hosts.js';
import { ask } from './parameters.js';
import { PooledClients, type PooledRecord } from './pooled-clients.js';
import { readBack } from './read-back.js';
import type { Ran } from './shell.js';
import { sleep } from './wait.js';
import { Writer } from './writer.js';

export const SETTINGS_TABLE = 'Settings of a running cluster';
/** A new leader, its standbys, and one of them synchronous. */
const WHOLE_SECONDS = 90;
/** A bar, recorded: a busy machine is slower. */
const GAP_SECONDS = 2;

export type ParameterValues = Readonly<Record<string, string | number>>;

const { postgresql } = parse(
  readFileSync(join(projectRoot, 'config/clusters/lab.yaml'), 'utf8'),
) as { postgresql: { parameters: ParameterValues } };

/** What one member's PostgreSQL is: its postmaster and its container change at a restart. */
interface Running {
  readonly member: string;
  readonly container: string;
  /** Seconds since 1970. */
  readonly startedAt: number;
}

export interface Observed {
  readonly deployed: Ran;
  readonly before: readonly Running[];
  readonly after: readonly Running[];
  readonly leaderBefore: string;
  readonly gapSeconds: number;
  readonly pooled: PooledRecord;
}

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
export function fileWith(
  what: string,
  parameters: ParameterValues,
  rules: string[] = [],
  drift = '',
): string {
  return changedCluster(what.replaceAll(/\W+/g, '-'), (document) => {
    document.setIn(['postgresql', 'parameters'], { ...postgresql.parameters, ...parameters });
    if (rules.length > 0) document.setIn(['postgresql', 'pg_hba'], rules);
    if (drift !== '') document.setIn(['drift'], drift);
  });
}

/** Deploys under a writer and 50 pooled clients. */
export async function observe(what: string, deploy: () => Promise<Ran>): Promise<Observed> {
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
  recordSeconds(SETTINGS_TABLE, `${what}: write gap`, gapSeconds, GAP_SECONDS);
  record({
    table: SETTINGS_TABLE,
    what: `${what}: 50 pooled clients, longest wait`,
    value: `${pooled.longestSeconds.toFixed(2)} s`,
    note: `${pooled.transactions} transactions, ${pooled.failures.length} errors`,
  });
  recordSeconds(SETTINGS_TABLE, `${what}: deploy`, deployed.seconds);
  const { lost } = await readBack(endpoint(lab.nodes[0], PORTS.write), written);
  expect(lost).toEqual([]);
  expect(pooled.lost).toBe(0);
  return { deployed, before, after: await running(), leaderBefore, gapSeconds, pooled };
}

/** Members in the order in which their PostgreSQL was restarted. */
export function restarted({ before, after }: Observed): string[] {
  return after
    .filter(({ startedAt }, index) => startedAt !== before[index]?.startedAt)
    .sort((a, b) => a.startedAt - b.startedAt)
    .map(({ member }) => member);
}

/** Container of each member. */
export const tasksOf = (list: readonly Running[]) => list.map(({ container }) => container);
