import type { ClusterConfig } from '../config/schema/cluster.js';
import { requireSound } from '../src/model/check-cluster.js';
import { type ClusterInputs, readClusterInputs } from '../src/model/cluster-inputs.js';
import type { ClusterModel } from '../src/model/cluster-model.js';
import { paths } from '../src/model/paths.js';
import { makeRecord } from '../src/model/record/make-record.js';
import { resolveCluster } from '../src/model/resolve-cluster.js';
import { withoutNodes } from '../src/model/without-nodes.js';
import { renderDesiredState } from '../src/render/render-all.js';
import { imageOf, secretAt } from './cluster-inputs.js';
import { type Endpoint, endpointsOf } from './endpoint.js';
import { EtcdTier } from './etcd-tier.js';
import { HaproxyTier } from './haproxy-tier.js';
import { OverlayNetwork } from './overlay-network.js';
import { PatroniTier } from './patroni-tier.js';
import { PgBouncerTier } from './pgbouncer-tier.js';
import { Reconciler } from './reconciler.js';
import { declareRecord } from './record-output.js';
import { lintServices } from './service-lint.js';
import { Construct } from './terraform.js';

export interface PatroniClusterProps {
  /** From `loadClusterConfig('config/clusters/orders.yaml')` or `defineCluster({ … })`. */
  readonly config: ClusterConfig;
  /** @default - read from the project's image lock and the cluster's secrets file */
  readonly inputs?: ClusterInputs;
  /**
   * `nodes[].name` of hosts that are gone or drained: nothing waits for their members. Apply such a
   * stack with `deploy --without`, which leaves these members out of the apply.
   * @default - none
   */
  readonly without?: readonly string[];
}

/**
 * A highly available PostgreSQL: etcd, Patroni, HAProxy, PgBouncer and the reconciler.
 *
 * Declares no provider and no backend: `ClusterStack` does, or your own stack. Volumes are made by
 * the Swarm on first use and are no Terraform resources, so nothing here can destroy data. The
 * output `patroni_swarm_<scope>` tells a later plan who decided which value.
 */
export class PatroniCluster extends Construct {
  /** Leads to the primary. */
  readonly writeEndpoint: Endpoint;
  /** Leads to replicas, to the primary while there is none. */
  readonly readEndpoint: Endpoint;
  /** Leads to the primary through PgBouncer. */
  readonly pooledEndpoint: Endpoint;
  readonly etcd: EtcdTier;
  readonly patroni: PatroniTier;
  readonly haproxy: HaproxyTier;
  readonly pgbouncer: PgBouncerTier;
  readonly reconciler: Reconciler;
  readonly model: ClusterModel;

  constructor(scope: Construct, id: string, props: PatroniClusterProps) {
    super(scope, id);
    requireSound(props.config);
    const model = withoutNodes(resolveCluster(props.config), props.without ?? []);
    const { protect, without } = model;
    const inputs = props.inputs ?? readClusterInputs(process.cwd(), props.config);
    this.model = model;
    const image = (tier: Parameters<typeof imageOf>[0]) => imageOf(tier, inputs, model.images);
    const data = new OverlayNetwork(this, 'Data', { model: model.networks.data, protect });
    const dcs = new OverlayNetwork(this, 'Dcs', { model: model.networks.dcs, protect });

    this.etcd = new EtcdTier(this, 'Etcd', {
      model: model.etcd,
      image: image('etcd'),
      network: dcs,
      protect,
      without,
    });
    this.patroni = new PatroniTier(this, 'Patroni', {
      model: model.patroni,
      image: image('patroni'),
      secret: secretAt('patroni', paths.patroniSecrets, inputs),
      poolSecret: secretAt('userlist', paths.poolSecret, inputs),
      data,
      dcs,
      protect,
      without,
      after: this.etcd.last,
    });
    this.haproxy = new HaproxyTier(this, 'Haproxy', {
      model: model.haproxy,
      image: image('haproxy'),
      statsSecret: secretAt('haproxy-stats', paths.haproxyStatsCfg, inputs),
      network: data,
    });
    this.pgbouncer = new PgBouncerTier(this, 'Pgbouncer', {
      model: model.pgbouncer,
      image: image('pgbouncer'),
      userlist: secretAt('userlist', paths.userlist, inputs),
      network: data,
    });
    this.reconciler = new Reconciler(this, 'Reconciler', {
      model: model.reconciler,
      image: image('patroni'),
      desired: renderDesiredState(model),
      secrets: [
        secretAt('postgres', paths.postgresSecret, inputs),
        secretAt('roles', paths.rolesSecret, inputs),
        secretAt('userlist', paths.poolSecret, inputs),
      ],
      data,
      dcs,
    });

    declareRecord(this, makeRecord(props.config, model));

    const endpoints = endpointsOf(model);
    this.writeEndpoint = endpoints.write;
    this.readEndpoint = endpoints.read;
    this.pooledEndpoint = endpoints.pooled;
    this.node.addValidation({ validate: () => lintServices(this) });
  }
}
