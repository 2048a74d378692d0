import { createRequire } from 'node:module';
import type * as Zod from 'zod';
import { expect, test } from 'vitest';
import '../../stacks/lazy-packages.js';

const require = createRequire(import.meta.url);
const loaded = (part: string) => Object.keys(require.cache).some((path) => path.includes(part));

test('cdktf loads without archiver, which comes when something is zipped', () => {
  const fromCdktf = createRequire(require.resolve('cdktf'));
  fromCdktf('cdktf');
  expect(loaded('/archiver-utils/')).toBe(false);

  const archiver = fromCdktf('archiver') as (format: string) => { pointer(): number };
  expect(archiver('zip').pointer()).toBe(0);
  expect(loaded('/archiver-utils/')).toBe(true);
});

test('cdktf loads without semver, which comes when a version is compared', () => {
  const fromCdktf = createRequire(require.resolve('cdktf'));
  fromCdktf('cdktf');
  expect(loaded('/semver/functions/')).toBe(false);

  const semver = fromCdktf('semver') as { satisfies(version: string, range: string): boolean };
  expect(semver.satisfies('1.9.0', '>=1.5')).toBe(true);
  expect(loaded('/semver/functions/')).toBe(true);
});

test('zod loads without the words of other languages, which come when one is asked for', () => {
  const { locales } = require('zod') as typeof Zod;
  expect(loaded('/zod/v4/locales/de.cjs')).toBe(false);

  expect(locales.de().localeError).toBeTypeOf('function');
  expect(loaded('/zod/v4/locales/de.cjs')).toBe(true);
});
