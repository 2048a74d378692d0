import { expect, test } from 'vitest';
import { desiredDigest } from '../../src/model/desired-state.js';
import { paths } from '../../src/model/paths.js';
import {
  changeText,
  configChanges,
  desiredConfig,
  toPatch,
} from '../../src/reconciler/config-tree.js';

const files = [
  { path: paths.desiredDynamic, text: 'ttl: 20\npostgresql: { use_slots: true }\n' },
  { path: paths.desiredPostgresqlConf, text: 'hot_standby = on\nwork_mem = 8MB # tuned\n' },
  { path: paths.desiredHba, text: '# ours\nlocal all postgres   peer\nhost all all all reject\n' },
];

const live = {
  ttl: 20,
  postgresql: {
    use_slots: true,
    parameters: { hot_standby: true, work_mem: '8MB' },
    pg_hba: ['local all postgres peer', 'host all all all reject'],
  },
};

const changesOf = (config: Record<string, unknown>) =>
  configChanges(config, desiredConfig({ files }));

test('spelling is no difference', () => {
  expect(changesOf(live)).toEqual([]);
});

test('every differing, new and dropped key is named with both values', () => {
  const changed = {
    ...{ ttl: 30, slots: { old: { type: 'physical' } } },
    postgresql: { ...live.postgresql, parameters: { work_mem: '4MB' } },
  };
  const changes = changesOf(changed);
  expect(changes.map(changeText)).toEqual([
    'postgresql.parameters.hot_standby: not set -> on',
    'postgresql.parameters.work_mem: 4MB -> 8MB',
    'slots: {"old":{"type":"physical"}} -> not set',
    'ttl: 30 -> 20',
  ]);
  expect(toPatch(changes)).toEqual({
    postgresql: { parameters: { hot_standby: 'on', work_mem: '8MB' } },
    slots: null,
    ttl: 20,
  });
});

test('access rules in another order are a change, sent whole', () => {
  const rules = [...live.postgresql.pg_hba].reverse();
  const changes = changesOf({ ...live, postgresql: { ...live.postgresql, pg_hba: rules } });
  expect(toPatch(changes)).toEqual({
    postgresql: { pg_hba: ['local all postgres   peer', 'host all all all reject'] },
  });
});

test('a pause and a standby cluster are an operator’s: never ended by us', () => {
  expect(changesOf({ ...live, pause: true, standby_cluster: { host: 'other' } })).toEqual([]);
});

test('the digest names the files by content and path, not by order', () => {
  expect(desiredDigest([...files].reverse())).toBe(desiredDigest(files));
  const [first, ...rest] = files;
  const moved = [{ path: '/elsewhere', text: first?.text ?? '' }, ...rest];
  expect(desiredDigest(moved)).not.toBe(desiredDigest(files));
});
