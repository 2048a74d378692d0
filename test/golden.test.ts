import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { resolveCluster } from '../src/model/resolve-cluster.js';
import { listFiles, renderAll } from '../src/render/render-all.js';
import { shippedConfig } from './model/cluster-config.js';

const update = process.env.UPDATE_GOLDEN === '1';

// Whole clusters, so that `haproxy -c`, an editor and a reviewer can read what is generated.
const clusters = ['lab', 'production'] as const;

describe.each(clusters)('%s', (name) => {
  const directory = fileURLToPath(new URL(`./golden/${name}`, import.meta.url));
  const rendered = new Map(
    [...listFiles(renderAll(resolveCluster(shippedConfig(name))))].map(([path, { text }]) => [
      path,
      text,
    ]),
  );
  if (update) rewrite(directory, rendered);

  test('has every file of the cluster and no other', () => {
    expect(filesUnder(directory)).toEqual([...rendered.keys()]);
  });

  test.each([...rendered])('%s', (path, text) => {
    expect(text).toBe(readFileSync(join(directory, path), 'utf8'));
  });
});

test('there is no golden cluster that nothing renders', () => {
  expect(readdirSync(new URL('./golden', import.meta.url)).sort()).toEqual([...clusters]);
});

function rewrite(directory: string, files: ReadonlyMap<string, string>): void {
  rmSync(directory, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
