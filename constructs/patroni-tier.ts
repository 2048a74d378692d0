import type { PatroniModel } from '../src/model/patroni-model.js';
import { names } from '../src/model/names.js';
import { ids, paths } from '../src/model/paths.js';
import { renderBootstrapYml } from '../src/render/bootstrap-yml.js';
import { renderPatroniYml } from '../src/render/patroni-yml.js';
import { ContentConfig } from './content-config.js';
import { FrozenConfig } from './frozen-config.js';
import type { OverlayNetwork } from './overlay-network.js';
import { type MountedSecret, SwarmService } from './swarm-service.js';
import { Construct } from './terraform.js';

export interface PatroniTierProps {
  readonly model: PatroniModel;
  readonly image: string;
  /** Mounted as `/etc/patroni/secrets.yml`. */
  readonly secret: MountedSecret;
  /** Lets a member that hands over pause the pools. */
  readonly poolSecret: MountedSecret;
  readonly data: OverlayNetwork;
  readonly dcs: OverlayNetwork;
  readonly protect: boolean;
  /** Nodes whose members nothing waits for. */
  readonly without: readonly string[];
  /** Services that must have converged before the first member: etcd's. */
  readonly after: readonly SwarmService[];
}

/**
 * The Patroni members with their PostgreSQL, one service each, changed one after another.
 *
 * Without it there is no database. Declares one `docker_config` and one `docker_service` per member
 * and the frozen `docker_config` of the bootstrap content.
 */
export class PatroniTier extends Construct {
  /** In the order of the chain: sorted by node name. */
  readonly services: readonly SwarmService[];
  /** The last service of the chain, for what must come after all of them. */
  readonly last: readonly SwarmService[];

  constructor(scope: Construct, id: string, props: PatroniTierProps) {
    super(scope, id);
    const { model } = props;
    const bootstrap = new FrozenConfig(this, 'Bootstrap', {
      name: names.bootstrapConfig(model.clusterScope),
      file: renderBootstrapYml(model),
      protect: props.protect,
    });
    const services: SwarmService[] = [];
    const chain: SwarmService[] = [];
    for (const member of model.members) {
      const config = new ContentConfig(this, `Config-${member.node}`, {
        name: member.serviceName,
        file: renderPatroniYml(model, member),
      });
      const service = new SwarmService(this, `Service-${member.node}`, {
        name: member.serviceName,
        image: props.image,
        placement: {
          kind: 'pinned',
          hostname: member.hostname,
          constraints: member.constraints,
        },
        networks: [props.data, props.dcs],
        configs: [bootstrap, config],
        secrets: [props.secret, props.poolSecret],
        user: ids.postgres,
        volume: { name: member.volumeName, path: paths.patroniVolume },
        // /dev/shm: Docker's 64 MB break parallel queries; here the memory limit is the bound.
        tmpfs: ['/dev/shm', '/tmp', paths.pgSocketDirectory],
        probe: model.probe,
        stopGraceMs: model.stopGraceMs,
        resources: member.resources,
        logDriver: model.logDriver,
        convergeTimeoutMs: 15 * 60_000,
        protect: props.protect,
        after: chain.length > 0 ? chain.slice(-1) : props.after,
      });
      services.push(service);
      if (!props.without.includes(member.node)) chain.push(service);
    }
    this.services = services;
    this.last = chain.slice(-1);
  }
}
