import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { asRoot, runAsRoot } from './command.js';
import type { LabContext, LabStep } from './context.js';
import { pingEngine } from './docker.js';
import { labStepFailed } from './problems.js';
import { waitUntil } from './wait.js';

const START_LIMIT_MS = 45_000;
const STOP_LIMIT_MS = 60_000;

type OwnEnginePaths = ReturnType<typeof ownEnginePaths>;

/** Images and volumes lie in the project; sockets and process state where paths are short. */
export function ownEnginePaths(context: LabContext) {
  const directory = join(context.labDirectory, 'engine');
  return {
    directory,
    data: join(directory, 'data'),
    log: join(directory, 'dockerd.log'),
    execRoot: join(context.runDirectory, 'engine'),
    pidfile: join(context.runDirectory, 'engine.pid'),
    socket: join(context.runDirectory, 'engine.sock'),
  };
}

/** @returns its process id; undefined if the pid file is stale or names another program */
export function ownEnginePid(context: LabContext): number | undefined {
  const { pidfile } = ownEnginePaths(context);
  try {
    const pid = Number(readFileSync(pidfile, 'utf8'));
    const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(program ?? '') === 'dockerd' && args.includes(pidfile) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something of an engine of ours may still run: itself, or containers it left in a crash. */
export function ownEngineLeftSomething(context: LabContext): boolean {
  return ownEnginePid(context) !== undefined || existsSync(ownEnginePaths(context).execRoot);
}

/**
 * Starts an engine that outlives this process.
 *
 * @returns its `unix://` address, once it answers
 */
export async function startOwnEngine(context: LabContext, step: LabStep): Promise<string> {
  const paths = ownEnginePaths(context);
  await mkdir(paths.directory, { recursive: true });
  let ended = false;
  if (ownEnginePid(context) === undefined) {
    step.report('starting a Docker engine of our own');
    // A pid that another program has by now would keep dockerd from starting.
    await runAsRoot('rm', ['-f', paths.pidfile, paths.socket], step);
    await spawnDockerd(paths, () => (ended = true));
  }
  const failed = async () => {
    const log = await readFile(paths.log, 'utf8');
    return labStepFailed('dockerd', log, `an answer within ${START_LIMIT_MS / 1000} s`);
  };
  const answers = async () => {
    if (ended) throw await failed();
    return (await pingEngine(paths.socket)) === 'answers';
  };
  await waitUntil(answers, { limitMs: START_LIMIT_MS, signal: step.signal }, failed);
  return `unix://${paths.socket}`;
}

async function spawnDockerd(paths: OwnEnginePaths, onEnd: () => void): Promise<void> {
  const args = [
    ...['--data-root', paths.data, '--exec-root', paths.execRoot, '--pidfile', paths.pidfile],
    ...['--host', `unix://${paths.socket}`, '--group', `${process.getgid?.() ?? 0}`],
    // The lab has a network of its own; a second docker0 could clash with the machine's.
    ...['--bridge', 'none', '--log-level', 'warn'],
  ];
  const log = await open(paths.log, 'w');
  const [program, ...rest] = asRoot('dockerd', args);
  const child = spawn(program, rest, { detached: true, stdio: ['ignore', log.fd, log.fd] });
  child.unref();
  child.on('error', onEnd).on('exit', onEnd);
  await log.close();
}

/** Stops the engine we started, and only that. */
export async function stopOwnEngine(context: LabContext, step: LabStep): Promise<void> {
  const pid = ownEnginePid(context);
  if (pid === undefined) return;
  step.report('stopping the Docker engine');
  await runAsRoot('kill', ['-TERM', `${pid}`], step);
  await waitUntil(
    () => ownEnginePid(context) === undefined,
    { limitMs: STOP_LIMIT_MS, signal: step.signal },
    () => labStepFailed(`dockerd, process ${pid}`, 'still running', 'it to stop on SIGTERM'),
  );
}
