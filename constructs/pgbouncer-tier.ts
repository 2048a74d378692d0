import type { PgbouncerModel } from '../src/model/edge-model.js';
import { ids } from '../src/model/paths.js';
import { POOL_SHARES } from '../src/model/pool-room.js';
import { renderPgbouncerIni } from '../src/render/pgbouncer-ini.js';
import { edgeService } from './edge-service.js';
import type { OverlayNetwork } from './overlay-network.js';
import type { MountedSecret, SwarmService } from './swarm-service.js';
import { Construct } from './terraform.js';

export interface PgBouncerTierProps {
  readonly model: PgbouncerModel;
  readonly image: string;
  /** PgBouncer's `auth_file`. */
  readonly userlist: MountedSecret;
  /** Overlay network that also carries HAProxy. */
  readonly network: OverlayNetwork;
}

/**
 * PgBouncer: pooled access to the primary, by way of HAProxy.
 *
 * Without this tier pooled clients cannot connect; direct clients are not touched.
 * Declares one `docker_config` and one `docker_service`.
 */
export class PgBouncerTier extends Construct {
  readonly service: SwarmService;

  constructor(scope: Construct, id: string, props: PgBouncerTierProps) {
    super(scope, id);
    const { model } = props;
    this.service = edgeService(this, {
      model,
      image: props.image,
      file: renderPgbouncerIni(model),
      secret: props.userlist,
      network: props.network,
      user: ids.pgbouncer,
      hostPorts: [model.port],
      // Since 1.23 SIGTERM waits for every client to leave.
      stopSignal: 'SIGINT',
      environment: [POOL_SHARES, `${model.shares}`],
    });
  }
}
