import type { Construct } from 'constructs';
import type { EdgeModel } from '../src/model/edge-model.js';
import type { RenderedFile } from '../src/render/rendered-file.js';
import { ContentConfig } from './content-config.js';
import type { OverlayNetwork } from './overlay-network.js';
import { type MountedSecret, SwarmService } from './swarm-service.js';

export interface EdgeServiceProps {
  readonly model: EdgeModel;
  readonly image: string;
  /** The one file of the program without its secret part. */
  readonly file: RenderedFile;
  readonly secret: MountedSecret;
  readonly network: OverlayNetwork;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly hostPorts: readonly number[];
  readonly stopSignal: string;
  readonly environment?: readonly [name: string, value: string];
}

/** Declares in `scope` what every tier with one task per node and host-mode ports is made of. */
export function edgeService(scope: Construct, props: EdgeServiceProps): SwarmService {
  const { model, secret, network, file, ...rest } = props;
  const config = new ContentConfig(scope, 'Config', { name: model.serviceName, file });
  return new SwarmService(scope, 'Service', {
    ...rest,
    name: model.serviceName,
    placement: {
      kind: 'one-per-node',
      replicas: model.nodeCount,
      constraints: model.constraints,
    },
    networks: [network],
    configs: [config],
    secrets: [secret],
    tmpfs: ['/tmp'],
    probe: model.probe,
    stopGraceMs: model.stopGraceMs,
    resources: model.resources,
    logDriver: model.logDriver,
    onFailure: 'rollback',
    convergeTimeoutMs: 10 * 60_000,
    protect: false,
  });
}
