import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import type { DeployResult } from '../src/ops/deploy.js';
import { cli, cliJson } from './support/cli.js';
import { changedCluster } from './support/cluster-copy.js';
import { endpoint, endpoints, leader, PORTS, waitWhole } from './support/cluster.js';
import { fault } from './support/faults.js';
import { recordSeconds } from './support/figures.js';
import { everywhere } from './support/parameters.js';
import { hostNamed, lab, SCOPE, swarmDocker } from './support/lab-hosts.js';
import { expectNothingLeft } from './support/nothing-left.js';
import { predicted } from './support/predicted-deploy.js';
import { readBack } from './support/read-back.js';
import { serviceVersions, waitSwarmAtRest } from './support/services.js';
import { told } from './support/shell.js';
import { StartedCli, terraformProcesses } from './support/started-cli.js';
import { waitUntil } from './support/wait.js';
import { Writer } from './support/writer.js';

const RECONCILER = names.reconciler(SCOPE);
const POOLER = names.pgbouncer(SCOPE);
const TABLE = 'Deploys that do not go smoothly';
const LIMIT = 'max_connections';
const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 90;
/** Swarm watches a member's update for a minute; members before may have come one by one. */
const WATCHED_SECONDS = 180;
/** Synth, plan and the first resource, on a machine that is busy with the lab itself. */
const APPLY_BEGINS_SECONDS = 120;
/** It prints a line every 10 s, and cannot without us. */
const ORPHAN_SECONDS = 20;
/** Managers take a node that is silent for three heartbeats of 5 s for dead. */
const NODE_DOWN_SECONDS = 40;
const HOST_BOOT_SECONDS = 90;

beforeAll(() => waitSwarmAtRest(WATCHED_SECONDS), 1000 * (WATCHED_SECONDS + 10));
beforeEach(() => waitWhole(WHOLE_SECONDS));
afterEach(() => fault.recoverAll());

/** The lab's file with other parameters of PostgreSQL. */
const withParameter = (name: string, value: string | number) =>
  changedCluster(`${name}-${value}`, (file) => {
    file.setIn(['postgresql', 'parameters', name], value);
  });

async function deployed(file: string): Promise<DeployResult> {
  return cliJson<DeployResult>(['deploy', file]);
}

async function memberVersions(): Promise<Record<string, number>> {
  const versions = Object.entries(await serviceVersions());
  return Object.fromEntries(versions.filter(([name]) => /-(etcd|patroni)-/.test(name)));
}

interface Interruption {
  readonly what: string;
  readonly seconds: number;
  /** Whether the apply has come to the point to strike at; `before` are versions of services. */
  readonly reached: (
    now: Readonly<Record<string, number>>,
    before: Readonly<Record<string, number>>,
  ) => boolean;
  readonly strike: (program: StartedCli) => void;
  readonly ends: number;
}

const interruptions: readonly Interruption[] = [
  {
    what: 'Ctrl-C',
    seconds: 5,
    // The provider waits for the new task.
    reached: (now, before) => now[RECONCILER] !== before[RECONCILER],
    strike: (program) => {
      program.kill('SIGINT');
    },
    ends: 130,
  },
  {
    what: 'kill -9 of Terraform',
    seconds: 8,
    // The provider waits for its tasks, and Terraform does not know the service yet.
    reached: (now) => POOLER in now,
    strike: () => {
      for (const pid of terraformProcesses()) process.kill(pid, 'SIGKILL');
    },
    ends: 5,
  },
];

