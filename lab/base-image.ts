import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { asRoot, runAsRoot } from './command.js';
import type { LabContext, LabStep } from './context.js';
import { docker, dockerEnvironment, dockerLines } from './docker.js';
import { labStepFailed } from './problems.js';
import { DOCKER_HUB, reachable } from './reachable.js';

/** What every image of the lab starts from. */
export const BASE_IMAGE = 'debian:trixie-slim';

export async function baseImageIsThere(host: string, signal?: AbortSignal): Promise<boolean> {
  return (await dockerLines(host, ['images', '--quiet', BASE_IMAGE], { signal })).length > 0;
}

/** Pulls the base image, or makes it from Debian packages where Docker Hub cannot be reached. */
export async function ensureBaseImage(context: LabContext, step: LabStep): Promise<void> {
  const host = context.engineHost();
  if (await baseImageIsThere(host, step.signal)) return;
  if (await reachable(DOCKER_HUB, step.signal)) {
    step.report(`docker pull ${BASE_IMAGE}`);
    const options = { signal: step.signal, timeoutMs: 300_000, onLine: step.report };
    await docker(host, ['pull', BASE_IMAGE], options);
  } else {
    await makeBaseImage(context, host, step);
  }
}

async function makeBaseImage(context: LabContext, host: string, step: LabStep): Promise<void> {
  const root = join(context.labDirectory, 'trixie');
  await removeTree(root, step);
  await mkdir(root, { recursive: true });
  step.report('debootstrap trixie (Docker Hub cannot be reached)');
  await runAsRoot('debootstrap', ['--variant=minbase', 'trixie', root], {
    signal: step.signal,
    timeoutMs: 600_000,
    onLine: step.report,
  });
  step.report(`docker import ${BASE_IMAGE}`);
  await importTree(root, host, step.signal);
  await removeTree(root, step);
}

async function importTree(root: string, host: string, signal?: AbortSignal): Promise<void> {
  const excludes = ['./dev/*', './var/cache/apt/archives/*.deb', './var/lib/apt/lists/*'];
  const [program, ...args] = asRoot('tar', [
    ...['--one-file-system', ...excludes.map((path) => `--exclude=${path}`)],
    ...['-C', root, '-c', '.'],
  ]);
  const limits = { timeout: 120_000, ...(signal && { cancelSignal: signal }) };
  const tar = execa(program, args, { ...limits, encoding: 'buffer', buffer: false });
  const load = tar.pipe('docker', ['import', '-', BASE_IMAGE], {
    ...limits,
    env: dockerEnvironment(host),
  });
  try {
    await load;
  } catch (error) {
    signal?.throwIfAborted();
    throw labStepFailed('docker import', String(error), 'the base image to be loaded');
  }
}

/** debootstrap mounts /proc inside; killed half-way it leaves that behind. */
async function removeTree(root: string, { signal }: LabStep): Promise<void> {
  for (const mount of ['proc', 'sys']) {
    await runAsRoot('umount', ['-l', join(root, mount)], { signal }).catch(() => undefined);
  }
  await runAsRoot('rm', ['-rf', '--one-file-system', root], { signal });
}
