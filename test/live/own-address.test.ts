import { expect, test } from 'vitest';
import { ownAddressIn } from '../../src/live/own-address.js';

const network = (address: string, internal = false) => [
  { address, internal, family: 'IPv4', netmask: '', mac: '', cidr: null } as const,
];

const interfaces = {
  lo: network('127.0.0.1', true),
  eth1: network('10.88.1.7'),
  eth0: network('10.88.0.9'),
};

test('a member publishes its address on the first network it shares with the others', () => {
  const subnets = ['127.0.0.1/32', '10.88.0.0/24', '10.88.1.0/24'];
  expect(ownAddressIn(subnets, interfaces)).toBe('10.88.0.9');
});

test('outside of all networks there is no address to publish', () => {
  expect(ownAddressIn(['127.0.0.1/32', '192.0.2.0/24'], interfaces)).toBeUndefined();
});
