import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  hasWal,
  readEtcdConf,
  readMemberId,
  setDataAside,
  writeJoiningConf,
  writeMemberId,
} from '../../src/live/etcd-files.js';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'etcd-files-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const golden = 'test/golden/lab/etcd/node-1/etcd.conf';

test('reads who a member is and who the others are', () => {
  expect(readEtcdConf(golden)).toEqual({
    name: 'node-1',
    dataDirectory: '/var/lib/etcd/data',
    peerUrl: 'http://lab-etcd-node-1:2380',
    clientUrl: 'http://lab-etcd-node-1:2379',
    token: 'lab-dcs',
    peers: [
      { name: 'node-2', peerUrl: 'http://lab-etcd-node-2:2380' },
      { name: 'node-3', peerUrl: 'http://lab-etcd-node-3:2380' },
    ],
  });
});

test('the joining copy differs in how the cluster begins, and in nothing else', () => {
  const target = join(directory, 'etcd.conf');
  writeJoiningConf(golden, target, 'node-1=http://a:2380');
  expect(parse(readFileSync(target, 'utf8'))).toEqual({
    ...(parse(readFileSync(golden, 'utf8')) as object),
    'initial-cluster': 'node-1=http://a:2380',
    'initial-cluster-state': 'existing',
  });
});

test('only a finished log counts as data', () => {
  const data = join(directory, 'data');
  expect(hasWal(data)).toBe(false);
  mkdirSync(join(data, 'member', 'wal'), { recursive: true });
  writeFileSync(join(data, 'member', 'wal', '0.tmp'), '');
  expect(hasWal(data)).toBe(false);
  writeFileSync(join(data, 'member', 'wal', '0000000000000000-0000000000000000.wal'), '');
  expect(hasWal(data)).toBe(true);
});

test('data is set aside together with its owner, and kept', () => {
  const data = join(directory, 'data');
  for (const content of ['older', 'newer']) {
    mkdirSync(data);
    writeFileSync(join(data, 'db'), content);
    writeMemberId(data, '12');
    expect(readMemberId(data)).toBe('12');
    setDataAside(data);
    expect(readMemberId(data)).toBeUndefined();
    expect(existsSync(data)).toBe(false);
    expect(readFileSync(join(`${data}.removed`, 'db'), 'utf8')).toBe(content);
  }
});
