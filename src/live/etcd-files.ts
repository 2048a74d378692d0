import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from '../core/zod.js';

const confSchema = z.looseObject({
  name: z.string(),
  'data-dir': z.string(),
  'initial-advertise-peer-urls': z.string(),
  'advertise-client-urls': z.string(),
  'initial-cluster': z.string(),
  'initial-cluster-token': z.string(),
});

/** What one member's `etcd.conf` says about it and the others. */
export interface EtcdConf {
  readonly name: string;
  readonly dataDirectory: string;
  readonly peerUrl: string;
  readonly clientUrl: string;
  readonly token: string;
  /** Every member but this one. */
  readonly peers: readonly { readonly name: string; readonly peerUrl: string }[];
}

export function readEtcdConf(path: string): EtcdConf {
  const conf = confSchema.parse(parse(readFileSync(path, 'utf8')));
  const peers = conf['initial-cluster'].split(',').map((entry) => {
    const [name = '', peerUrl = ''] = entry.split('=');
    return { name, peerUrl };
  });
  return {
    name: conf.name,
    dataDirectory: conf['data-dir'],
    peerUrl: conf['initial-advertise-peer-urls'],
    clientUrl: conf['advertise-client-urls'],
    token: conf['initial-cluster-token'],
    peers: peers.filter(({ name }) => name !== conf.name),
  };
}

/**
 * Writes a copy of `source` that joins a running cluster instead of making one.
 *
 * @param initialCluster - `name=url` of every member the cluster has now, this one among them
 */
export function writeJoiningConf(source: string, target: string, initialCluster: string): void {
  const conf = confSchema.parse(parse(readFileSync(source, 'utf8')));
  const joining = {
    ...conf,
    'initial-cluster': initialCluster,
    'initial-cluster-state': 'existing',
  };
  writeFileSync(target, stringify(joining));
}

/** Whether a member's log is there: etcd makes it first, in one rename, and goes by it itself. */
export function hasWal(dataDirectory: string): boolean {
  const directory = join(dataDirectory, 'member', 'wal');
  return existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.wal'));
}

/** @returns decimal id; undefined if none was written */
export function readMemberId(dataDirectory: string): string | undefined {
  const path = memberIdPath(dataDirectory);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/** Beside the data, and gone with the volume as it is. */
export function writeMemberId(dataDirectory: string, memberId: string): void {
  const path = memberIdPath(dataDirectory);
  writeFileSync(`${path}.new`, `${memberId}\n`);
  renameSync(`${path}.new`, path);
}

/** Renames the data to `<data>.removed`, in the place of what lay there before. */
export function setDataAside(dataDirectory: string): void {
  rmSync(memberIdPath(dataDirectory), { force: true });
  if (!existsSync(dataDirectory)) return;
  rmSync(`${dataDirectory}.removed`, { recursive: true, force: true });
  renameSync(dataDirectory, `${dataDirectory}.removed`);
}

function memberIdPath(dataDirectory: string): string {
  return join(dirname(dataDirectory), 'member-id');
}
