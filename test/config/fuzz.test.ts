import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClusterFile } from '../../config/load.js';
import { checkCluster } from '../../src/model/check-cluster.js';
import { formatProblem } from '../../src/core/problem.js';
import { invalidFixtures, validFixtures } from '../fixtures/clusters.js';

const texts = [...validFixtures(), ...invalidFixtures().map(({ file }) => file)].map((file) =>
  readFileSync(file, 'utf8'),
);

const scraps = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('[', '}', ': ', '\n  ', '- ', '"', '&a ', '*a', '<<: ', '!!', '|\n', '%', '\0'),
  fc.constantFrom('null', '-1', '1e999', '.nan', '__proto__: 1', 'constructor: x', '{}', '[]', '~'),
);

/** One cut, one scrap: near enough to a real file that every layer is reached. */
const mutated = fc
  .record({
    text: fc.constantFrom(...texts),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.integer({ min: 0, max: 20 }),
    scrap: scraps,
  })
  .map(({ text, at, cut, scrap }) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + scrap + text.slice(from + cut);
  });

test('whatever a file holds, it is read or its problems have a place and words', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const { config, readable, doubtful, positions, problems } = parseClusterFile(text, 'x.yaml');
      const found = [
        ...problems,
        ...(readable ? checkCluster(readable, { doubtful, positions }) : []),
      ];
      expect(config === undefined).toBe(problems.length > 0);
      const unplaced = found.filter(({ source }) => (source?.line ?? 0) < 1);
      const unworded = found.map(formatProblem).filter((text) => /undefined|\[object/.test(text));
      expect([...unplaced, ...unworded]).toEqual([]);
    }),
    { numRuns: 250, seed: 3 },
  );
});
