import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runAsRoot } from './command.js';
import { labContainers, LAB_LABEL } from './container.js';
import { everyHost, labContext, type LabContext, type LabStep } from './context.js';
import { docker, dockerLines, pingEngine } from './docker.js';
import { readEngineRecord } from './engine-record.js';
import { findEngine } from './engine.js';
import {
  ownEngineLeftSomething,
  ownEnginePaths,
  startOwnEngine,
  stopOwnEngine,
} from './own-engine.js';

/** What `--volumes` keeps: none of it is data, and all of it takes minutes to make. */
const CACHES = ['engine', 'provider-build', 'provider-mirror', 'terraform.rc'];

export interface DownOptions {
  /** Also the hosts' disks, the registry's images, and what `.lab/` says about the cluster. */
  readonly volumes: boolean;
}

/**
 * Takes the lab down, and the engine if the lab started it.
 *
 * Works from any state, also after a crash of the engine. Without `volumes` the next `up` brings the
 * cluster back with its data.
 */
export async function labDown(
  context: LabContext,
  options: DownOptions,
  step: LabStep,
): Promise<void> {
  const record = readEngineRecord(context.runDirectory);
  const owner = record ? labContext(record.projectRoot) : context;
  const host = await engineToClean(owner, options, step);
  if (host) await removeFromEngine(owner, host, options, step);
  await stopOwnEngine(owner, step);
  await removeRunDirectory(owner, step);
  if (options.volumes) await removeClusterFiles(owner, step);
}

/** @returns undefined if nothing of the lab can be in any engine */
async function engineToClean(
  context: LabContext,
  options: DownOptions,
  step: LabStep,
): Promise<string | undefined> {
  const recorded = readEngineRecord(context.runDirectory)?.host;
  if (recorded && (await pingEngine(recorded.slice('unix://'.length))) === 'answers') {
    return recorded;
  }
  const { data } = ownEnginePaths(context);
  const dataToRemove = options.volumes && existsSync(data);
  // Only an engine can take down the containers that a crashed one left running.
  if (ownEngineLeftSomething(context) || dataToRemove) return startOwnEngine(context, step);
  return findEngine(context);
}

async function removeFromEngine(
  context: LabContext,
  host: string,
  options: DownOptions,
  step: LabStep,
): Promise<void> {
  const { signal, report } = step;
  const containers = await labContainers(host, signal);
  const names = [...containers.keys()];
  if (names.length > 0) {
    report(`removing ${names.join(', ')}`);
    if (!options.volumes) await stopCleanly(host, containers, step);
    await docker(host, ['rm', '--force', ...names], { signal });
  }
  const label = ['--quiet', '--filter', `label=${LAB_LABEL}`];
  const networks = await dockerLines(host, ['network', 'ls', ...label], { signal });
  if (networks.length > 0) await docker(host, ['network', 'rm', ...networks], { signal });
  if (options.volumes) await removeVolumes(context, host, step);
}

/** Databases get the time of an orderly shutdown; a frozen host would not hear of it. */
async function stopCleanly(
  host: string,
  containers: Awaited<ReturnType<typeof labContainers>>,
  { signal }: LabStep,
): Promise<void> {
  const inState = (state: string) =>
    [...containers].filter(([, found]) => found.state === state).map(([name]) => name);
  const frozen = inState('paused');
  if (frozen.length > 0) await docker(host, ['unpause', ...frozen], { signal });
  const running = [...frozen, ...inState('running')];
  if (running.length > 0) await docker(host, ['stop', '--time', '45', ...running], { signal });
}

async function removeVolumes(context: LabContext, host: string, step: LabStep): Promise<void> {
  const { nodes } = everyHost(context);
  const wanted = [...nodes.map(({ container }) => container), context.registry.container];
  const present = await dockerLines(host, ['volume', 'ls', '--quiet'], step);
  const volumes = present.filter((name) => wanted.includes(name));
  if (volumes.length === 0) return;
  step.report(`removing volumes ${volumes.join(', ')}`);
  await docker(host, ['volume', 'rm', ...volumes], step);
}

/** An engine leaves mounts: of network namespaces, and after a crash of its data folder on itself. */
async function removeRunDirectory(context: LabContext, { signal }: LabStep): Promise<void> {
  const { data } = ownEnginePaths(context);
  const mounts = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path === data || path.startsWith(`${context.runDirectory}/`));
  for (const path of mounts.reverse()) await runAsRoot('umount', [path], { signal });
  await runAsRoot('rm', ['-rf', '--one-file-system', context.runDirectory], { signal });
}

async function removeClusterFiles(context: LabContext, { signal }: LabStep): Promise<void> {
  if (!existsSync(context.labDirectory)) return;
  const entries = await readdir(context.labDirectory);
  const files = entries.filter((name) => !CACHES.includes(name));
  const paths = files.map((name) => join(context.labDirectory, name));
  if (paths.length > 0) await runAsRoot('rm', ['-rf', '--one-file-system', ...paths], { signal });
}
