import { expect, test } from 'vitest';
import { interfacesOn } from '../../lab/routes.js';

/** As Linux prints it, of a machine where a killed engine left its bridge. */
const TABLE = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
br-17bf1f2998a6	004D1FAC	00000000	0001	0	0	0	00FFFFFF	0	0	0
pslab-1	004D1FAC	00000000	0001	0	0	0	00FFFFFF	0	0	0
wide	00001FAC	00000000	0001	0	0	0	0000FFFF	0	0	0
odd	00E0010A	00000000	0001	0	0	0	00E0FFFF	0	0	0
`;

test.each([
  ['172.31.77.0/24', ['br-17bf1f2998a6', 'pslab-1']],
  ['172.31.0.0/16', ['wide']],
  ['10.1.224.0/19', ['odd']],
  ['172.31.78.0/24', []],
])('interfaces on %s', (subnet, names) => {
  expect(interfacesOn(subnet, TABLE)).toEqual(names);
});
