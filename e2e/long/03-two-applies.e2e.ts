import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Document } from 'yaml';
import type { LabNode } from '../../lab/context.js';
import { names } from '../../src/model/names.js';
import { cliMust } from '../support/cli.js';
import { changedCluster } from '../support/cluster-copy.js';
import { waitWhole } from '../support/cluster.js';
import { record, recordSeconds } from '../support/figures.js';
import { containersOf, dockerOn, lab, SCOPE, swarmDocker } from '../support/lab-hosts.js';
import { everywhere } from '../support/parameters.js';
import { shareOf, waitForShare } from '../support/pool-sizes.js';
import { predicted } from '../support/predicted-deploy.js';
import { PooledClients, type PooledRecord } from '../support/pooled-clients.js';
import { told, type Ran } from '../support/shell.js';
import { terraform, terraformInit } from '../support/terraform.js';
import { underFault } from '../support/under-fault.js';
import { waitUntil } from '../support/wait.js';

const TABLE = 'Where PostgreSQL must change before what is around it';
const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 120;
/** The reconciler looks every 30 s, tries the settings, and restarts three members one by one. */
const REACHED_SECONDS = 180;
/** PostgreSQL's words for more clients than `max_connections`. */
const TOO_MANY = /too many clients|connection slots/;
const MEMBER = names.patroniMember(SCOPE, lab.nodes[0].name);

let fullBytes: number;

beforeAll(async () => {
  fullBytes = await limitOf(MEMBER);
});
beforeEach(() => waitWhole(WHOLE_SECONDS));

/** Their pools follow. */
const fewer = changedCluster('fewer-connections', fewerConnections);
const narrow = changedCluster('narrow-pools', (document) => {
  fewerConnections(document);
  poolsOf(document, 8);
});
const wide = changedCluster('wide-pools', (document) => {
  poolsOf(document, 13);
});
const smaller = changedCluster('less-memory', (document) => {
  fewerConnections(document);
  for (const index of lab.nodes.keys()) document.setIn(['nodes', index, 'memory'], '2700MB');
  const approval = { code: 'MEMORY_LOWERED', object: 'patroni', until: '2099-12-31' };
  document.setIn(['approve'], [approval]);
});

function fewerConnections(document: Document): void {
  document.setIn(['postgresql', 'parameters', 'max_connections'], 70);
}

/** As good as all that one PgBouncer may take. */
function poolsOf(document: Document, size: number): void {
  for (const index of [0, 1]) document.setIn(['databases', index, 'pool_size'], size);
}

async function limitOf(service: string): Promise<number> {
  const format = '{{.Spec.TaskTemplate.Resources.Limits.MemoryBytes}}';
  return Number(await swarmDocker(['service', 'inspect', '--format', format, service]));
}

/** Applies under the writer and 50 pooled clients, none of whom may be told that there are too many. */
async function applied(title: string, apply: () => Promise<Ran>): Promise<Ran> {
  const clients = await PooledClients.start(title);
  let ran: Ran | undefined;
  let pooled: PooledRecord | undefined;
  const { lost, overlaps } = await underFault({
    name: title,
    harm: async () => {
      ran = await apply();
      recordSeconds(TABLE, title, ran.seconds);
    },
    wholeWithinSeconds: WHOLE_SECONDS,
  }).finally(async () => {
    pooled = await clients.stop();
  });
  const tooMany = pooled?.failures.filter(({ message }) => TOO_MANY.test(message));
  record({
    table: TABLE,
    what: `${title}: pooled clients`,
    value: `${pooled?.failures.length ?? '?'} errors`,
    note: `too many clients ${tooMany?.length ?? '?'}, lost ${pooled?.lost ?? '?'}`,
  });
  expect({ lost, overlaps, tooMany, lostByPools: pooled?.lost }).toEqual({
    lost: [],
    overlaps: [],
    tooMany: [],
    lostByPools: 0,
  });
  if (!ran) throw new Error('nothing was applied');
  return ran;
}

/** Compares what happens with the plan, too. */
async function deployed(title: string, file: string): Promise<Ran> {
  const { deploy } = await predicted(title, file);
  return applied(title, deploy);
}

/** @param service - to apply alone, with the configs it mounts. @default everything */
async function plainApply(file: string, service?: string): Promise<Ran> {
  await cliMust(['synth', file]);
  await terraformInit();
  const target = service === undefined ? [] : [`-target=docker_service.${service}`];
  return terraform(['apply', '-auto-approve', '-input=false', '-no-color', ...target]);
}

