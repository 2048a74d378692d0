import { Construct, Network } from './terraform.js';
import type { NetworkModel } from '../src/model/service-model.js';

export interface OverlayNetworkProps {
  readonly model: NetworkModel;
  /** Refuse to destroy it: a new network id replaces every service on it. */
  readonly protect: boolean;
}

/**
 * An overlay network of the cluster; nothing but its services can join.
 *
 * Without it no tier reaches another. Declares one `docker_network`.
 */
export class OverlayNetwork extends Construct {
  readonly resource: Network;

  constructor(scope: Construct, id: string, props: OverlayNetworkProps) {
    super(scope, id);
    const { name, subnet, gateway } = props.model;
    this.resource = new Network(this, 'Resource', {
      name,
      driver: 'overlay',
      attachable: false,
      ipamConfig: [{ subnet, gateway }],
      lifecycle: { ignoreChanges: ['options'], preventDestroy: props.protect },
    });
    this.resource.overrideLogicalId(name);
  }
}
