import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import type { ImageLock } from '../src/model/secret-manifest.js';
import type { DeployResult } from '../src/ops/deploy.js';
import { cli, cliJson } from './support/cli.js';
import { changedCluster } from './support/cluster-copy.js';
import { endpoint, endpoints, leader, PORTS, waitWhole } from './support/cluster.js';
import { fault } from './support/faults.js';
import { recordSeconds } from './support/figures.js';
import { hostNamed, lab, SCOPE, swarmDocker } from './support/lab-hosts.js';
import { readBack } from './support/read-back.js';
import { serviceVersions } from './support/services.js';
import { told } from './support/shell.js';
import { StartedCli, terraformProcesses } from './support/started-cli.js';
import { terraform } from './support/terraform.js';
import { waitUntil } from './support/wait.js';
import { Writer } from './support/writer.js';

const RECONCILER = names.reconciler(SCOPE);
const POOLER = names.pgbouncer(SCOPE);
const TABLE = 'Deploys that do not go smoothly';
const MINUTE_MS = 60_000;
/** Synth, plan and the first resource, on a machine that is busy with the lab itself. */
const APPLY_BEGINS_SECONDS = 120;
/** Terraform's own time to end running calls after an interrupt. */
const INTERRUPT_SECONDS = 60;
/** It prints a line every 10 s, and cannot without us. */
const ORPHAN_SECONDS = 20;
/** Managers take a node that is silent for three heartbeats of 5 s for dead. */
const NODE_DOWN_SECONDS = 40;
const HOST_BOOT_SECONDS = 90;

beforeAll(() => deployed(SCOPE), 10 * MINUTE_MS);
beforeEach(() => waitWhole(60));
afterEach(() => fault.recoverAll());

/** The lab's file with a parameter that a reload carries out: only the reconciler's files change. */
const slowLogged = (seconds: number) =>
  changedCluster(`slow-logged-${seconds}`, (file) => {
    file.setIn(['postgresql', 'parameters', 'log_min_duration_statement'], `${seconds}s`);
  });

async function deployed(file: string): Promise<DeployResult> {
  return cliJson<DeployResult>(['deploy', file]);
}

/** Asks Terraform itself, in the stack as it was synthesised last. */
async function expectNothingLeft(): Promise<void> {
  const env = { TF_VAR_docker_host: `unix://${lab.nodes[0].socket}` };
  const plan = await terraform(['plan', '-detailed-exitcode', '-input=false', '-no-color'], {
    env,
  });
  expect(plan.code, told(plan)).toBe(0);
  const services = await swarmDocker(['service', 'ls', '--format', '{{.Name}}']);
  expect(services.split('\n').filter((name) => name.startsWith(names.jobPrefix(SCOPE)))).toEqual(
    [],
  );
}

/** What an apply of another parameter changes. */
interface Snapshot {
  readonly services: Readonly<Record<string, number>>;
  readonly configs: readonly string[];
}

async function snapshot(): Promise<Snapshot> {
  const listed = await swarmDocker(['config', 'ls', '--format', '{{.Name}}']);
  return { services: await serviceVersions(), configs: listed.split('\n') };
}

/** The provider waits for the new task. */
const reconcilerUpdates = async ({ services }: Snapshot) =>
  (await snapshot()).services[RECONCILER] !== services[RECONCILER];

/** The service does not use it yet. */
const configIsMade = async ({ configs }: Snapshot) =>
  (await snapshot()).configs.some((name) => !configs.includes(name));

/** The provider waits for its tasks, and Terraform does not know it yet. */
const poolerIsMade = async () => POOLER in (await snapshot()).services;

interface Interruption {
  readonly what: string;
  readonly seconds: number;
  /** Says whether the apply has come to the point to strike at. */
  readonly when: (before: Snapshot) => Promise<boolean>;
  readonly strike: (program: StartedCli) => void;
  readonly ends: number | NodeJS.Signals;
}

const interruptions: readonly Interruption[] = [
  {
    what: 'Ctrl-C',
    seconds: 5,
    when: reconcilerUpdates,
    strike: (program) => {
      program.kill('SIGINT');
    },
    ends: 130,
  },
  {
    what: 'a second Ctrl-C',
    seconds: 6,
    when: reconcilerUpdates,
    strike: (program) => {
      program.kill('SIGINT');
      setTimeout(() => {
        program.kill('SIGINT');
      }, 500);
    },
    ends: 130,
  },
  {
    what: 'kill -9 of the program',
    seconds: 7,
    when: configIsMade,
    strike: (program) => {
      program.kill('SIGKILL');
    },
    ends: 'SIGKILL',
  },
  {
    what: 'kill -9 of Terraform',
    seconds: 8,
    when: poolerIsMade,
    strike: () => {
      for (const pid of terraformProcesses()) process.kill(pid, 'SIGKILL');
    },
    ends: 5,
  },
];

