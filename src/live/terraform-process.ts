import { execa, type ResultPromise } from 'execa';
import type { Report } from '../core/phase.js';
import { killGroup, killGroupAtExit } from './process-group.js';

/** After an interrupt Terraform ends running calls, writes its state and releases the lock. */
const INTERRUPT_WITHIN_MS = 60_000;
const KEPT_LINES = 200;

export interface TerraformOptions {
  /** Synthesised directory of one stack, with `cdk.tf.json`. */
  readonly directory: string;
  /** Path or name of `terraform` or `tofu`. */
  readonly binary: string;
  /** Whole environment, `TF_VAR_docker_host` and, where needed, `TF_CLI_CONFIG_FILE` included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** One line of `-json` output; fields as Terraform names them. */
export interface TerraformMessage {
  readonly type: string;
  readonly '@message': string;
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number };
  readonly diagnostic?: TerraformDiagnostic;
  readonly hook?: { readonly resource?: { readonly addr?: string } };
}

export interface TerraformDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  /** Resource it is about. */
  readonly address?: string;
}

export interface TerraformEnded {
  readonly exitCode: number;
  readonly stdout: string;
  readonly messages: readonly TerraformMessage[];
  /** Last lines that were no messages, standard error included. */
  readonly plainLines: readonly string[];
}

/**
 * Runs Terraform and reports its lines as they come.
 *
 * On abort it is interrupted once, as by Ctrl-C, and gets a minute to release the state lock. It has
 * a process group of its own: a terminal's Ctrl-C would reach it as a second interrupt, at which it
 * drops everything. Nothing of that group outlives it, or us: a provider that was left behind would go
 * on with its last call, beside the next apply.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export async function runTerraform(
  options: TerraformOptions,
  args: readonly string[],
): Promise<TerraformEnded> {
  options.signal.throwIfAborted();
  const child = execa(options.binary, args, {
    cwd: options.directory,
    env: terraformEnvironment(options.env),
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    detached: process.platform !== 'win32',
    maxBuffer: 500_000_000,
  });
  const release = interruptOnAbort(child, options.signal);
  const forget = killGroupAtExit(child.pid);
  const messages: TerraformMessage[] = [];
  const plainLines: string[] = [];
  try {
    for await (const line of child.iterable({ from: 'all' })) {
      const message = parseMessage(line);
      if (!message) plainLines.splice(0, plainLines.push(line) - KEPT_LINES);
      else if (KEPT_TYPES.has(message.type)) messages.push(message);
      const shown = message ? shownText(message) : line;
      // Boxes are warnings and errors of Terraform itself: errors are thrown at the end.
      if (shown && !/^[╷│╵]/.test(shown)) options.report(shown);
    }
  } finally {
    release();
  }
  const ended = await child;
  killGroup(child.pid);
  forget();
  if (ended.code === 'ENOENT') plainLines.push(`${options.binary} is not on the PATH`);
  if (ended.signal) plainLines.push(`${options.binary} was ended by ${ended.signal}`);
  return { exitCode: ended.exitCode ?? 1, stdout: ended.stdout, messages, plainLines };
}

const KEPT_TYPES = new Set(['change_summary', 'diagnostic']);

const SHOWN_TYPES = new Set([
  'planned_change',
  'change_summary',
  'apply_start',
  'apply_progress',
  'apply_complete',
  'apply_errored',
]);

function parseMessage(line: string): TerraformMessage | undefined {
  if (!line.startsWith('{"@level"')) return undefined;
  try {
    return JSON.parse(line) as TerraformMessage;
  } catch {
    return undefined;
  }
}

function shownText(message: TerraformMessage): string | undefined {
  return SHOWN_TYPES.has(message.type) ? message['@message'] : undefined;
}

/** The provider takes its endpoint from the variable: what could overrule it is left out. */
function terraformEnvironment(env: TerraformOptions['env']): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(
    // TF_LOG prints registry credentials.
    ([name]) => !name.startsWith('TF_LOG') && name !== 'DOCKER_HOST' && name !== 'DOCKER_CONTEXT',
  );
  return { ...Object.fromEntries(kept), TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
}

/** @returns ends the watch */
function interruptOnAbort(child: ResultPromise, signal: AbortSignal): () => void {
  let killTimer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill('SIGINT');
    killTimer = setTimeout(() => {
      killGroup(child.pid);
    }, INTERRUPT_WITHIN_MS);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  return () => {
    signal.removeEventListener('abort', interrupt);
    clearTimeout(killTimer);
  };
}
