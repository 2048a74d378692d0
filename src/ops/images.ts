import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Report } from '../core/phase.js';
import { type DockerCli, dockerCli, DockerCliError } from '../live/docker-cli.js';
import type { Tier } from '../model/cluster-model.js';
import { type ImageLock, imageLockSchema } from '../model/secret-manifest.js';
import {
  imageBuildFailed,
  imageEngineFailed,
  imagePushFailed,
  imagesNotLocked,
} from './images-problems.js';
import { type ImageName, recipes, TIERS } from './images-recipes.js';
import { type ImageSource, readImageSources } from './images-sources.js';

interface EngineWork {
  /** Engine that builds, as `DOCKER_HOST`. */
  readonly engineHost: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface BuildImagesOptions extends EngineWork {
  /** @default all */
  readonly tiers?: readonly Tier[];
}

export interface PushImagesOptions extends EngineWork {
  /** Registry as the engine reaches it. */
  readonly pushRegistry: string;
  /** The same registry as the Swarm's hosts reach it. */
  readonly pullRegistry: string;
  readonly lockPath: string;
}

/**
 * Builds what the engine does not have yet; an image is known by the hash of all that went into it.
 *
 * @returns name of each image in that engine
 * @throws UserError `IMAGE_ENGINE_FAILED`, `IMAGE_BUILD_FAILED`, `PINNED_VERSION_NOT_OFFERED` or
 *   `AGENT_BUNDLE_MISSING`
 */
export async function buildImages(
  options: BuildImagesOptions,
): Promise<Partial<Record<Tier, string>>> {
  const tiers = options.tiers ?? TIERS;
  const sources = await readImageSources();
  const { build } = await imageEngine(options);
  await Promise.all(tiers.map((tier) => build(sources[tier])));
  return Object.fromEntries(tiers.map((tier) => [tier, sources[tier].reference]));
}

/**
 * Builds, pushes, and writes the image lock that synth reads.
 *
 * @returns the lock as written
 * @throws UserError as `buildImages`, or `IMAGE_PUSH_FAILED`
 */
export async function pushImages(options: PushImagesOptions): Promise<ImageLock> {
  const sources = await readImageSources();
  const { docker, build } = await imageEngine(options);
  const pushTier = async (tier: Tier, after?: Promise<unknown>) => {
    await Promise.all([build(sources[tier]), after]);
    return push(docker, sources[tier], options);
  };
  // The layers that images share go up once, with the first; the others then mount them.
  const first = pushTier('agent');
  const others = TIERS.filter((tier) => tier !== 'agent').map((tier) => pushTier(tier, first));
  const pushed = await Promise.all([first, ...others]);
  const platform = await docker(
    ['image', 'inspect', '--format', '{{.Os}}/{{.Architecture}}', sources.patroni.reference],
    options,
  );
  const lock = imageLockSchema.parse({
    format: 1,
    toolVersion: sources.base.toolVersion,
    platform,
    images: Object.fromEntries(pushed),
  });
  mkdirSync(dirname(options.lockPath), { recursive: true });
  writeFileSync(options.lockPath, `${JSON.stringify(lock, undefined, 2)}\n`);
  return lock;
}

/** @throws UserError `IMAGES_NOT_LOCKED` if there is no lock, or one that says something else */
export function listImages(lockPath: string): ImageLock {
  let text: string;
  try {
    text = readFileSync(lockPath, 'utf8');
  } catch {
    throw imagesNotLocked(lockPath, 'no such file');
  }
  try {
    return imageLockSchema.parse(JSON.parse(text));
  } catch {
    throw imagesNotLocked(lockPath, 'not an image lock');
  }
}

/** Names of all our images in that engine. */
async function presentImages(docker: DockerCli, work: EngineWork): Promise<ReadonlySet<string>> {
  const format = '{{.Repository}}:{{.Tag}}';
  const filter = 'reference=patroni-swarm/*';
  try {
    const output = await docker(['image', 'ls', '--format', format, '--filter', filter], work);
    return new Set(output.split('\n'));
  } catch (error) {
    throw error instanceof DockerCliError ? imageEngineFailed(work.engineHost, error) : error;
  }
}

interface ImageEngine {
  readonly docker: DockerCli;
  /** Builds an image and what it stands on, each once; nothing if the engine has it. */
  readonly build: (source: ImageSource) => Promise<void>;
}

async function imageEngine(work: EngineWork): Promise<ImageEngine> {
  const docker = dockerCli(work.engineHost);
  const present = await presentImages(docker, work);
  const started = new Map<ImageName, Promise<void>>();
  const build = (source: ImageSource): Promise<void> => {
    const running = started.get(source.name) ?? buildWithBase(source);
    started.set(source.name, running);
    return running;
  };
  const buildWithBase = async (source: ImageSource) => {
    if (present.has(source.reference)) return;
    if (source.from) await build(source.from);
    await buildImage(docker, source, work);
  };
  return { docker, build };
}

async function buildImage(docker: DockerCli, source: ImageSource, work: EngineWork): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'patroni-swarm-image-'));
  try {
    for (const { name, content } of source.files) {
      const file = join(context, name);
      writeFileSync(file, content);
      // Whatever the user's umask: every account in the image reads and runs these.
      chmodSync(file, 0o755);
    }
    await docker(['build', '--network', 'host', ...buildFlags(source), context], {
      ...work,
      onLine: (line) => {
        if (/^(Step |Setting up )/.test(line)) work.report(`${source.name}: ${line}`);
      },
    });
  } catch (error) {
    throw error instanceof DockerCliError ? imageBuildFailed(source.name, error) : error;
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

function buildFlags({ name, from, reference, toolVersion }: ImageSource): string[] {
  const args = { ...(from && { BASE_IMAGE: from.reference }), ...recipes[name].args };
  const labels = { version: toolVersion, licenses: 'MIT', 'base.name': from?.reference };
  return [
    ...['--tag', reference],
    ...Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ...Object.entries(labels)
      .filter(([, value]) => value !== undefined)
      .flatMap(([key, value]) => ['--label', `org.opencontainers.image.${key}=${value}`]),
  ];
}

async function push(
  docker: DockerCli,
  source: ImageSource,
  { pushRegistry, pullRegistry, report, signal }: PushImagesOptions,
): Promise<[ImageName, string]> {
  const target = `${pushRegistry}/${source.reference}`;
  try {
    await docker(['tag', source.reference, target], { signal });
    const onLine = (line: string) => {
      if (line.endsWith(': Pushed')) report(`${source.name}: ${line}`);
    };
    const output = await docker(['push', target], { signal, onLine });
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1];
    if (!digest) throw new DockerCliError('docker push', output);
    return [source.name, `${pullRegistry}/${source.reference}@${digest}`];
  } catch (error) {
    throw error instanceof DockerCliError ? imagePushFailed(source.name, error) : error;
  }
}
