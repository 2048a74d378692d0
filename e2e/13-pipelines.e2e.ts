import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { waitWhole } from './support/cluster.js';
import { recordSeconds } from './support/figures.js';
import { lab, projectRoot } from './support/lab-hosts.js';
import { everywhere } from './support/parameters.js';
import { pipelineRunner } from './support/pipeline.js';
import { secretValues } from './support/secret-values.js';
import { must, type Ran } from './support/shell.js';

const TABLE = 'Pipelines of examples/ci';
const MINUTE_MS = 60_000;
const clusterFile = join(projectRoot, 'config/clusters/lab.yaml');
const committed = readFileSync(clusterFile, 'utf8');
const runner = pipelineRunner();
/** Output of every step, as a forge keeps it. */
const printed: string[] = [];

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

interface GitlabJob {
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
}

type Environment = Readonly<Record<string, string>>;

const example = (name: string) => readFileSync(join(projectRoot, 'examples/ci', name), 'utf8');
const github = parse(example('github.yml')) as Workflow;
const gitlab = parse(example('gitlab.yml')) as Readonly<Record<string, GitlabJob>>;

/** Every step of a job that is shell. */
async function githubJob(name: string, env: Environment = {}): Promise<void> {
  const ran: Ran[] = [];
  for (const { run } of github.jobs[name]?.steps ?? []) {
    if (run !== undefined) ran.push(await runner.step(run, env));
  }
  expect(ran.length, `shell steps of ${name}`).toBeGreaterThan(0);
  keep(ran);
}

/** Script and what follows it, each a shell of its own; the template's lines come before. */
async function gitlabJob(name: string, env: Environment = {}): Promise<void> {
  const before = gitlab['.job']?.before_script ?? [];
  const { after_script: after = [], script = [] } = gitlab[name] ?? {};
  expect(script.length, `shell of ${name}`).toBeGreaterThan(0);
  const ran = [await runner.step([...before, ...script].join('\n'), env)];
  if (after.length > 0) ran.push(await runner.step(after.join('\n'), env));
  keep(ran);
}

function keep(ran: readonly Ran[]): void {
  printed.push(...ran.flatMap(({ stderr, stdout }) => [stderr, stdout]));
}

/** What somebody's next commit would be. */
function change(name: string, value: string): void {
  const document = parseDocument(committed);
  document.setIn(['postgresql', 'parameters', name], value);
  writeFileSync(clusterFile, String(document));
}

const values = (value: string) => lab.nodes.map(() => value);

beforeAll(() => waitWhole(90));
afterAll(() => {
  writeFileSync(clusterFile, committed);
  runner.remove();
});

test(
  'GitHub: a change is validated, explained in a comment, planned, deployed and verified',
  { timeout: 10 * MINUTE_MS },
  async () => {
    const started = performance.now();
    const head = (await must('git', ['rev-parse', 'HEAD'], { cwd: projectRoot })).stdout;
    change('work_mem', '5MB');
    const summary = runner.file('summary.md');
    await githubJob('validate');
    await githubJob('review', { BASE: head, PULL_REQUEST: '7' });
    expect(runner.posted('gh')).toMatch(/^pr comment 7 .*[^]*work_mem/);
    await githubJob('plan', { GITHUB_STEP_SUMMARY: summary });
    expect(readFileSync(summary, 'utf8')).toContain('work_mem');
    await githubJob('deploy');
    expect(await everywhere('work_mem')).toEqual(values('5MB'));
    recordSeconds(TABLE, 'GitHub, all jobs', (performance.now() - started) / 1000);
  },
);

test('GitLab: the change is taken back in the same way', { timeout: 10 * MINUTE_MS }, async () => {
  const started = performance.now();
  const head = (await must('git', ['rev-parse', 'HEAD'], { cwd: projectRoot })).stdout;
  writeFileSync(clusterFile, committed);
  await gitlabJob('validate');
  await gitlabJob('review', {
    CI_MERGE_REQUEST_DIFF_BASE_SHA: head,
    CI_API_V4_URL: 'https://gitlab.example.org/api/v4',
    CI_PROJECT_ID: '1',
    CI_MERGE_REQUEST_IID: '7',
    COMMENT_TOKEN: 'none',
  });
  expect(runner.posted('curl')).toMatch(/merge_requests\/7\/notes/);
  await gitlabJob('plan');
  await gitlabJob('deploy');
  expect(await everywhere('work_mem')).toEqual(values('4MB'));
  recordSeconds(TABLE, 'GitLab, all jobs', (performance.now() - started) / 1000);
});

test('no step prints a secret', async () => {
  const all = printed.join('\n');
  expect(all).toContain('lab is up');
  for (const [name, value] of await secretValues()) expect(all, name).not.toContain(value);
});
