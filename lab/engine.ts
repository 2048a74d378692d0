import { existsSync } from 'node:fs';
import type { Problem } from '../src/core/problem.js';
import { findCommand, run, runAsRoot } from './command.js';
import type { LabContext, LabStep } from './context.js';
import { pingEngine } from './docker.js';
import { readEngineRecord, writeEngineRecord } from './engine-record.js';
import { ownEnginePaths, startOwnEngine } from './own-engine.js';
import { labOfAnotherProject, prerequisitesMissing } from './problems.js';

/**
 * Makes an engine answer and records it: one that runs already, or else one of our own.
 *
 * The hosts bind sockets out into this machine's file system, so only an engine on a local socket will do.
 *
 * @throws UserError `ENGINE_DENIED`, `LAB_STEP_FAILED`
 */
export async function ensureEngine(context: LabContext, step: LabStep): Promise<void> {
  await ensureRunDirectory(context, step);
  const found = await findEngine(context);
  const own = found === undefined || found === `unix://${ownEnginePaths(context).socket}`;
  const host = found ?? (await startOwnEngine(context, step));
  await writeEngineRecord(context.runDirectory, { host, own, projectRoot: context.projectRoot });
}

/**
 * Looks for a local engine that answers: the lab's recorded one, our own, `DOCKER_HOST`, the current
 * Docker context, the default socket.
 *
 * @returns its `unix://` address, or undefined
 * @throws UserError `ENGINE_DENIED` if one is there but does not let us in
 */
export async function findEngine(context: LabContext): Promise<string | undefined> {
  const denied: string[] = [];
  for (const host of await candidates(context)) {
    const state = await pingEngine(host.slice('unix://'.length));
    if (state === 'answers') return host;
    if (state === 'denied') denied.push(host);
  }
  if (denied[0]) throw prerequisitesMissing([engineDenied(denied[0])]);
  return undefined;
}

async function candidates(context: LabContext): Promise<string[]> {
  const hosts = [
    readEngineRecord(context.runDirectory)?.host,
    `unix://${ownEnginePaths(context).socket}`,
    process.env.DOCKER_HOST ?? (await contextHost()),
    'unix:///var/run/docker.sock',
  ];
  return [...new Set(hosts)].filter((host) => host?.startsWith('unix://') === true) as string[];
}

async function contextHost(): Promise<string | undefined> {
  if (!findCommand('docker')) return undefined;
  try {
    const format = ['--format', '{{.Endpoints.docker.Host}}'];
    return await run('docker', ['context', 'inspect', ...format], { timeoutMs: 3000 });
  } catch {
    return undefined;
  }
}

/** Two engines side by side disturb each other's packet filter, so a denied one is not passed over. */
function engineDenied(host: string): Problem {
  return {
    code: 'ENGINE_DENIED',
    at: host,
    got: 'permission denied',
    need: 'access to the Docker engine of this machine',
    why: 'a second engine beside it would disturb its networks',
    fix: 'sudo usermod -aG docker "$USER", then log in again; or run the command as root',
  };
}

/**
 * One lab per machine: hosts of another project are not ours to change.
 *
 * @throws UserError `LAB_OF_ANOTHER_PROJECT`
 */
export function refuseForeignLab(context: LabContext, found: string | undefined): void {
  const record = readEngineRecord(context.runDirectory);
  if (!record || record.host !== found || record.projectRoot === context.projectRoot) return;
  throw labOfAnotherProject(context.projectRoot, record.projectRoot);
}

/** `/run` belongs to root; the folder is ours, so that the record and links need no root. */
async function ensureRunDirectory(context: LabContext, step: LabStep): Promise<void> {
  const owner = [`${process.getuid?.() ?? 0}`, `${process.getgid?.() ?? 0}`] as const;
  const install = ['-d', '-m', '0755', '-o', owner[0], '-g', owner[1], context.runDirectory];
  if (!existsSync(context.runDirectory)) await runAsRoot('install', install, step);
}
