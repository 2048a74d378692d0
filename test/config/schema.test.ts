import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineCluster } from '../../config/define-cluster.js';
import { bare, wanted } from '../../config/schema-tree.js';
import { clusterSchema } from '../../config/schema/cluster.js';
import { haproxySchema } from '../../config/schema/haproxy.js';
import { parseTime } from '../../src/core/units.js';
import { timing } from '../../src/model/timing.js';
import { UserError } from '../../src/core/problem.js';
import { clusterInput } from '../fixtures/clusters.js';

/** Every schema a value can have, with the path to it. */
function leaves(schema: z.ZodType, path = ''): [string, z.ZodType][] {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = inner.shape;
    return Object.entries(shape).flatMap(([key, below]) => leaves(below, `${path}.${key}`));
  }
  if (inner instanceof z.ZodArray) return leaves(inner.element as z.ZodType, `${path}[]`);
  if (inner instanceof z.ZodRecord) return leaves(inner.valueType as z.ZodType, `${path}.*`);
  return [[path, schema]];
}

test.each(leaves(clusterSchema))('%s says in words what it wants', (_, schema) => {
  expect(wanted(schema)).not.toMatch(/Invalid|pattern|^a map|^text$/);
});

test('takes one Terraform backend without asking for the others', () => {
  const config = defineCluster(
    clusterInput({ terraform: { backend: { s3: { bucket: 'state' } } } }),
  );
  expect(config.terraform.backend).toEqual({ s3: { bucket: 'state' } });
});

test('HAProxy cuts its last sessions before the Swarm kills it', () => {
  const longest = haproxySchema.safeParse({ 'hard-stop-after': '25s' });
  expect(longest.success && parseTime('25s')).toBeLessThan(timing.edgeStopGraceMs);
  const asGrace = { 'hard-stop-after': `${timing.edgeStopGraceMs / 1000}s` };
  expect(haproxySchema.safeParse(asGrace).success).toBe(false);
});

test('a cluster in TypeScript is checked as strictly, without positions', () => {
  const wrong = { ...clusterInput(), scope: 'Orders', replicas: 3 };
  const error = caught(() => defineCluster(wrong));
  expect(error.problems).toMatchObject([
    { code: 'BAD_FORMAT', at: 'scope' },
    { code: 'UNKNOWN_KEY', at: 'replicas' },
  ]);
  expect(error.problems.every(({ source }) => source === undefined)).toBe(true);
});

function caught(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
