import { expect, test } from 'vitest';
import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { readClusterFile } from '../../../config/load.js';
import { rules } from '../../../src/model/rules/index.js';
import type { Rule } from '../../../src/model/rules/rule.js';
import { invalidFixtures, validFixtures } from '../../fixtures/clusters.js';

const configs = [...validFixtures(), ...invalidFixtures().map(({ file }) => file)].flatMap(
  (file) => readClusterFile(file).config ?? [],
);

/** The same data; `read` hears the key path of every value that is looked at. */
function watched<T extends object>(target: T, read: (path: string) => void, path = ''): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key);
      if (typeof key === 'symbol' || !Object.hasOwn(object, key) || key === 'length') return value;
      const step = Array.isArray(object) ? '[]' : `${path === '' ? '' : '.'}${key}`;
      if (typeof value !== 'object' || value === null) {
        read(path + step);
        return value;
      }
      return watched(value, read, path + step);
    },
  });
}

function undeclared({ reads, check }: Rule, config: ClusterConfig): string[] {
  const seen = new Set<string>();
  check(watched(config, (path) => seen.add(path)));
  return [...seen].filter((path) => !reads.some((read) => path === read || within(path, read)));
}

const within = (path: string, read: string) =>
  path.startsWith(`${read}.`) || path.startsWith(`${read}[]`);

test.each(rules.map((rule) => [rule.code, rule] as const))(
  '%s looks at nothing but what it declares, so that a wrong value silences it',
  (_, rule) => {
    expect(configs.flatMap((config) => undeclared(rule, config))).toEqual([]);
  },
);

test('each code belongs to one rule', () => {
  const codes = rules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
