import { afterEach, expect, test, vi } from 'vitest';
import { everyHost, labContext, onThisLab } from '../../lab/context.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a second lab shares no address, name, port or folder with the first', () => {
  const [first, second] = [labContext('/a', 1), labContext('/b', 2)];
  expect(second.network).toEqual({
    name: 'patroni-swarm-lab-2',
    subnet: '172.31.78.0/24',
    gateway: '172.31.78.1',
    bridge: 'pslab-2',
  });
  const owned = (lab: typeof first) => [
    ...lab.nodes.flatMap(({ address, container, socket }) => [address, container, socket]),
    ...Object.values(lab.registry),
    lab.runDirectory,
  ];
  expect(owned(second).filter((one) => owned(first).includes(one))).toEqual([]);
});

test('a lab may have five hosts, the first three of which are the usual ones', () => {
  const usual = labContext('/a', 2);
  const every = everyHost(usual);
  expect(usual.nodes.map(({ name }) => name)).toEqual(['node-1', 'node-2', 'node-3']);
  expect(every.nodes.slice(0, 3)).toEqual(usual.nodes);
  expect(every.nodes.map(({ address }) => address).slice(3)).toEqual([
    '172.31.78.14',
    '172.31.78.15',
  ]);
});

test('endpoints of the cluster file lead to the lab that is meant', () => {
  const endpoint = 'unix:///run/patroni-swarm-lab/node-1.sock';
  expect(onThisLab(endpoint, labContext('/a', 1))).toBe(endpoint);
  expect(onThisLab(endpoint, labContext('/a', 2))).toBe(
    'unix:///run/patroni-swarm-lab-2/node-1.sock',
  );
});

test('the environment says which lab is meant', () => {
  vi.stubEnv('PATRONI_SWARM_LAB', '3');
  expect(labContext('/a').registry.pushHost).toBe('127.0.0.1:5079');
  vi.stubEnv('PATRONI_SWARM_LAB', '0');
  expect(() => labContext('/a')).toThrow('LAB_NUMBER_INVALID');
});
