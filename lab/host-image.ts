import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shortDigest } from '../src/core/digest.js';
import { BASE_IMAGE } from './base-image.js';
import type { LabContext, LabStep } from './context.js';
import { docker, dockerLines } from './docker.js';

/** The image of hosts and registry, named by what it is built from. */
export async function hostImage(context: LabContext): Promise<string> {
  const folder = imageFolder(context);
  const files = (await readdir(folder)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return `patroni-swarm-lab/host:${shortDigest([BASE_IMAGE, ...texts].join('\0'))}`;
}

export async function ensureHostImage(context: LabContext, step: LabStep): Promise<void> {
  const { report, signal } = step;
  const host = context.engineHost();
  const image = await hostImage(context);
  if ((await dockerLines(host, ['images', '--quiet', image], { signal })).length > 0) return;
  report(`docker build ${image}`);
  const build = ['build', '--network', 'host', '--force-rm', '--tag', image, imageFolder(context)];
  await docker(host, build, { signal, timeoutMs: 900_000, onLine: report });
}

const imageFolder = (context: LabContext) => join(context.assetDirectory, 'images', 'host');
