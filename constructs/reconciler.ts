import type { ReconcilerModel } from '../src/model/reconciler-model.js';
import { ids } from '../src/model/paths.js';
import type { RenderedFile } from '../src/render/rendered-file.js';
import { ContentConfig } from './content-config.js';
import type { OverlayNetwork } from './overlay-network.js';
import { type MountedSecret, SwarmService } from './swarm-service.js';
import { Construct } from './terraform.js';

const RECONCILE = ['node', '/usr/lib/patroni-swarm/agent.mjs', 'reconcile'];

export interface ReconcilerProps {
  readonly model: ReconcilerModel;
  /** That of the members: candidate settings are tried with their PostgreSQL. */
  readonly image: string;
  /** The cluster-wide desired state: parameters, access rules, databases, topology. */
  readonly desired: readonly RenderedFile[];
  readonly secrets: readonly MountedSecret[];
  readonly data: OverlayNetwork;
  readonly dcs: OverlayNetwork;
}

/**
 * The process in the cluster that carries the desired state to the live system and says "up".
 *
 * Without it databases and roles are not created and an apply does not wait for the truth; a running
 * cluster goes on. Declares one `docker_config` per desired file and one `docker_service`.
 */
export class Reconciler extends Construct {
  readonly service: SwarmService;

  constructor(scope: Construct, id: string, props: ReconcilerProps) {
    super(scope, id);
    const { model } = props;
    const configs = props.desired.map((file) => {
      const base = file.path.replace(/^.*\//, '');
      const name = `${model.serviceName}-${base.replace(/\.[a-z]+$/, '')}`;
      return new ContentConfig(this, `Config-${base}`, { name, file });
    });
    this.service = new SwarmService(this, 'Service', {
      name: model.serviceName,
      image: props.image,
      placement: { kind: 'anywhere', constraints: model.constraints },
      networks: [props.data, props.dcs],
      configs,
      secrets: props.secrets,
      command: RECONCILE,
      user: ids.postgres,
      tmpfs: ['/tmp'],
      probe: model.probe,
      stopGraceMs: model.stopGraceMs,
      resources: model.resources,
      logDriver: model.logDriver,
      onFailure: 'rollback',
      // Longer than the reconciler's own deadline, so that its reason is heard first.
      convergeTimeoutMs: 12 * 60_000,
      protect: false,
    });
  }
}
