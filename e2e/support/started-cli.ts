import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './lab-hosts.js';
import { stackDirectory } from './terraform.js';

const program = join(projectRoot, 'dist/src/cli/main.js');

/** The program while it runs, for what happens to it in the middle. */
export class StartedCli {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | NodeJS.Signals>;
  #printed = '';

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [program, ...args], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#printed += chunk.toString('utf8')));
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        resolve(code ?? signal ?? 1);
      });
    });
  }

  get printed(): string {
    return this.#printed;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** @returns exit code, or the signal that ended it */
  async end(): Promise<number | NodeJS.Signals> {
    return this.#ended;
  }
}

/** Process ids of Terraform and its providers in the lab's stack. */
export function terraformProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingDirectory(name) === stackDirectory)
    .map(Number);
}

function workingDirectory(pid: string): string | undefined {
  try {
    const link = `/proc/${pid}/cwd`;
    return existsSync(link) ? readlinkSync(link) : undefined;
  } catch {
    // It has just ended.
    return undefined;
  }
}
