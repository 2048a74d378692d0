import { afterEach, expect, test, vi } from 'vitest';
import { etcdStatus, etcdStore } from '../../src/live/etcd.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Answers by host; a host that is not named refuses the connection. */
function stubEndpoints(answers: Record<string, unknown>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    const { host } = new URL(url);
    asked.push(host);
    const answer = answers[host];
    if (!answer) return Promise.reject(new Error('refused'));
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  return asked;
}

test('asks the next endpoint when one is dead, and stays with the one that answers', async () => {
  const asked = stubEndpoints({ two: { kvs: [{ key: base64('k'), value: base64('v') }] } });
  const store = etcdStore(['http://one', 'http://two', 'http://three']);
  expect(await store.get('k')).toBe('v');
  expect(await store.getPrefix('k')).toEqual({ k: 'v' });
  expect(asked).toEqual(['one', 'two', 'two']);
});

test('without any endpoint it fails with a reason for each', async () => {
  stubEndpoints({});
  await expect(etcdStore(['http://one', 'http://two']).get('k')).rejects.toThrow(
    /one\/v3\/kv\/range: refused; http:\/\/two/,
  );
});

test('reads what the gateway leaves out as zero: a member without a leader', async () => {
  stubEndpoints({ one: { header: { member_id: '7' }, version: '3.5.16', raftTerm: '4' } });
  expect(await etcdStatus('http://one')).toEqual({
    memberId: '7',
    leaderId: '0',
    isLearner: false,
    version: '3.5.16',
    raftTerm: 4,
    raftIndex: 0,
    dbSizeBytes: 0,
    dbInUseBytes: 0,
    revision: '0',
  });
});
