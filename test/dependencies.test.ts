import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, repositoryRoot, shippedFiles } from './source-files.js';

const read = (file: string) => readFileSync(join(repositoryRoot, file), 'utf8');

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;

/** `package (kind)`, as the manifest has it. */
function declared(): string[] {
  const kinds = {
    runtime: manifest.dependencies,
    peer: manifest.peerDependencies,
    dev: manifest.devDependencies,
    optional: manifest.optionalDependencies,
  };
  return Object.entries(kinds).flatMap(([kind, packages]) =>
    Object.keys(packages).map((name) => `${name} (${kind})`),
  );
}

/** The same, as the table in CONTRIBUTING.md has it; a row without a reason does not count. */
function explained(): string[] {
  const [, table = ''] = read('CONTRIBUTING.md').split('## Dependencies');
  return [...table.matchAll(/^\| `([^`]+)` \| ([a-z, ]+) \| \S.* \|$/gm)].flatMap(
    ([, name = '', kinds = '']) => kinds.split(', ').map((kind) => `${name} (${kind})`),
  );
}

test('CONTRIBUTING.md says why for every dependency, and for no other', () => {
  expect(explained().toSorted()).toEqual(declared().toSorted());
});

test('versions are pinned, so that two installs give the same', () => {
  const { dependencies, devDependencies } = manifest;
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

/** Makes the agent bundle in a clone; an installed package brings the bundle along. */
const ONLY_IN_A_CLONE = ['esbuild'];

test('shipped code imports only packages that a user has after installing ours', () => {
  const imported = new Set(
    shippedFiles()
      .flatMap(importsOf)
      .filter((name) => !name.startsWith('node:') && /^(@[^/]+\/)?[a-z0-9-]+(\/|$)/.test(name))
      .filter((name) => !/^(config|constructs|lab|src|stacks)\//.test(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  );
  const packages = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const allowed = [...packages, ...ONLY_IN_A_CLONE];
  expect([...imported].filter((name) => !allowed.includes(name))).toEqual([]);
});
