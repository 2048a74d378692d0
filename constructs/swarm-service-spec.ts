import type {
  ServiceEndpointSpec,
  ServiceTaskSpecContainerSpec,
  ServiceTaskSpecPlacement,
  ServiceTaskSpecResources,
  ServiceUpdateConfig,
} from '@cdktf/provider-docker/lib/service/index.js';
import { goDuration } from '../src/core/units.js';
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
  switch (placement.kind) {
    case 'pinned':
      return { constraints: [`node.hostname==${placement.hostname}`], maxReplicas: 1 };
    case 'one-per-node':
      return { maxReplicas: 1 };
    case 'anywhere':
      return {};
  }
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

export function updateConfig(failureAction: 'pause' | 'rollback'): ServiceUpdateConfig {
  return {
    parallelism: 1,
    delay: '0s',
    failureAction,
    maxFailureRatio: '0.0',
    monitor: '1m',
    order: 'stop-first',
  };
}
