import { expect, test } from 'vitest';
import { handOver } from '../../src/handover/hand-over.js';
import { cluster, member } from '../reconciler/factories.js';
import { FakePatroni } from './fake-patroni.js';

const request = { from: 'a', withinMs: 10_000 };
const acts = ({ events }: FakePatroni) => events.filter((event) => !event.includes('{'));
const problem = (kind: string) => expect.objectContaining({ kind }) as unknown;

test('pauses the pools, moves the lock, and resumes when the new leader runs', async () => {
  const patroni = new FakePatroni();
  expect(await handOver(patroni.tools, request)).toEqual({ from: 'a', to: 'b', seconds: 1 });
  expect(acts(patroni)).toEqual(['pause', 'switchover a b at patroni-a', 'resume']);
  expect(patroni.events[0]).toContain('sync_standby');
});

test('asks where it is told to: the name of a stopping leader is gone', async () => {
  const patroni = new FakePatroni();
  await handOver(patroni.tools, { ...request, askAt: '127.0.0.1' });
  expect(acts(patroni)).toContain('switchover a b at 127.0.0.1');
});

test('touches nothing when nobody can take over', async () => {
  const patroni = new FakePatroni();
  patroni.cluster = cluster([member('a', 'leader', 'running'), member('c')]);
  await expect(handOver(patroni.tools, request)).rejects.toEqual(problem('refused'));
  await expect(handOver(patroni.tools, { ...request, from: 'c' })).rejects.toEqual(
    problem('refused'),
  );
  expect(acts(patroni)).toEqual([]);
});

test('the word of Patroni that it does not happen ends it after three tries, and the pools go on', async () => {
  const patroni = new FakePatroni();
  patroni.answers = [{ status: 412, text: 'no' }];
  await expect(handOver(patroni.tools, request)).rejects.toThrow('HTTP 412: no');
  expect(acts(patroni).filter((act) => act.startsWith('switchover'))).toHaveLength(3);
  expect(acts(patroni).at(-1)).toBe('resume');
});

test('one refusal may come from a connection to a container that is gone: it asks again', async () => {
  const patroni = new FakePatroni();
  patroni.answers = [
    { status: 412, text: 'no good candidates' },
    { status: 200, text: '' },
  ];
  expect((await handOver(patroni.tools, request)).to).toBe('b');
});

test('waits for the candidate no longer than it may', async () => {
  const patroni = new FakePatroni();
  // As when the member that was asked restarts in the middle of its answer.
  patroni.answers = [new Error('socket closed')];
  await expect(handOver(patroni.tools, request)).rejects.toEqual(problem('live'));
  expect(patroni.clock.now()).toBeLessThan(11_000);
  expect(acts(patroni).at(-1)).toBe('resume');
});

test('pools that cannot be paused do not hold up the handover', async () => {
  const patroni = new FakePatroni();
  const pools = {
    pause: () => Promise.reject(new Error('no answer')),
    resume: () => Promise.resolve(),
  };
  expect((await handOver({ ...patroni.tools, pools }, request)).to).toBe('b');
});