test.each(interruptions)(
  '$what in the middle of an apply: the next deploy finishes it',
  async ({ what, seconds, reached, strike, ends }) => {
    const file = withParameter('log_min_duration_statement', `${seconds}s`);
    const members = await memberVersions();
    // So that this apply makes a service, which Terraform forgets when it is killed.
    if (ends === 5) await swarmDocker(['service', 'rm', POOLER]);
    const before = await serviceVersions();
    const program = new StartedCli(['deploy', file]);
    await waitUntil(
      'the apply is at the point to strike at',
      APPLY_BEGINS_SECONDS,
      async () =>
        reached(await serviceVersions(), before) ? undefined : program.printed.slice(-2000),
      50,
    );
    const struckAt = performance.now();
    strike(program);
    expect(await program.end(), program.printed).toBe(ends);
    recordSeconds(TABLE, `${what}, to the program's end`, (performance.now() - struckAt) / 1000);
    await waitUntil('Terraform and its providers have ended', ORPHAN_SECONDS, () => {
      const left = terraformProcesses();
      return Promise.resolve(left.length > 0 ? `processes ${left.join(', ')}` : undefined);
    });

    const after = await deployed(file);
    recordSeconds(TABLE, '  the apply after it', after.seconds.apply);
    await expectNothingLeft();
    expect(await memberVersions(), 'versions of the members').toEqual(members);
  },
  8 * MINUTE_MS,
);

test(
  'with a dead host the others are changed and restarted, and it follows when it is back',
  async () => {
    const leading = await leader();
    const dead = lab.nodes.find(({ name }) => name !== leading)?.name ?? '';
    const hosts = lab.nodes.filter(({ name }) => name !== dead);
    const alive = hosts.map(({ name }) => name);
    const file = withParameter(LIMIT, 104);
    const writer = await Writer.start('without a dead host', endpoints(PORTS.write, leading));
    await fault.powerLoss(dead);
    // Where it led the managers, the next leader first knows of no node, and of a silent one for long.
    await waitUntil('the managers know it', NODE_DOWN_SECONDS, async () => {
      const nodes = await swarmDocker(['node', 'ls', '--format', '{{.Hostname}} {{.Status}}']);
      const ready = lab.nodes
        .map(({ name }) => name)
        .filter((name) => nodes.includes(`${name} Ready`));
      return ready.join() === alive.join() ? undefined : nodes;
    });

    const refused = await cli(['deploy', file]);
    expect(refused.code, told(refused)).toBe(5);
    expect(refused.stderr).toContain('NODE_NOT_READY');
    expect(refused.stderr).toContain(`--without ${dead}`);

    const title = 'a raise without a dead host';
    const { deploy } = await predicted(title, file, { hosts, without: dead });
    const partly = JSON.parse((await deploy('--json')).stdout) as DeployResult;
    recordSeconds(TABLE, 'apply without a dead host', partly.seconds.apply);
    const carriedOut = { status: { reached: true, pendingChanges: [] } };
    expect(partly.view).toMatchObject({
      up: true,
      haproxy: { expected: 2 },
      reconciler: carriedOut,
    });
    expect(await everywhere(LIMIT, alive)).toEqual(['104', '104']);

    await fault.powerOn(dead);
    await waitUntil('its host is ready', HOST_BOOT_SECONDS, async () => {
      const nodes = await swarmDocker(['node', 'ls', '--format', '{{.Hostname}} {{.Status}}']);
      return nodes.includes(`${dead} Ready`) ? undefined : nodes;
    });
    await waitUntil('its member has followed', WHOLE_SECONDS, async () => {
      const [value] = await everywhere(LIMIT, [dead]).catch((error: unknown) => [String(error)]);
      return value === '104' ? undefined : value;
    });
    const { view, seconds } = await deployed(SCOPE);
    recordSeconds(TABLE, 'apply of all when it is back', seconds.apply);
    expect(view).toMatchObject({ up: true, haproxy: { expected: 3 }, reconciler: carriedOut });
    expect(await everywhere(LIMIT)).toEqual(['100', '100', '100']);
    await expectNothingLeft();
    await waitWhole(WHOLE_SECONDS);
    const rows = await writer.stop();
    expect((await readBack(endpoint(hostNamed(leading), PORTS.write), rows)).lost).toEqual([]);
  },
  15 * MINUTE_MS,
);
