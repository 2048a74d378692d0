import { expect, test } from 'vitest';
import { syncWidth } from '../../src/reconciler/sync-width.js';
import { FakePatroni, marks } from '../handover/fake-patroni.js';
import { context, FakeSql } from './factories.js';

function left(stopping: readonly string[], gone: readonly string[] = []) {
  const patroni = new FakePatroni();
  patroni.loan = { by: 'patroni/a', value: null };
  patroni.config = { synchronous_node_count: 2 };
  patroni.seen = marks({ stopping: new Set(stopping), gone: new Set(gone) });
  const { controlAt, lent } = patroni;
  return { patroni, step: syncWidth({ ...patroni.tools, controlAt, lent }) };
}

test.each([
  ['died', [], []],
  ['is gone', ['patroni/a'], ['patroni/a']],
])('takes back what a leader lent itself that %s', async (_, stopping, gone) => {
  const { patroni, step } = left(stopping, gone);
  expect((await step.run(context(new FakeSql()))).kind).toBe('done');
  expect(patroni.config).toEqual({ synchronous_node_count: null });
  expect(patroni.loan).toBeUndefined();
});

test('waits while that leader still hands over', async () => {
  const { patroni, step } = left(['patroni/a']);
  expect(await step.run(context(new FakeSql()))).toEqual({
    kind: 'wait',
    reasons: ['patroni/a hands over, with one sync standby more than usual'],
  });
  expect(patroni.config).toEqual({ synchronous_node_count: 2 });
});
