import type { HaproxyModel, PgbouncerModel } from './edge-model.js';
import type { EtcdModel } from './etcd-model.js';
import type { PatroniModel } from './patroni-model.js';
import type { ReconcilerModel } from './reconciler-model.js';
import type { NetworkModel } from './service-model.js';

/**
 * The cluster with every decision taken. Renderers, constructs, plan and reconciler read this and
 * decide nothing. Sizes are bytes, times milliseconds or seconds as the name says.
 */
export interface ClusterModel {
  readonly clusterScope: string;
  readonly protect: boolean;
  readonly lab: boolean;
  readonly managers: readonly string[];
  /** Nodes that are left out of this deploy, sorted; see `withoutNodes`. */
  readonly without: readonly string[];
  readonly terraformBackend: TerraformBackend;
  readonly images: ImageOverrides;
  readonly networks: { readonly data: NetworkModel; readonly dcs: NetworkModel };
  readonly etcd: EtcdModel;
  readonly patroni: PatroniModel;
  readonly haproxy: HaproxyModel;
  readonly pgbouncer: PgbouncerModel;
  readonly reconciler: ReconcilerModel;
}

export type Tier = 'etcd' | 'patroni' | 'haproxy' | 'pgbouncer' | 'agent';

/** `repo:tag@sha256:…` by tier, for entries the cluster file overrides. */
export type ImageOverrides = Readonly<Partial<Record<Tier, string>>>;

export interface TerraformBackend {
  readonly type: 'local' | 's3' | 'http' | 'pg' | 'gcs' | 'azurerm';
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}