test.each(interruptions)(
  '$what in the middle of an apply: the next deploy finishes it',
  async ({ what, seconds, when, strike, ends }) => {
    const file = slowLogged(seconds);
    const members = await memberVersions();
    // So that this apply makes a service, which Terraform forgets when it is killed.
    if (when === poolerIsMade) await swarmDocker(['service', 'rm', POOLER]);
    const before = await snapshot();
    const program = new StartedCli(['deploy', file]);
    await waitUntil(
      'the apply is at the point to strike at',
      APPLY_BEGINS_SECONDS,
      async () => ((await when(before)) ? undefined : program.printed.slice(-2000)),
      50,
    );
    const struckAt = performance.now();
    strike(program);
    expect(await program.end(), program.printed).toBe(ends);
    recordSeconds(TABLE, `${what}, to the program's end`, (performance.now() - struckAt) / 1000);
    expect((performance.now() - struckAt) / 1000).toBeLessThan(INTERRUPT_SECONDS);
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

async function memberVersions(): Promise<Record<string, number>> {
  const versions = Object.entries(await serviceVersions());
  return Object.fromEntries(versions.filter(([name]) => /-(etcd|patroni)-/.test(name)));
}

test(
  'a program that does not start fails the deploy with its service, its host and its last words',
  async () => {
    const lock = JSON.parse(
      readFileSync(join(lab.labDirectory, 'images.lock.json'), 'utf8'),
    ) as ImageLock;
    const broken = changedCluster('wrong-image', (file) => {
      file.setIn(['images', 'pgbouncer'], lock.images.haproxy);
    });
    const failed = await cli(['deploy', broken, '--json']);
    recordSeconds(TABLE, 'deploy of a wrong image, to its error', failed.seconds);
    expect(failed.code, told(failed)).toBe(5);
    const { problems } = JSON.parse(failed.stderr.slice(failed.stderr.indexOf('{\n'))) as {
      problems: { code: string; at: string; got: string }[];
    };
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'TASK_FAILED',
        at: POOLER,
        got: expect.stringMatching(/^on node-\d: .+\n.+/) as string,
      }),
    );

    await deployed(SCOPE);
    await expectNothingLeft();
  },
  8 * MINUTE_MS,
);

test(
  'with a dead host the others are changed, and it follows when it is back',
  async () => {
    const leading = await leader();
    const dead = lab.nodes.find(({ name }) => name !== leading)?.name ?? '';
    const file = slowLogged(9);
    const writer = await Writer.start(
      `without ${new Date().toISOString()}`,
      endpoints(PORTS.write, leading),
    );
    await fault.powerLoss(dead);
    await waitUntil('the managers know it', NODE_DOWN_SECONDS, async () => {
      const nodes = await swarmDocker(['node', 'ls', '--format', '{{.Hostname}} {{.Status}}']);
      return nodes.includes(`${dead} Down`) ? undefined : nodes;
    });

    const refused = await cli(['deploy', file]);
    expect(refused.code, told(refused)).toBe(5);
    expect(refused.stderr).toContain('NODE_NOT_READY');
    expect(refused.stderr).toContain(`--without ${dead}`);

    const partly = await cliJson<DeployResult>(['deploy', file, '--without', dead]);
    recordSeconds(TABLE, `apply without a dead host`, partly.seconds.apply);
    const carriedOut = { status: { reached: true, pendingChanges: [] } };
    expect(partly.view).toMatchObject({
      up: true,
      haproxy: { expected: 2 },
      reconciler: carriedOut,
    });

    await fault.powerOn(dead);
    await waitUntil('its host is ready', HOST_BOOT_SECONDS, async () => {
      const nodes = await swarmDocker(['node', 'ls', '--format', '{{.Hostname}} {{.Status}}']);
      return nodes.includes(`${dead} Ready`) ? undefined : nodes;
    });
    const refusedAgain = await cli(['deploy', file, '--without', dead]);
    expect(refusedAgain.stderr).toContain('NODE_IS_HEALTHY');
    const { view, seconds } = await deployed(file);
    recordSeconds(TABLE, 'apply when it is back', seconds.apply);
    expect(view).toMatchObject({ up: true, haproxy: { expected: 3 }, reconciler: carriedOut });
    await expectNothingLeft();
    await waitWhole(60);
    const rows = await writer.stop();
    expect((await readBack(endpoint(hostNamed(leading), PORTS.write), rows)).lost).toEqual([]);

    await deployed(SCOPE);
  },
  15 * MINUTE_MS,
);
