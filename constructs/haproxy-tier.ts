import type { HaproxyModel } from '../src/model/edge-model.js';
import { ids } from '../src/model/paths.js';
import { renderHaproxyCfg } from '../src/render/haproxy-cfg.js';
import { edgeService } from './edge-service.js';
import type { OverlayNetwork } from './overlay-network.js';
import type { MountedSecret, SwarmService } from './swarm-service.js';
import { Construct } from './terraform.js';

export interface HaproxyTierProps {
  readonly model: HaproxyModel;
  readonly image: string;
  /** Users of the statistics page, a second HAProxy file. */
  readonly statsSecret: MountedSecret;
  /** Overlay network that also carries the Patroni members. */
  readonly network: OverlayNetwork;
}

/**
 * HAProxy in front of the members: one port for the primary, one for replicas.
 *
 * Without this tier clients cannot connect; replication and failover go on.
 * Declares one `docker_config` and one `docker_service`.
 */
export class HaproxyTier extends Construct {
  /** Its name is the host that PgBouncer connects to. */
  readonly service: SwarmService;

  constructor(scope: Construct, id: string, props: HaproxyTierProps) {
    super(scope, id);
    const { model } = props;
    this.service = edgeService(this, {
      model,
      image: props.image,
      file: renderHaproxyCfg(model),
      secret: props.statsSecret,
      network: props.network,
      user: ids.haproxy,
      hostPorts: [model.writePort, model.readPort, model.statsPort],
      stopSignal: 'SIGUSR1',
    });
  }
}
