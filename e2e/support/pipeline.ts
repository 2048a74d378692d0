import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, SCOPE } from './lab-hosts.js';
import { must, type Ran } from './shell.js';

const MINUTE_MS = 60_000;

/** What the examples call their cluster. */
const EXAMPLE = /\borders\b/g;

/** A place to run the steps of `examples/ci` in, with the lab for the example's cluster. */
export interface PipelineRunner {
  /** Where a stand-in keeps what it was given. */
  readonly posted: (program: 'gh' | 'curl') => string;
  /** Runs lines of shell as the pipeline does: the first that fails ends them. */
  readonly step: (script: string, env?: Readonly<Record<string, string>>) => Promise<Ran>;
  readonly file: (name: string) => string;
  readonly remove: () => void;
}

/**
 * `npx patroni-swarm` is the program of this project, `npm ci` was done before, and what would be sent
 * to a forge is kept instead.
 */
export function pipelineRunner(): PipelineRunner {
  const folder = mkdtempSync(join(tmpdir(), 'patroni-swarm-pipeline-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const standIn = (name: string, body: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const main = join(projectRoot, 'dist/src/cli/main.js');
  standIn('npx', `[ "$1" = patroni-swarm ] && shift && exec "${process.execPath}" "${main}" "$@"`);
  standIn('npm', '[ "$*" = ci ]');
  for (const name of ['gh', 'curl']) {
    standIn(name, `{ echo "$@"; cat plan.md; } > "${join(folder, name)}"`);
  }
  const made = ['plan.md', 'plan.html', `${SCOPE}.tfplan`].map((name) => join(projectRoot, name));
  return {
    posted: (program) => readFileSync(join(folder, program), 'utf8'),
    step: (script, env = {}) =>
      must('bash', ['-eo', 'pipefail', '-c', script.replaceAll(EXAMPLE, SCOPE)], {
        cwd: projectRoot,
        timeoutMs: 10 * MINUTE_MS,
        env: { ...env, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
      }),
    file: (name) => join(folder, name),
    remove: () => {
      for (const path of [folder, ...made]) rmSync(path, { recursive: true, force: true });
    },
  };
}
