import { join } from 'node:path';
import { findProjectRoot } from '../../../config/find-clusters.js';
import type { ImageLock } from '../../model/secret-manifest.js';
import { buildImages, listImages, pushImages } from '../../ops/images.js';
import { withOutput, type CliCommand } from '../command.js';
import { columns } from '../format.js';
import { print, type OutputOptions } from '../output.js';

const LOCK = 'config/images.lock.json';
const DEFAULT_ENGINE = 'unix:///var/run/docker.sock';

interface PushOptions extends OutputOptions {
  readonly registry: string;
}

/** The images of every tier: built here, locked by digest. */
export const imagesCommand: CliCommand = {
  addTo(program, signal) {
    const group = program.command('images').summary('build, push and list the images');
    const report = (line: string) => process.stderr.write(`${line}\n`);
    const engineHost = process.env['DOCKER_HOST'] ?? DEFAULT_ENGINE;

    const build = group
      .command('build')
      .summary('build what the local engine does not have yet')
      .description(
        'Builds with the engine of DOCKER_HOST. An image is known by what went into it.',
      );
    withOutput(build, 'images build').action(async (options: OutputOptions) => {
      const built = await buildImages({ engineHost, report, signal });
      print(options, built, (names) =>
        columns([['TIER', 'IMAGE'], ...Object.entries(names).map(([tier, name]) => [tier, name])]),
      );
    });

    const push = group
      .command('push')
      .requiredOption(
        '--registry <registry>',
        'where the Swarm’s hosts pull from, with a path if any',
      )
      .summary('build, push and write the image lock')
      .description(`Builds, pushes, and writes ${LOCK} with the digests: commit it.`);
    withOutput(push, 'images push --registry registry.example.com/db').action(
      async (options: PushOptions) => {
        const { registry } = options;
        const lockPath = join(findProjectRoot(), LOCK);
        const hosts = { pushRegistry: registry, pullRegistry: registry };
        print(
          options,
          await pushImages({ engineHost, ...hosts, lockPath, report, signal }),
          lockText,
        );
      },
    );

    const list = group.command('list').summary('what the image lock says');
    withOutput(list, 'images list').action((options: OutputOptions) => {
      print(options, listImages(join(findProjectRoot(), LOCK)), lockText);
    });
  },
};

function lockText({ images, platform, toolVersion }: ImageLock): string {
  const rows = Object.entries(images).map(([tier, reference]) => [tier, reference]);
  return `${platform}, made by patroni-swarm ${toolVersion}\n\n${columns([['TIER', 'IMAGE'], ...rows])}`;
}
