import type { ClusterModel } from '../model/cluster-model.js';
import { renderBootstrapYml } from './bootstrap-yml.js';
import { renderDatabasesYml } from './databases-yml.js';
import { renderEtcdConf } from './etcd-conf.js';
import { renderHaproxyCfg } from './haproxy-cfg.js';
import { renderPatroniDynamicYml } from './patroni-dynamic-yml.js';
import { renderPatroniYml } from './patroni-yml.js';
import { renderPgHba } from './pg-hba.js';
import { renderPgbouncerIni } from './pgbouncer-ini.js';
import { renderPostgresqlConf } from './postgresql-conf.js';
import type { RenderedFile } from './rendered-file.js';
import { renderTopologyYml } from './topology-yml.js';

export interface MemberFile {
  /** `nodes[].name` of the member that the file belongs to. */
  readonly node: string;
  readonly file: RenderedFile;
}

/** Every generated file of a cluster, by the tier that mounts it. */
export interface RenderedCluster {
  readonly etcd: readonly MemberFile[];
  readonly patroni: readonly MemberFile[];
  /** Written once, then frozen; every Patroni member mounts it. */
  readonly bootstrap: RenderedFile;
  readonly haproxy: RenderedFile;
  readonly pgbouncer: RenderedFile;
  /** Mounted in the reconciler only. */
  readonly desired: readonly RenderedFile[];
}

export function renderAll(model: ClusterModel): RenderedCluster {
  const { etcd, patroni } = model;
  return {
    etcd: etcd.members.map((member) => ({
      node: member.node,
      file: renderEtcdConf(etcd, member),
    })),
    patroni: patroni.members.map((member) => ({
      node: member.node,
      file: renderPatroniYml(patroni, member),
    })),
    bootstrap: renderBootstrapYml(patroni),
    haproxy: renderHaproxyCfg(model.haproxy),
    pgbouncer: renderPgbouncerIni(model.pgbouncer),
    desired: renderDesiredState(model),
  };
}

/** What the reconciler brings the live cluster to. */
export function renderDesiredState(model: ClusterModel): RenderedFile[] {
  return [
    renderDatabasesYml(model.reconciler),
    renderPatroniDynamicYml(model.patroni),
    renderPgHba(model.patroni),
    renderPostgresqlConf(model.patroni),
    renderTopologyYml(model),
  ];
}

/**
 * All files under the names a reader finds them by: `<tier>[/<node>]/<file name>`, sorted.
 */
export function listFiles(rendered: RenderedCluster): Map<string, RenderedFile> {
  const members = (tier: string, files: readonly MemberFile[]) =>
    files.map(({ node, file }) => [`${tier}/${node}/${baseName(file)}`, file] as const);
  const single = (tier: string, file: RenderedFile) => [`${tier}/${baseName(file)}`, file] as const;
  const entries = [
    ...members('etcd', rendered.etcd),
    ...members('patroni', rendered.patroni),
    single('patroni', rendered.bootstrap),
    single('haproxy', rendered.haproxy),
    single('pgbouncer', rendered.pgbouncer),
    ...rendered.desired.map((file) => single('reconciler', file)),
  ];
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function baseName({ path }: RenderedFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
