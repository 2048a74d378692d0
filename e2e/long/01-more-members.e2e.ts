import { beforeAll, expect, test } from 'vitest';
import type { LabNode } from '../../lab/context.js';
import { type Document } from 'yaml';
import { names } from '../../src/model/names.js';
import { cli, cliJson, cliMust } from '../support/cli.js';
import { changedCluster } from '../support/cluster-copy.js';
import { endpoint, leader, PORTS, waitWhole } from '../support/cluster.js';
import { etcdVoters, watchQuorum } from '../support/etcd-watch.js';
import { record, recordSeconds } from '../support/figures.js';
import { dockerOn, lab, SCOPE, swarmDocker, wholeLab } from '../support/lab-hosts.js';
import { predicted } from '../support/predicted-deploy.js';
import { told } from '../support/shell.js';
import { queryOnce } from '../support/short-lived-client.js';
import { ask } from '../support/parameters.js';
import { underFault } from '../support/under-fault.js';

const TABLE = 'More members, and fewer again';
const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 120;
const added = wholeLab.nodes.slice(lab.nodes.length);

beforeAll(async () => {
  await cliMust(['lab', 'up', '--hosts', String(wholeLab.nodes.length)]);
  for (const { name } of added) await availability(name, 'active');
  await waitWhole(WHOLE_SECONDS);
}, 5 * MINUTE_MS);

function addNodes(document: Document): void {
  for (const index of lab.nodes.keys()) document.setIn(['nodes', index, 'etcd'], true);
  for (const { name } of added) {
    document.addIn(['nodes'], {
      name,
      etcd: true,
      memory: '3GB',
      cpus: 2,
      storage: 'ssd',
      disk: '10GB',
    });
  }
}

/** Deploys what was planned, under a writer, and looks at etcd meanwhile. */
async function deployed(
  title: string,
  file: string,
  hosts: readonly LabNode[],
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const quorum = watchQuorum();
  let output = '';
  const { lost, overlaps, totalSeconds } = await underFault({
    name: title,
    hosts,
    harm: async () => {
      await before();
      const { deploy } = await predicted(title, file, { hosts });
      const { seconds, stdout, stderr } = await deploy();
      output = `${stderr}\n${stdout}`;
      recordSeconds(TABLE, `${title}: deploy`, seconds);
    },
    wholeWithinSeconds: WHOLE_SECONDS,
  });
  const { withoutQuorum, looks } = await quorum();
  recordSeconds(TABLE, `${title}: total write gap`, totalSeconds);
  record({
    table: TABLE,
    what: `${title}: etcd without quorum`,
    value: `${withoutQuorum} of ${looks} looks`,
  });
  expect(lost, 'acknowledged rows lost').toEqual([]);
  expect(overlaps, 'writes taken by two primaries').toEqual([]);
  expect(withoutQuorum, 'looks at etcd without a quorum').toBe(0);
  return output;
}

function availability(node: string, wanted: 'active' | 'drain'): Promise<string> {
  return swarmDocker(['node', 'update', '--availability', wanted, node]);
}

const nodeNames = (hosts: readonly LabNode[]) => hosts.map(({ name }) => name);

test(
  'two nodes in the file are two more members of PostgreSQL and etcd',
  async () => {
    const file = changedCluster('grown', addNodes);
    await deployed('three nodes to five', file, wholeLab.nodes);
    expect(await etcdVoters('node-1')).toEqual(nodeNames(wholeLab.nodes));
    for (const host of added) {
      const [row] = await queryOnce(
        endpoint(host, PORTS.write),
        'select count(*) > 0 as there from pg_stat_activity',
      );
      expect(row).toEqual({ there: true });
    }
  },
  15 * MINUTE_MS,
);

test(
  'nodes that leave the file leave nothing behind but their volumes',
  async () => {
    const objects = added.flatMap(({ name }) => [
      names.etcdMember(SCOPE, name),
      names.patroniMember(SCOPE, name),
    ]);
    const file = changedCluster('shrunk', (document) => {
      const approvals = objects.map((object) => ({
        code: 'SERVICE_DELETED',
        object,
        until: '2099-12-31',
      }));
      document.setIn(['approve'], approvals);
    });
    const output = await deployed('five nodes to three', file, lab.nodes, async () => {
      const refused = await cli(['deploy', file]);
      expect(refused.stderr, told(refused)).toContain('NODE_NOT_IN_FILE');
      for (const { name } of added) await availability(name, 'drain');
    });
    expect(await etcdVoters('node-1')).toEqual(nodeNames(lab.nodes));
    const slots = await ask(
      await leader(),
      "select string_agg(slot_name, ',') from pg_replication_slots",
    );
    for (const { name } of added) expect(slots).not.toContain(name.replace('-', '_'));
    for (const host of added) {
      const { stdout } = await dockerOn(host, ['volume', 'ls', '-q']);
      for (const volume of stdout.split('\n').filter((one) => one.startsWith(SCOPE))) {
        expect(output, 'volumes that stay').toContain(volume);
      }
    }
    expect(await cliJson(['status', 'lab'])).toMatchObject({
      up: true,
      reconciler: { status: { drift: [] } },
    });
  },
  15 * MINUTE_MS,
);
