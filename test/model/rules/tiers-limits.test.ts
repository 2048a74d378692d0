import { expect, test } from 'vitest';
import { nodes, problemsOf } from './problems-of.js';

const withTiers = (tiers: object, rest: object = {}) =>
  problemsOf({ swarm: { managers: ['ssh://deploy@pg-1'], tiers }, ...rest });

test('a task may use no more CPUs than the smallest node it can be on has', () => {
  const resources = { cpus: 6 };
  const tiers = { pgbouncer: { resources }, etcd: { resources } };
  const etcd = true;
  const hosts = nodes({ etcd }, { etcd }, { etcd }, { etcd: false, cpus: 4 });
  expect(withTiers(tiers, { nodes: hosts })).toMatchObject([
    {
      code: 'TIER_CPUS',
      at: 'swarm.tiers.pgbouncer.resources.cpus',
      need: expect.stringMatching(/^4 or less/) as string,
    },
  ]);
  expect(withTiers(tiers)).toEqual([]);
});

test('HAProxy has no more threads than CPUs it may use', () => {
  const tiers = { haproxy: { resources: { cpus: 2 } } };
  expect(withTiers(tiers, { haproxy: { nbthread: 3 } })).toMatchObject([
    { code: 'HAPROXY_THREADS', at: 'haproxy.nbthread' },
  ]);
  expect(withTiers(tiers, { haproxy: { nbthread: 2 } })).toEqual([]);
});

test("a proxy's memory is enough for all its connections", () => {
  const memory = (size: string) => ({ haproxy: { resources: { memory: size } } });
  expect(withTiers(memory('130MB'))).toMatchObject([
    { code: 'TIER_MEMORY', at: 'swarm.tiers.haproxy.resources.memory', got: '130MB' },
  ]);
  expect(withTiers(memory('131MB'))).toEqual([]);
  const pools = { pgbouncer: { resources: { memory: '96MB' } } };
  expect(withTiers(pools, { pgbouncer: { max_client_conn: 20000 } })).toMatchObject([
    { code: 'TIER_MEMORY', at: 'swarm.tiers.pgbouncer.resources.memory' },
  ]);
});

test('limits that leave a member too little are refused at the node', () => {
  const tiers = { etcd: { resources: { memory: '30GB' } } };
  expect(withTiers(tiers)).toMatchObject(
    [0, 1, 2].map((index) => ({
      code: 'NODE_TOO_SMALL',
      at: `nodes[${index}].memory`,
      fix: expect.stringMatching(/or lower swarm\.tiers/) as string,
    })),
  );
});
