import { expect, test } from 'vitest';
import { z } from 'zod';
import { bare } from '../../config/schema-tree.js';
import { clusterFileSchema } from '../../config/schema/cluster.js';
import { descriptionOf } from '../../config/setting-rows.js';

/** Every key that the schema names, sections among them, with the path to it. */
function keys(schema: z.ZodType, path = ''): [string, z.ZodType][] {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = inner.shape;
    return Object.entries(shape).flatMap(([key, below]) => {
      const at = path === '' ? key : `${path}.${key}`;
      return [[at, below] as [string, z.ZodType], ...keys(below, at)];
    });
  }
  if (inner instanceof z.ZodArray) return keys(inner.element as z.ZodType, `${path}[]`);
  if (inner instanceof z.ZodRecord) return keys(inner.valueType as z.ZodType, `${path}.NAME`);
  if (inner instanceof z.ZodUnion) {
    return inner.options.flatMap((option) => keys(option as z.ZodType, path));
  }
  return [];
}

const everyKey = keys(clusterFileSchema);

test('every key says what it does, in a sentence that fits beside the key', () => {
  const silent = everyKey.filter(([, schema]) => {
    const about = descriptionOf(schema) ?? '';
    return !/^[A-Z`].*\.$/s.test(about) || about.length > 120;
  });
  expect(silent.map(([path]) => path)).toEqual([]);
  expect(everyKey.length).toBeGreaterThan(250);
});

test('every number has a least and a most', () => {
  const endless = everyKey.filter(([, schema]) => numbersIn(schema).some(isEndless));
  expect(endless.map(([path]) => path)).toEqual([]);
});

/** The numbers a key itself may be; what a map of chosen names holds is judged elsewhere. */
function numbersIn(schema: z.ZodType): z.ZodNumber[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodNumber) return [inner];
  if (inner instanceof z.ZodArray) return numbersIn(inner.element as z.ZodType);
  if (!(inner instanceof z.ZodUnion)) return [];
  return inner.options.flatMap((option) => numbersIn(option as z.ZodType));
}

function isEndless({ minValue, maxValue }: z.ZodNumber): boolean {
  return [minValue, maxValue].some(
    (bound) => bound === null || Math.abs(bound) >= Number.MAX_SAFE_INTEGER,
  );
}