async function reached(connections: number): Promise<void> {
  await waitUntil(`max_connections is ${connections}`, REACHED_SECONDS, async () => {
    const values = await everywhere('max_connections');
    return values.every((value) => value === String(connections)) ? undefined : values.join(', ');
  });
  await waitForShare(shareOf(connections), lab.nodes);
}

async function appliedPlainly(title: string, file: string, connections: number): Promise<void> {
  const ran = await applied(title, async () => {
    const outcome = await plainApply(file);
    await reached(connections);
    return outcome;
  });
  expect(ran.code, told(ran)).toBe(0);
}

/** A PgBouncer that started before PostgreSQL had more connections began with less, and then grew. */
async function expectGrown(): Promise<void> {
  const logs = await Promise.all(lab.nodes.map(poolerLog));
  const grown = logs.filter((text) => text.includes('"pools fitted"')).length;
  expect(grown, 'PgBouncers that grew').toBeGreaterThan(0);
  record({ table: TABLE, what: 'PgBouncers that grew without a restart', value: `${grown}` });
}

/** Container of each host's PgBouncer. */
async function poolers(): Promise<string[]> {
  const found = await Promise.all(
    lab.nodes.map((host) => containersOf(host, names.pgbouncer(SCOPE))),
  );
  return found.flat();
}

/** Of the PgBouncer that runs there. */
async function poolerLog(host: LabNode): Promise<string> {
  const [id = ''] = await containersOf(host, names.pgbouncer(SCOPE));
  return (await dockerOn(host, ['logs', id])).stderr;
}

test(
  'Terraform alone: a limit that comes before the settings is refused by its member, which names both steps',
  async () => {
    let refused: Ran | undefined;
    const settings = await applied('a smaller limit before the settings', async () => {
      refused = await plainApply(smaller, MEMBER);
      const ran = await plainApply(smaller, names.reconciler(SCOPE));
      await reached(70);
      return ran;
    });
    expect(refused?.code, told(refused ?? settings)).toBe(1);
    const log = await swarmDocker(['service', 'logs', '--raw', '--tail', '2000', MEMBER]);
    expect(log).toContain('MEMORY_BEFORE_SETTINGS');
    expect(log).toContain('apply the settings first');
    expect(settings.code, told(settings)).toBe(0);
    const rest = await applied('then the limits', () => plainApply(smaller));
    expect(rest.code, told(rest)).toBe(0);
    expect(await limitOf(MEMBER)).toBeLessThan(fullBytes);
  },
  20 * MINUTE_MS,
);

test(
  'deploy: the settings first, then the smaller limits',
  async () => {
    await deployed('as it was', SCOPE);
    expect(await limitOf(MEMBER)).toBe(fullBytes);
    await reached(100);
    const ran = await deployed('smaller limits by deploy', smaller);
    expect(ran.stderr + ran.stdout).toContain('in two applies: PostgreSQL takes less memory');
    expect(await limitOf(MEMBER)).toBeLessThan(fullBytes);
    await reached(70);
  },
  20 * MINUTE_MS,
);

test(
  'Terraform alone: pools without a size follow max_connections both ways, and no PgBouncer restarts',
  async () => {
    await deployed('as it was, fewer connections', fewer);
    const before = await poolers();
    await appliedPlainly('more connections by Terraform alone', SCOPE, 100);
    await appliedPlainly('fewer connections by Terraform alone', fewer, 70);
    expect(await poolers()).toEqual(before);
  },
  20 * MINUTE_MS,
);

test(
  'deploy: more connections before larger pools, smaller pools before fewer connections',
  async () => {
    const up = await deployed('larger pools by deploy', wide);
    expect(up.stderr + up.stdout).toContain('max_connections is raised from 70 to 100 before');
    await reached(100);
    const down = await deployed('smaller pools by deploy', narrow);
    expect(down.stderr + down.stdout).toContain('before max_connections is lowered from 100 to 70');
    await reached(70);
  },
  15 * MINUTE_MS,
);

test(
  'Terraform alone: larger pools wait for more connections, and fewer connections for smaller pools',
  async () => {
    await appliedPlainly('larger pools by Terraform alone', wide, 100);
    await expectGrown();
    await appliedPlainly('smaller pools by Terraform alone', narrow, 70);
    await deployed('as it was at last', SCOPE);
  },
  20 * MINUTE_MS,
);
