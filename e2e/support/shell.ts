import { execa } from 'execa';

export interface Ran {
  readonly command: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface RunOptions {
  /** @default 60000 */
  readonly timeoutMs?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** Runs a program to its end or its time limit; a failure is an exit code, never thrown. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const started = performance.now();
  const result = await execa(program, args, {
    reject: false,
    timeout: options.timeoutMs ?? 60_000,
    // A program that ignores the polite signal must not hold the whole run.
    forceKillAfterDelay: 10_000,
    stripFinalNewline: true,
    ...(options.cwd && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
  });
  return {
    command: result.command,
    code: result.timedOut ? 124 : (result.exitCode ?? 1),
    stdout: typeof result.stdout === 'string' ? result.stdout : '',
    stderr: typeof result.stderr === 'string' ? result.stderr : '',
    seconds: (performance.now() - started) / 1000,
  };
}

/** As `run`, but a failure throws with the end of what was printed. */
export async function must(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const ran = await run(program, args, options);
  if (ran.code !== 0) throw new Error(told(ran));
  return ran;
}

/** What a failed program said, short enough for a test report. */
export function told(ran: Ran): string {
  const end = `${ran.stdout}\n${ran.stderr}`.trim().split('\n').slice(-30).join('\n');
  return `${ran.command} ended with ${ran.code} after ${ran.seconds.toFixed(1)} s\n${end}`;
}
