import { beforeAll, expect, test } from 'vitest';
import type { Document } from 'yaml';
import { names } from '../../src/model/names.js';
import { changedCluster } from '../support/cluster-copy.js';
import { endpoint, endpoints, PORTS, waitWhole } from '../support/cluster.js';
import { recordSeconds } from '../support/figures.js';
import { lab, SCOPE } from '../support/lab-hosts.js';
import { predicted } from '../support/predicted-deploy.js';
import { readBack } from '../support/read-back.js';
import { waitUntil } from '../support/wait.js';
import { Writer } from '../support/writer.js';

const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 90;
const SUBNET = '10.99.1.0/24';

/** A network cannot be changed: it and every service on it but the reconciler is guarded. */
const objects = [
  { code: 'NETWORK_REPLACED', object: names.dataNetwork(SCOPE) },
  ...[
    names.haproxy(SCOPE),
    names.pgbouncer(SCOPE),
    ...lab.nodes.map(({ name }) => names.patroniMember(SCOPE, name)),
  ].map((object) => ({ code: 'SERVICE_REPLACED', object })),
];

const changes: readonly (readonly [title: string, change: (document: Document) => void])[] = [
  [
    'another subnet',
    (document) => {
      document.setIn(['swarm', 'networks', 'data'], SUBNET);
    },
  ],
  ['the subnet of before', () => undefined],
];

beforeAll(() => waitWhole(WHOLE_SECONDS));

test.each(changes)(
  'a network that is made anew takes its services with it, as plan says, and no row: %s',
  async (title, change) => {
    const writer = await Writer.start(title, endpoints(PORTS.write));
    await waitUntil('the writer wrote', 10, () =>
      Promise.resolve(writer.lastAcknowledgedAt > 0 ? undefined : 'nothing'),
    );
    const written = await writer.stop();
    const file = changedCluster('another-network', (document) => {
      document.setIn(
        ['approve'],
        objects.map((one) => ({ ...one, until: '2099-12-31' })),
      );
      change(document);
    });
    const { deploy } = await predicted(title, file);
    const { seconds } = await deploy();
    recordSeconds('A network that is made anew', `${title}: deploy`, seconds);
    const { lost } = await readBack(endpoint(lab.nodes[0], PORTS.write), written);
    expect(lost, 'acknowledged rows lost').toEqual([]);
  },
  12 * MINUTE_MS,
);
