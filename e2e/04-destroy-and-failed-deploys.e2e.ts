import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import type { DeployResult } from '../src/ops/deploy.js';
import type { PlanReport } from '../src/plan/plan-report.js';
import { cli, cliJson, cliMust } from './support/cli.js';
import { changedCluster } from './support/cluster-copy.js';
import { endpoint, endpoints, PORTS, waitWhole } from './support/cluster.js';
import { recordSeconds } from './support/figures.js';
import { dockerOn, lab, resultDirectory, SCOPE, swarmDocker } from './support/lab-hosts.js';
import { fates, objectIds } from './support/objects.js';
import { readBack } from './support/read-back.js';
import { told } from './support/shell.js';
import { stackDirectory, terraform, terraformInit } from './support/terraform.js';
import { waitUntil } from './support/wait.js';
import { Writer, type WriterRecord } from './support/writer.js';

const TABLE = 'Commands';
const MINUTE_MS = 60_000;
const APPLY_BAR_SECONDS = 75;

beforeAll(() => waitWhole(60));

/** Rows acknowledged before whatever a scenario does. */
async function someRows(run: string): Promise<WriterRecord> {
  const writer = await Writer.start(`${run} ${new Date().toISOString()}`, endpoints(PORTS.write));
  await waitUntil('the writer wrote', 10, () =>
    Promise.resolve(writer.lastAcknowledgedAt > 0 ? undefined : 'nothing'),
  );
  return writer.stop();
}

async function expectRows(rows: WriterRecord): Promise<void> {
  expect(rows.acknowledged.length).toBeGreaterThan(0);
  const { lost } = await readBack(endpoint(lab.nodes[0], PORTS.write), rows);
  expect(lost).toEqual([]);
}

async function volumes(): Promise<string[]> {
  const listed = await Promise.all(
    lab.nodes.map((host) => dockerOn(host, ['volume', 'ls', '-q', '--filter', `name=${SCOPE}-`])),
  );
  return listed.flatMap(({ stdout }) => stdout.split('\n').filter((name) => name !== '')).sort();
}

/** What `plan` says of it; nobody approves it there, since `destroy` asks for itself. */
async function planOfDestroy(): Promise<PlanReport> {
  const saved = join(resultDirectory, 'destroy.tfplan');
  await terraformInit();
  const args = ['plan', '-destroy', '-input=false', '-no-color', `-out=${saved}`];
  const planned = await terraform(args);
  expect(planned.code, told(planned)).toBe(0);
  const explained = await cli(['plan', SCOPE, '--plan-file', saved, '--json']);
  expect(explained.code, told(explained)).toBe(3);
  return JSON.parse(explained.stdout) as PlanReport;
}

test(
  'destroy leaves the volumes, and a deploy after it finds the data',
  async () => {
    const rows = await someRows('destroy');
    const before = await volumes();
    expect(before).toHaveLength(6);

    const predicted = await planOfDestroy();
    const objects = await objectIds();
    const destroyed = await cliMust(['destroy', SCOPE, '--yes']);
    recordSeconds(TABLE, 'destroy', destroyed.seconds);
    expect(predicted).toMatchObject({
      severity: 'replace',
      findings: [{ code: 'CLUSTER_DESTROYED', members: lab.nodes.map(({ name }) => name) }],
    });
    const became = fates(objects, await objectIds());
    const services = predicted.services.map(({ name }) => name);
    expect(services.map((name) => became[name])).toEqual(services.map(() => 'gone'));
    expect(await swarmDocker(['service', 'ls', '-q', '--filter', `name=${SCOPE}-`])).toBe('');
    expect(await volumes()).toEqual(before);
    for (const volume of new Set(before)) expect(destroyed.stdout).toContain(volume);

    const { seconds } = await cliJson<DeployResult>(['deploy', SCOPE]);
    recordSeconds(TABLE, 'apply of it all, images present', seconds.apply, APPLY_BAR_SECONDS);
    recordSeconds(TABLE, '  the plan before it', seconds.plan);
    recordSeconds(TABLE, '  until it is up after it', seconds.up);
    await waitWhole(60);
    await expectRows(rows);
  },
  15 * MINUTE_MS,
);

test(
  'an image that does not exist fails the deploy; going back succeeds',
  async () => {
    const rows = await someRows('missing image');
    const [registry] = (
      await swarmDocker([
        'service',
        'inspect',
        '--format',
        '{{.Spec.TaskTemplate.ContainerSpec.Image}}',
        names.patroniMember(SCOPE, lab.nodes[0].name),
      ])
    ).split('@');
    const missing = `${registry ?? ''}@sha256:${'0'.repeat(64)}`;
    const broken = changedCluster('missing-image', (file) => {
      file.setIn(['images', 'patroni'], missing);
    });

    const failed = await cli(['deploy', broken]);
    recordSeconds(TABLE, 'deploy of an image that does not exist, to its error', failed.seconds);
    expect(failed.code, told(failed)).toBe(5);
    expect(failed.stderr).toMatch(/\[[A-Z_]+\]/);

    const reverted = await cliMust(['deploy', SCOPE]);
    recordSeconds(TABLE, 'deploy after it', reverted.seconds);
    await waitWhole(60);
    await expectRows(rows);
  },
  15 * MINUTE_MS,
);

test(
  'a config HAProxy refuses fails the apply; going back succeeds',
  async () => {
    const rows = await someRows('refused config');
    await terraformInit();
    breakHaproxyConfig(join(stackDirectory, 'cdk.tf.json'));
    const failed = await terraform(['apply', '-auto-approve', '-input=false', '-no-color']);
    recordSeconds(TABLE, 'apply of a config HAProxy refuses, to its error', failed.seconds);
    expect(failed.code, told(failed)).toBe(1);

    const reverted = await cliMust(['deploy', SCOPE]);
    recordSeconds(TABLE, 'deploy after it', reverted.seconds);
    await waitWhole(60);
    await expectRows(rows);
  },
  15 * MINUTE_MS,
);

interface StackJson {
  resource: { docker_config: Record<string, { name: string; data: string }> };
}

/**
 * Puts a line HAProxy does not know into the synthesised JSON, under a name and an address of its own
 * as every other content has. No cluster file leads there: the schema and the renderer forbid it.
 */
function breakHaproxyConfig(file: string): void {
  const text = readFileSync(file, 'utf8');
  const { docker_config: configs } = (JSON.parse(text) as StackJson).resource;
  const found = Object.entries(configs).find(([, { name }]) =>
    name.startsWith(names.haproxy(SCOPE)),
  );
  if (!found) throw new Error(`${file} has no config of HAProxy`);
  const [address, { name, data }] = found;
  const content = `${Buffer.from(data, 'base64').toString('utf8')}\nno-such-keyword\n`;
  const mark = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const broken = text
    .replaceAll(data, Buffer.from(content).toString('base64'))
    .replaceAll(address, `${address}_${mark}`)
    .replaceAll(`"${name}"`, `"${names.haproxy(SCOPE)}-${mark}"`);
  writeFileSync(file, broken);
}
