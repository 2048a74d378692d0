import type { EtcdModel } from '../src/model/etcd-model.js';
import { ids, paths } from '../src/model/paths.js';
import { renderEtcdConf } from '../src/render/etcd-conf.js';
import { ContentConfig } from './content-config.js';
import type { OverlayNetwork } from './overlay-network.js';
import { SwarmService } from './swarm-service.js';
import { Construct } from './terraform.js';

export interface EtcdTierProps {
  readonly model: EtcdModel;
  readonly image: string;
  /** Overlay network `<scope>-dcs`. */
  readonly network: OverlayNetwork;
  readonly protect: boolean;
  /** Nodes whose members nothing waits for. */
  readonly without: readonly string[];
}

/**
 * The etcd members, one service each, changed one after another.
 *
 * Without a quorum of them no failover happens; the primary goes on while all members answer it.
 * Declares one `docker_config` and one `docker_service` per member.
 */
export class EtcdTier extends Construct {
  /** In the order of the chain: sorted by node name. */
  readonly services: readonly SwarmService[];
  /** The last service of the chain, for what must come after all of them. */
  readonly last: readonly SwarmService[];

  constructor(scope: Construct, id: string, props: EtcdTierProps) {
    super(scope, id);
    const { model } = props;
    const services: SwarmService[] = [];
    const chain: SwarmService[] = [];
    for (const member of model.members) {
      const file = renderEtcdConf(model, member);
      const config = new ContentConfig(this, `Config-${member.node}`, {
        name: member.serviceName,
        file,
      });
      const service = new SwarmService(this, `Service-${member.node}`, {
        name: member.serviceName,
        image: props.image,
        placement: {
          kind: 'pinned',
          hostname: member.hostname,
          constraints: member.constraints,
        },
        networks: [props.network],
        configs: [config],
        user: ids.etcd,
        volume: { name: member.volumeName, path: paths.etcdVolume },
        tmpfs: ['/tmp'],
        probe: model.probe,
        stopGraceMs: model.stopGraceMs,
        resources: model.resources,
        logDriver: model.logDriver,
        convergeTimeoutMs: 15 * 60_000,
        protect: props.protect,
        after: chain.slice(-1),
      });
      services.push(service);
      if (!props.without.includes(member.node)) chain.push(service);
    }
    this.services = services;
    this.last = chain.slice(-1);
  }
}
