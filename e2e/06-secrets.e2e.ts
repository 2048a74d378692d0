import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { waitWhole } from './support/cluster.js';
import { cliMust } from './support/cli.js';
import { record } from './support/figures.js';
import { dockerOn, lab, projectRoot, resultDirectory, SCOPE } from './support/lab-hosts.js';
import { onHost } from './support/processes.js';
import { secretValues } from './support/secret-values.js';
import { must } from './support/shell.js';
import { stackDirectory, terraform, terraformInit } from './support/terraform.js';

let secrets: Map<string, string>;

beforeAll(async () => {
  await waitWhole(60);
  secrets = await secretValues();
  // Superuser, replication, rewind, REST, roles' key, two owners, pooler, statistics.
  expect(secrets.size).toBeGreaterThanOrEqual(9);
  expect([...secrets.values()].filter((value) => value.length < 40)).toEqual([]);
});

/** Names of the secrets found; the values themselves stay out of the report. */
function foundIn(content: string | Buffer): string[] {
  const bytes = Buffer.from(content);
  expect(bytes.length, 'nothing to search').toBeGreaterThan(0);
  return [...secrets].flatMap(([name, value]) =>
    [value, Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -1)].some((form) =>
      bytes.includes(form),
    )
      ? [name]
      : [],
  );
}

test('the search itself finds a secret where there is one', () => {
  const [[name, value] = ['', '']] = secrets;
  expect(foundIn(`before ${value} after`)).toContain(name);
});

test('no secret is in state, plan or synthesised JSON', async () => {
  await cliMust(['synth', SCOPE]);
  await terraformInit();
  const planFile = join(resultDirectory, 'secrets.plan');
  // Everything replaced, so that every attribute of every resource is in the plan.
  const replaced = ['haproxy', 'pgbouncer', 'reconciler'].map(
    (tier) => `-replace=docker_service.${SCOPE}-${tier}`,
  );
  const plan = await terraform([
    'plan',
    '-input=false',
    '-no-color',
    `-out=${planFile}`,
    ...replaced,
  ]);
  expect(plan.code, plan.stderr).toBe(0);
  const shown = await terraform(['show', '-json', planFile]);
  expect(foundIn(readFileSync(join(projectRoot, `.lab/state/${SCOPE}.tfstate`)))).toEqual([]);
  expect(foundIn(readFileSync(planFile))).toEqual([]);
  expect(foundIn(shown.stdout)).toEqual([]);
  expect(foundIn(plan.stdout)).toEqual([]);
  expect(foundIn(readFileSync(join(stackDirectory, 'cdk.tf.json')))).toEqual([]);
});

test.each(lab.nodes)('no secret is in the logs, command lines or specs on $name', async (host) => {
  const listed = await dockerOn(host, ['ps', '-aq']);
  const containers = listed.stdout.split('\n').filter((id) => id !== '');
  const logs = await Promise.all(
    containers.map(async (id) => {
      const { stdout, stderr } = await dockerOn(host, ['logs', id], { timeoutMs: 60_000 });
      return `${stdout}\n${stderr}`;
    }),
  );
  record({
    table: 'Secrets',
    what: `logs searched on ${host.name}`,
    value: `${containers.length} containers, ${Math.round(logs.join('').length / 1024)} KiB`,
  });
  expect(foundIn(logs.join('\n'))).toEqual([]);
  const inspected = await dockerOn(host, ['inspect', ...containers]);
  expect(foundIn(inspected.stdout)).toEqual([]);
  const commandLines = await onHost(host, [
    'sh',
    '-c',
    "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '",
  ]);
  expect(foundIn(commandLines.stdout)).toEqual([]);
});

test('no secret is in the repository or in what the suite itself wrote', async () => {
  const tracked = await must(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
    {
      cwd: projectRoot,
    },
  );
  const files = tracked.stdout.split('\0').filter((file) => file !== '');
  const guilty = files.filter((file) => {
    const content = readFileSync(join(projectRoot, file));
    return content.length > 0 && foundIn(content).length > 0;
  });
  expect(guilty).toEqual([]);
  for (const output of ['npm-start.txt', 'npm-start-again.txt']) {
    expect(foundIn(readFileSync(join(resultDirectory, output))), output).toEqual([]);
  }
});
