import { expect, test } from 'vitest';
import { nodes, problemsOf } from './problems-of.js';

test('two nodes of one name, or on one host, are refused at the second', () => {
  expect(problemsOf({ nodes: nodes({}, { name: 'pg-1' }, {}) })).toMatchObject([
    { code: 'DUPLICATE_NODE', at: 'nodes[1].name' },
  ]);
  expect(problemsOf({ nodes: nodes({}, {}, { hostname: 'pg-2' }) })).toMatchObject([
    { code: 'DUPLICATE_NODE', at: 'nodes[2].hostname' },
  ]);
});

test('no row may be lost only if enough members can hold a copy', () => {
  expect(problemsOf({ nodes: nodes({}) })).toMatchObject([
    {
      code: 'SYNC_NEEDS_REPLICA',
      at: 'availability.rpo',
      got: '0 members beside the leader without nosync',
    },
  ]);
  expect(problemsOf({ nodes: nodes({}), availability: { rpo: '1MB' } })).toEqual([]);
  const nosync = nodes({}, { tags: { nosync: true } }, { tags: { nosync: true } });
  expect(problemsOf({ nodes: nosync })).toMatchObject([{ code: 'SYNC_NEEDS_REPLICA' }]);
});

test("a member's config must have a name the Swarm takes: 64 characters", () => {
  const [longest, tooLong] = ['a'.repeat(30), 'b'.repeat(30)];
  const scoped = (scope: string, name: string) =>
    problemsOf({ scope, nodes: nodes({ name }, {}, {}) });
  expect(scoped('s'.repeat(14), longest)).toEqual([]);
  expect(scoped('s'.repeat(15), tooLong)).toMatchObject([
    { code: 'NAME_TOO_LONG', at: 'nodes[0].name' },
  ]);
});
