import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageLock } from '../../src/model/secret-manifest.js';
import { lab } from './lab-hosts.js';
import { must } from './shell.js';

export type LongRunningTier = 'etcd' | 'patroni' | 'haproxy' | 'pgbouncer';

/**
 * Pushes the lab's images again with another label, which is what a rebuilt base comes to.
 *
 * @returns references by digest, as the hosts pull them
 */
export async function newDigests(
  tiers: readonly LongRunningTier[],
): Promise<Record<string, string>> {
  const { images } = JSON.parse(
    readFileSync(join(lab.labDirectory, 'images.lock.json'), 'utf8'),
  ) as ImageLock;
  const made = tiers.map(async (tier) => [tier, await rebuilt(images[tier])] as const);
  return Object.fromEntries(await Promise.all(made));
}

async function rebuilt(reference: string): Promise<string> {
  const { pullHost, pushHost } = lab.registry;
  const [tagged = ''] = reference.replace(pullHost, pushHost).split('@');
  const repository = tagged.replace(/:[^:/]+$/, '');
  const tag = `${repository}:e2e`;
  await docker(
    ['build', '--quiet', '--tag', tag, '-'],
    `FROM ${tagged}\nLABEL e2e=${Date.now()}\n`,
  );
  await docker(['push', '--quiet', tag]);
  const format = '{{join .RepoDigests "\\n"}}';
  const digests = await docker(['image', 'inspect', '--format', format, tag]);
  const digest = digests.split('\n').find((line) => line.startsWith(`${repository}@`));
  return `${tag}@${digest?.split('@')[1] ?? ''}`.replace(pushHost, pullHost);
}

async function docker(args: readonly string[], input?: string): Promise<string> {
  const env = { DOCKER_HOST: lab.engineHost(), DOCKER_BUILDKIT: '0' };
  const options = { env, timeoutMs: 120_000, ...(input !== undefined && { input }) };
  return (await must('docker', args, options)).stdout.trim();
}
