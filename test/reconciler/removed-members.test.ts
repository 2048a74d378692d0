import { expect, test } from 'vitest';
import { removedMembers } from '../../src/reconciler/removed-members.js';
import { FakePatroni } from '../handover/fake-patroni.js';
import { cluster, context, FakeClock, FakeSql, FakeStore, member } from './factories.js';

const STATUS = '/service/orders/status';
const started = (holder: string) => `/patroni-swarm/orders/started/${holder}`;

/** A cluster that has lost members `d` and `e-2`; Patroni drops their slots `dropsAfterMs` after it may. */
class Left {
  readonly patroni = new FakePatroni();
  readonly clock = new FakeClock();
  readonly store = new FakeStore();
  dropsAfterMs = 10_000;
  slots = ['a', 'b', 'c', 'd', 'e_2'];
  members = cluster();
  readonly #step = removedMembers({
    ...this.patroni.tools,
    controlAt: (host) => ({
      ...this.patroni.controlAt(host),
      patchConfig: async (patch) => {
        await this.patroni.controlAt(host).patchConfig(patch);
        this.#mayDropAt = patch['member_slots_ttl'] === 1 ? this.clock.now() : Infinity;
      },
    }),
    lent: { ...this.patroni.lent, name: 'member_slots_ttl' },
    store: this.store,
    clock: this.clock,
  });
  #mayDropAt = Infinity;

  constructor() {
    this.store.keys[STATUS] = JSON.stringify({ optime: 1, retain_slots: this.slots });
    this.patroni.config = { member_slots_ttl: 86_400 };
  }

  /** Kinds of outcome of passes at the pace of a busy reconciler. */
  async passes(count: number): Promise<string[]> {
    const kinds: string[] = [];
    for (let pass = 0; pass < count; pass += 1) {
      if (this.clock.now() - this.#mayDropAt >= this.dropsAfterMs) this.#drop();
      const rows = this.slots.map((slot_name) => ({ slot_name }));
      const sql = new FakeSql({ pg_replication_slots: rows });
      kinds.push((await this.#step.run(context(sql, { cluster: this.members }))).kind);
      await this.clock.sleep(1000);
    }
    return kinds;
  }

  get patches(): string[] {
    return this.patroni.events.filter((event) => event.startsWith('patch'));
  }

  #drop(): void {
    this.slots = ['a', 'b', 'c'];
    this.store.keys[STATUS] = JSON.stringify({ optime: 1, retain_slots: this.slots });
  }
}

test('slots of members that left are dropped, by a short time to live that is taken back', async () => {
  const left = new Left();
  const kinds = await left.passes(60);
  expect(left.slots).toEqual(['a', 'b', 'c']);
  expect(left.patches).toEqual([
    'patch {"member_slots_ttl":1} at patroni-a',
    'patch {"member_slots_ttl":86400} at patroni-a',
  ]);
  // The time of both runs at once, and Patroni takes ten seconds more.
  expect(kinds.indexOf('done')).toBeGreaterThan(20);
  expect(kinds.indexOf('done')).toBeLessThan(36);
  expect(kinds.at(-1)).toBe('done');
});

test('a slot that Patroni does not drop is given up, and the setting is taken back', async () => {
  const left = new Left();
  left.dropsAfterMs = Infinity;
  expect((await left.passes(120)).at(-1)).toBe('done');
  expect(left.patches).toHaveLength(2);
  expect(left.patroni.config).toEqual({ member_slots_ttl: 86_400 });
});

test('nothing is dropped while a member that is to stay is away, or one that left still runs', async () => {
  const away = new Left();
  away.members = cluster([member('a', 'leader', 'running'), member('b', 'sync_standby')]);
  await away.passes(60);
  expect(away.patches).toEqual([]);
  const running = new Left();
  running.members = cluster([...cluster().members, member('d'), member('e-2')]);
  expect(new Set(await running.passes(60))).toEqual(new Set(['done']));
  expect(running.patches).toEqual([]);
});

test('a reconciler that was killed meanwhile goes on with what was lent', async () => {
  const left = new Left();
  left.patroni.loan = { by: 'reconciler', value: null };
  left.patroni.config = { member_slots_ttl: 1 };
  left.slots = ['a', 'b', 'c'];
  expect(await left.passes(1)).toEqual(['done']);
  expect(left.patroni.config).toEqual({ member_slots_ttl: null });
});

test('marks of members that left are forgotten, the others stay', async () => {
  const left = new Left();
  for (const holder of ['patroni/a', 'etcd/a', 'patroni/d', 'etcd/d']) {
    left.store.keys[started(holder)] = '2026-11-27T00:00:00Z';
  }
  await left.passes(1);
  const marks = Object.keys(left.store.keys).filter((key) => key.includes('/started/'));
  expect(marks).toEqual([started('patroni/a'), started('etcd/a')]);
});

test('a status that an old Patroni wrote names no slots', async () => {
  const left = new Left();
  left.store.keys[STATUS] = '83886080';
  expect(await left.passes(1)).toEqual(['done']);
  Reflect.deleteProperty(left.store.keys, STATUS);
  expect(await left.passes(1)).toEqual(['done']);
});
