import type {
  ServiceEndpointSpec,
  ServiceTaskSpecContainerSpec,
  ServiceTaskSpecLogDriver,
  ServiceTaskSpecPlacement,
  ServiceTaskSpecResources,
  ServiceUpdateConfig,
} from '@cdktf/provider-docker/lib/service/index.js';
import { goDuration } from '../src/core/units.js';
import type { LogDriver } from '../src/model/resolve-log.js';
import type { TaskResources } from '../src/model/service-model.js';
import type { Placement, SwarmServiceProps } from './swarm-service.js';

const READ_BY_ALL = 0o444;
const READ_BY_OWNER = 0o400;

export function containerSpec(props: SwarmServiceProps): ServiceTaskSpecContainerSpec {
  const owner = { fileUid: `${props.user.uid}`, fileGid: `${props.user.gid}` };
  const tmpfs = (props.tmpfs ?? []).map((target) => ({ type: 'tmpfs', target }));
  const volume = props.volume
    ? [{ type: 'volume', source: props.volume.name, target: props.volume.path }]
    : [];
  return {
    image: props.image,
    args: props.command && [...props.command],
    env: props.environment && Object.fromEntries([props.environment]),
    hostname: props.placement.kind === 'pinned' ? props.name : undefined,
    readOnly: true,
    stopSignal: props.stopSignal ?? 'SIGTERM',
    stopGracePeriod: goDuration(props.stopGraceMs),
    mounts: [...volume, ...tmpfs],
    configs: (props.configs ?? []).map(({ resource, path }) => ({
      configId: resource.id,
      configName: resource.name,
      fileName: path,
      fileMode: READ_BY_ALL,
      ...owner,
    })),
    secrets: (props.secrets ?? []).map(({ id, name, path }) => ({
      secretId: id,
      secretName: name,
      fileName: path,
      fileMode: READ_BY_OWNER,
      ...owner,
    })),
    healthcheck: {
      test: ['CMD', ...props.probe.command],
      interval: goDuration(props.probe.intervalMs),
      timeout: goDuration(props.probe.timeoutMs),
      retries: props.probe.retries,
      startPeriod: goDuration(props.probe.startPeriodMs),
    },
  };
}

export function placementSpec(placement: Placement): ServiceTaskSpecPlacement {
  const own = placement.kind === 'pinned' ? [`node.hostname==${placement.hostname}`] : [];
  const constraints = [...own, ...(placement.constraints ?? [])];
  return {
    ...(constraints.length > 0 ? { constraints } : {}),
    ...(placement.kind === 'anywhere' ? {} : { maxReplicas: 1 }),
  };
}

/** Without options the key is left out: an empty map would be read back as none. */
export function logDriver({ name, options }: LogDriver): ServiceTaskSpecLogDriver {
  return Object.keys(options).length > 0 ? { name, options } : { name };
}

/** Host mode only: `dnsrr` refuses ingress ports, and the mesh would hide client addresses. */
export function endpointSpec(hostPorts: readonly number[]): ServiceEndpointSpec {
  return {
    mode: 'dnsrr',
    ports: hostPorts.map((port) => ({
      protocol: 'tcp',
      publishMode: 'host',
      publishedPort: port,
      targetPort: port,
    })),
  };
}

export function resourcesSpec(resources: TaskResources): ServiceTaskSpecResources {
  return {
    limits: { memoryBytes: resources.memoryBytes, nanoCpus: resources.nanoCpus },
    reservation: {
      memoryBytes: resources.memoryReservationBytes,
      nanoCpus: resources.nanoCpusReservation,
    },
  };
}

/**
 * How long Swarm watches a task after its start, for a failure that stops the update.
 *
 * A roll-back starts the configs of before, and Terraform removes them as soon as the new tasks run: while it
 * is watched, a task that dies or is drained away would bring back a service that cannot start (seen). What
 * is wrong with a new file shows at the start.
 */
const MONITOR = { pause: '1m', rollback: '5s' } as const;

export function updateConfig(failureAction: 'pause' | 'rollback'): ServiceUpdateConfig {
  return {
    parallelism: 1,
    delay: '0s',
    failureAction,
    maxFailureRatio: '0.0',
    monitor: MONITOR[failureAction],
    order: 'stop-first',
  };
}
