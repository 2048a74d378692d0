import { expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';

const patroni = `registry.example.org/patroni:pg18@sha256:${'a'.repeat(64)}`;

test('a major version that the image does not carry needs an image of its own', () => {
  expect(problemsOf({ postgresql: { version: 18 } })).toMatchObject([
    { code: 'IMAGE_LACKS_VERSION', at: 'postgresql.version', got: '18' },
  ]);
  expect(problemsOf({ postgresql: { version: 18 }, images: { patroni } })).toEqual([]);
  expect(problemsOf({ postgresql: { version: 17 } })).toEqual([]);
});
