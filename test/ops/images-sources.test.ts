import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ImageName, recipes } from '../../src/ops/images-recipes.js';
import { findPackageRoot, readImageSources } from '../../src/ops/images-sources.js';

let folder: string;

/** An installed package: images, a bundle, no sources. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'images-sources-'));
  cpSync(new URL('images', findPackageRoot()), join(folder, 'images'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/agent.mjs'), 'agent 1');
  writeFileSync(join(folder, 'package.json'), '{"version":"1.2.3"}');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function references(): Promise<Record<ImageName, string>> {
  const sources = await readImageSources(pathToFileURL(`${folder}/`));
  const pairs = Object.values(sources).map(({ name, reference }) => [name, reference]);
  return Object.fromEntries(pairs) as Record<ImageName, string>;
}

/** Images whose reference differs after `change`. */
async function rebuilt(change: () => void): Promise<string[]> {
  const before = await references();
  change();
  const after = await references();
  return Object.keys(after).filter(
    (name) => after[name as ImageName] !== before[name as ImageName],
  );
}

test('names an image by tool version and content, the same on every read', async () => {
  const { etcd } = await references();
  expect(etcd).toMatch(/^patroni-swarm\/etcd:1\.2\.3-[0-9a-f]{10}$/);
  expect(await rebuilt(() => undefined)).toEqual([]);
});

test('a new agent rebuilds the images that carry it, and no other', async () => {
  const change = () => {
    writeFileSync(join(folder, 'dist/agent.mjs'), 'agent 2');
  };
  expect((await rebuilt(change)).sort()).toEqual(['agent', 'etcd', 'patroni', 'pgbouncer']);
});

test('a change in the base rebuilds everything that stands on it', async () => {
  const change = () => {
    writeFileSync(join(folder, 'images/base/apt.conf'), '');
  };
  expect(await rebuilt(change)).toHaveLength(7);
});

test('a package without its agent bundle says so', async () => {
  rmSync(join(folder, 'dist/agent.mjs'));
  await expect(references()).rejects.toMatchObject({
    problems: [{ code: 'AGENT_BUNDLE_MISSING' }],
  });
});

test.each(Object.entries(recipes))(
  '%s is given every argument it asks for',
  async (name, recipe) => {
    const sources = await readImageSources(pathToFileURL(`${folder}/`));
    const dockerfile = sources[name as ImageName].files.find((file) => file.name === 'Dockerfile');
    const asked = [...`${dockerfile?.content.toString()}`.matchAll(/^ARG (\w+)$/gm)].map(
      ([, arg]) => arg,
    );
    const given = [...(recipe.from ? ['BASE_IMAGE'] : []), ...Object.keys(recipe.args)];
    expect([...new Set(asked)].sort()).toEqual(given.sort());
  },
);
