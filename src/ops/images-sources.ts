import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { z } from '../core/zod.js';
import { readAgentBundle } from './agent-bundle.js';
import { type ImageName, recipes } from './images-recipes.js';

/** One file of a build context. */
export interface SourceFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Everything one image is made of. */
export interface ImageSource {
  readonly name: ImageName;
  readonly toolVersion: string;
  /** Name in the engine that builds: `patroni-swarm/<name>:<tool version>-<hash of all that went in>`. */
  readonly reference: string;
  readonly from: ImageSource | undefined;
  readonly files: readonly SourceFile[];
}

export type ImageSources = Readonly<Record<ImageName, ImageSource>>;

/** This package: `dist/src/ops` when compiled, `src/ops` in a test. */
export function findPackageRoot(): URL {
  const roots = [new URL('../../../', import.meta.url), new URL('../../', import.meta.url)];
  const root = roots.find((url) => existsSync(new URL('images/base/Dockerfile', url)));
  if (!root) throw new Error('images/ is missing from this package');
  return root;
}

/** Reads the sources of all images; equal sources get equal references on any machine. */
export async function readImageSources(packageRoot = findPackageRoot()): Promise<ImageSources> {
  const manifest = readFileSync(new URL('package.json', packageRoot), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  const agent: SourceFile = { name: 'agent.mjs', content: await readAgentBundle(packageRoot) };
  const source = (name: ImageName, from?: ImageSource): ImageSource => {
    const own = readFolder(new URL(`images/${name}/`, packageRoot));
    const files = recipes[name].agent ? [...own, agent] : own;
    const reference = `patroni-swarm/${name}:${version}-${contentHash(name, files, from)}`;
    return { name, toolVersion: version, reference, from, files };
  };
  const base = source('base');
  const node = source('node', base);
  return {
    base,
    node,
    etcd: source('etcd', node),
    patroni: source('patroni', node),
    haproxy: source('haproxy', base),
    pgbouncer: source('pgbouncer', node),
    agent: source('agent', node),
  };
}

function readFolder(folder: URL): SourceFile[] {
  const names = readdirSync(folder).sort();
  return names.map((name) => ({ name, content: readFileSync(new URL(name, folder)) }));
}

/** Ten hex digits of everything that decides what the image becomes, but the state of Debian's archive. */
export function contentHash(
  name: ImageName,
  files: readonly SourceFile[],
  from: ImageSource | undefined,
): string {
  const hash = createHash('sha256').update(JSON.stringify([from?.reference, recipes[name]]));
  for (const file of files)
    hash.update(`\0${file.name}\0${file.content.length}\0`).update(file.content);
  return hash.digest('hex').slice(0, 10);
}
