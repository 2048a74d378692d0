import { expect, test } from 'vitest';
import { smallestMemberBytes } from '../../src/model/member-memory.js';
import { splitMemory } from '../../src/model/memory.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { GB, MB } from '../../src/model/sizes.js';
import { clusterConfig, hosts } from './cluster-config.js';

test.each([2, 3, 32, 512])('shares a host of %d GB without a byte left or lent', (size) => {
  const { memberBytes, ...others } = splitMemory(size * GB, size * GB, true);
  const sum = Object.values(others).reduce((total, bytes) => total + bytes, memberBytes);
  expect(sum).toBe(size * GB);
  expect(memberBytes).toBeGreaterThan(0.5 * size * GB);
});

test('keeps small hosts alive with fixed least sizes', () => {
  expect(splitMemory(2 * GB, 2 * GB, true)).toEqual({
    hostBytes: 256 * MB,
    etcdBytes: 256 * MB,
    haproxyBytes: 128 * MB,
    pgbouncerBytes: 96 * MB,
    reconcilerBytes: 160 * MB,
    memberBytes: 1152 * MB,
  });
});

test('gives the share of a missing etcd to the member', () => {
  const with_ = splitMemory(32 * GB, 32 * GB, true);
  const without = splitMemory(32 * GB, 32 * GB, false);
  expect(without.memberBytes - with_.memberBytes).toBe(with_.etcdBytes);
});

test('a limit of a tier comes off the member beside it', () => {
  const tiers = { etcd: { resources: { memory: '4GB' } } };
  const memberOf = (swarm: object) =>
    smallestMemberBytes(clusterConfig({ swarm, nodes: hosts(3), databases: [] }));
  expect(memberOf({}) - memberOf({ tiers })).toBe(2 * GB);
});

test('tasks get the limits of the file, and memory is reserved as without them', () => {
  const resources = { memory: '1GB', cpus: 1.5 };
  const tiers = { etcd: { resources }, haproxy: { resources }, pgbouncer: { resources } };
  const model = resolveCluster(clusterConfig({ swarm: { tiers } }));
  const limit = { memoryBytes: GB, nanoCpus: 1.5e9 };
  expect(model.etcd.resources).toMatchObject({ ...limit, memoryReservationBytes: GB });
  expect(model.haproxy.resources).toMatchObject({ ...limit, memoryReservationBytes: GB / 2 });
  expect(model.pgbouncer.resources).toMatchObject({ ...limit, memoryReservationBytes: GB / 2 });
  expect(model.haproxy.threads).toBe(1);
});

test('reserves no more CPUs on a host than it has, half a CPU included', () => {
  const model = resolveCluster(
    clusterConfig({ nodes: hosts(3, { memory: '2GB', cpus: 0.5 }), databases: [] }),
  );
  const reserved = [
    model.etcd.resources,
    model.haproxy.resources,
    model.pgbouncer.resources,
    model.reconciler.resources,
    ...model.patroni.members.slice(0, 1).map((member) => member.resources),
  ].reduce((sum, resources) => sum + resources.nanoCpusReservation, 0);
  expect(reserved).toBeLessThanOrEqual(0.5e9);
});
