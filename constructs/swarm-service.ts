import { Construct, Service } from './terraform.js';
import type { ITerraformDependable } from 'cdktf';
import { goDuration } from '../src/core/units.js';
import { defaultLog, type LogDriver } from '../src/model/resolve-log.js';
import type { HealthProbe, TaskResources } from '../src/model/service-model.js';
import type { MountedConfig } from './content-config.js';
import type { OverlayNetwork } from './overlay-network.js';
import {
  containerSpec,
  endpointSpec,
  logDriver,
  placementSpec,
  resourcesSpec,
  updateConfig,
} from './swarm-service-spec.js';

/** A Swarm secret as a service mounts it. */
export interface MountedSecret {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** One task pinned to a node, or one task on each of several nodes. */
export type Placement =
  | { readonly kind: 'pinned'; readonly hostname: string; readonly constraints?: Constraints }
  | { readonly kind: 'one-per-node'; readonly replicas: number; readonly constraints?: Constraints }
  | { readonly kind: 'anywhere'; readonly constraints?: Constraints };

/** `node.labels.disk==nvme` and the like; every one must hold. */
type Constraints = readonly string[];

export interface SwarmServiceProps {
  readonly name: string;
  /** `repo:tag@sha256:…`. */
  readonly image: string;
  /** Program and arguments. @default - as the image says */
  readonly command?: readonly string[];
  readonly placement: Placement;
  /** All networks it will ever need: adding one later replaces the service. */
  readonly networks: readonly OverlayNetwork[];
  readonly configs?: readonly MountedConfig[];
  readonly secrets?: readonly MountedSecret[];
  /** Numeric owner of configs and secrets: the id the program runs as. */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly volume?: { readonly name: string; readonly path: string };
  /** One at most: the provider lists several in random order, and any update could restart tasks. */
  readonly environment?: readonly [name: string, value: string];
  /** Paths a read-only container may write to, kept in memory. */
  readonly tmpfs?: readonly string[];
  /** Ports published on the host itself, no ingress mesh. */
  readonly hostPorts?: readonly number[];
  readonly probe: HealthProbe;
  readonly stopGraceMs: number;
  /** @default SIGTERM */
  readonly stopSignal?: string;
  readonly resources: TaskResources;
  /** `pause` keeps the old tasks running, `rollback` starts the previous version. @default pause */
  readonly onFailure?: 'pause' | 'rollback';
  /** How long an apply waits for healthy tasks, milliseconds; below Terraform's own 20 minutes. */
  readonly convergeTimeoutMs: number;
  /** @default json-file, 5 files of 20 MB */
  readonly logDriver?: LogDriver;
  /** Refuse to destroy it. */
  readonly protect: boolean;
  /** Services that must have converged first. @default - none */
  readonly after?: readonly SwarmService[];
}

/** From a container's creation to its program's answer, images present. */
const START_MS = 2000;

/**
 * The only place that declares a `docker_service`; every rule of the field guide's section 1 is
 * filled in here, and what would break one cannot be written in its props.
 */
export class SwarmService extends Construct {
  readonly resource: Service;
  readonly name: string;

  constructor(scope: Construct, id: string, props: SwarmServiceProps) {
    super(scope, id);
    this.name = props.name;
    const after: ITerraformDependable[] = (props.after ?? []).map((service) => service.resource);
    this.resource = new Service(this, 'Resource', {
      name: props.name,
      mode: { replicated: { replicas: replicasOf(props.placement) } },
      taskSpec: {
        containerSpec: containerSpec(props),
        networksAdvanced: props.networks.map((network) => ({ name: network.resource.id })),
        placement: placementSpec(props.placement),
        resources: resourcesSpec(props.resources),
        restartPolicy: { condition: 'any', delay: '2s', maxAttempts: 0, window: '0s' },
        logDriver: logDriver(props.logDriver ?? defaultLog),
      },
      endpointSpec: endpointSpec(props.hostPorts ?? []),
      updateConfig: updateConfig(props.onFailure ?? 'pause'),
      rollbackConfig: updateConfig('pause'),
      // The provider polls after `delay`, then every 5 s: it should come just after the first probe.
      convergeConfig: {
        delay: goDuration(props.probe.intervalMs + START_MS),
        timeout: goDuration(props.convergeTimeoutMs),
      },
      dependsOn: after.length > 0 ? after : undefined,
      lifecycle: {
        // Networks: provider 4.x reads `name` back as `id` and would replace the service at each plan
        // (docs/adr/0002); a new network still replaces it, by the trigger.
        ignoreChanges: ['task_spec[0].placement[0].platforms', 'task_spec[0].networks_advanced'],
        replaceTriggeredBy: props.networks.map(
          ({ resource }) => `docker_network.${resource.friendlyUniqueId}.id`,
        ),
        preventDestroy: props.protect,
      },
    });
    this.resource.overrideLogicalId(props.name);
  }
}

function replicasOf(placement: Placement): number {
  return placement.kind === 'one-per-node' ? placement.replicas : 1;
}
