import type { ClusterRecord } from '../model/record/cluster-record.js';
import { nothing, nodesOf } from './effects.js';
import type { Finding } from './finding.js';
import type { Impact } from './impact.js';

/** What none of the changes does alone, but all of them together. */
export function explainHazards(impact: Impact): Finding[] {
  return [...etcdQuorum(impact), ...syncMembers(impact), ...etcdDowngrade(impact)];
}

/** A majority of the members that exist must stay as it is, or etcd stops: no lock, no leader. */
function etcdQuorum({ change }: Impact): Finding[] {
  const { before, services } = change;
  if (!before || services.every(({ action }) => action === 'delete')) return [];
  const members = before.services.filter(({ tier }) => tier === 'etcd');
  const gone = services.filter(
    ({ action, name }) =>
      (action === 'delete' || action === 'replace') && members.some((one) => one.name === name),
  );
  const mayGo = Math.floor((members.length - 1) / 2);
  if (gone.length === 0 || gone.length <= mayGo) return [];
  return [
    {
      code: 'ETCD_QUORUM_LOST',
      severity: 'data loss',
      object: 'etcd',
      what: `${gone.length} of ${members.length} etcd members go at once`,
      causes: [],
      members: nodesOf(before, 'etcd'),
      clients: 'writes stop, or go on without any failover, until etcd is made anew',
      why: `${members.length} members keep a quorum without ${mayGo} of them, and no more`,
      fix: `take etcd away from ${mayGo === 1 ? 'one node' : `${mayGo} nodes`} at a time, and wait until the cluster is up`,
      resources: gone.map(({ address }) => address),
    },
  ];
}

function syncMembers({ change: { after, before } }: Impact): Finding[] {
  const members = (record: ClusterRecord) =>
    record.services.filter(({ tier }) => tier === 'patroni').length;
  if (!after || !before || after.replication === 'asynchronous') return [];
  if (members(after) >= 2 || members(before) < 2) return [];
  return [
    {
      code: 'SYNC_MEMBERS_TOO_FEW',
      ...nothing(),
      severity: 'data loss',
      object: 'nodes',
      what: `${members(before)} members become ${members(after)}, and commits wait for a standby`,
      causes: [],
      clients: 'writes wait for a standby that is not there, or go on without one',
      why: 'zero loss needs a second member that has every row',
      fix: 'keep two nodes or more, or change availability.rpo first',
      resources: [],
    },
  ];
}

/** Our tags begin with the release they were built by; etcd reads no data of a later one. */
function etcdDowngrade({ change, record }: Impact): Finding[] {
  const etcd = new Set(
    record.services.filter(({ tier }) => tier === 'etcd').map(({ name }) => name),
  );
  const older = change.services.filter(
    ({ after, before, name }) =>
      etcd.has(name) && before && after && isOlder(releaseOf(after.image), releaseOf(before.image)),
  );
  const [first] = older;
  if (!first?.before || !first.after) return [];
  return [
    {
      code: 'ETCD_DOWNGRADE',
      severity: 'data loss',
      object: 'etcd',
      what: 'an image of etcd from an earlier release',
      before: { text: first.before.image },
      after: { text: first.after.image },
      causes: [],
      members: nodesOf(record, 'etcd'),
      clients: 'no failover while etcd does not start',
      why: 'an earlier etcd does not start on data that a later one has written',
      fix: 'keep the image, or restore etcd from a snapshot of that release',
      resources: older.map(({ address }) => address),
    },
  ];
}

/** `0.1.0` of `registry/etcd:0.1.0-9240d7658c@sha256:…`. */
function releaseOf(image: string): number[] {
  const tag = /:(\d+)\.(\d+)\.(\d+)[^/]*@/.exec(image);
  return tag ? tag.slice(1).map(Number) : [];
}

function isOlder(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && other.length === one.length && (one[at] ?? 0) < (other[at] ?? 0);
}
