import { expect, test } from 'vitest';
import { desiredDigest } from '../../src/model/desired-state.js';
import { paths } from '../../src/model/paths.js';
import { pendingChanges } from '../../src/reconciler/pending-changes.js';

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

test('spelling is no difference', () => {
  expect(pendingChanges({ files }, live)).toEqual([]);
});

test('every differing, new and dropped key is named with both values', () => {
  const changed = {
    ttl: 30,
    pause: true,
    postgresql: { ...live.postgresql, parameters: { work_mem: '4MB' } },
  };
  expect(pendingChanges({ files }, changed)).toEqual([
    'postgresql.parameters.hot_standby: not set -> on',
    'postgresql.parameters.work_mem: 4MB -> 8MB',
    'ttl: 30 -> 20',
  ]);
});

test('access rules in another order are a change', () => {
  const swapped = { ...live.postgresql, pg_hba: [...live.postgresql.pg_hba].reverse() };
  expect(pendingChanges({ files }, { ...live, postgresql: swapped })).toMatchObject([
    expect.stringMatching(/^postgresql\.pg_hba: /),
  ]);
});

test('the digest names the files by content and path, not by order', () => {
  expect(desiredDigest([...files].reverse())).toBe(desiredDigest(files));
  const [first, ...rest] = files;
  const moved = [{ path: '/elsewhere', text: first?.text ?? '' }, ...rest];
  expect(desiredDigest(moved)).not.toBe(desiredDigest(files));
});
