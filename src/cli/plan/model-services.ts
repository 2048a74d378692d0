import { shortDigest } from '../../core/digest.js';
import type { ClusterModel, Tier } from '../../model/cluster-model.js';
import { paths } from '../../model/paths.js';
import { POOL_SHARES } from '../../model/pool-room.js';
import type { LogDriver } from '../../model/resolve-log.js';
import type { MemberPlacement, TaskResources } from '../../model/service-model.js';
import type { ServiceSide } from '../../plan/cluster-change.js';
import { renderAll } from '../../render/render-all.js';
import type { RenderedFile } from '../../render/rendered-file.js';

/** A service as its model decides it, in the words of a Terraform plan. */
export interface ModelService {
  readonly side: ServiceSide;
  /** Names. */
  readonly networks: readonly string[];
}

interface Parts {
  readonly tier: Tier;
  readonly files: readonly RenderedFile[];
  readonly networks: readonly string[];
  readonly volume?: readonly [path: string, name: string];
  readonly resources: TaskResources;
  readonly logDriver: LogDriver;
  readonly constraints: readonly string[];
  readonly replicas: number;
  readonly ports?: readonly number[];
  readonly environment?: readonly [name: string, value: string];
}

/** Every service of a cluster by name: what of it follows from the cluster file. */
export function modelServices(model: ClusterModel): Map<string, ModelService> {
  const { etcd, haproxy, networks, patroni, pgbouncer, reconciler } = model;
  const rendered = renderAll(model);
  const fileOf = (files: typeof rendered.etcd, { node }: MemberPlacement) =>
    files.filter((file) => file.node === node).map(({ file }) => file);
  const add = (parts: Parts) => service(model, parts);
  const { data, dcs } = networks;
  return new Map([
    ...etcd.members.map((member) => {
      const { logDriver, resources } = etcd;
      const files = fileOf(rendered.etcd, member);
      const own = { tier: 'etcd' as const, files, networks: [dcs.name], resources, logDriver };
      return [member.serviceName, add({ ...own, ...pinned(member, paths.etcdVolume) })] as const;
    }),
    ...patroni.members.map((member) => {
      const { resources } = member;
      const { logDriver } = patroni;
      const files = fileOf(rendered.patroni, member);
      const own = { tier: 'patroni' as const, files, networks: [data.name, dcs.name] };
      const parts = { ...own, ...pinned(member, paths.patroniVolume), resources, logDriver };
      return [member.serviceName, add(parts)] as const;
    }),
    [
      haproxy.serviceName,
      add({
        ...haproxy,
        tier: 'haproxy',
        files: [rendered.haproxy],
        networks: [data.name],
        replicas: haproxy.nodeCount,
        ports: [haproxy.writePort, haproxy.readPort, haproxy.statsPort],
      }),
    ],
    [
      pgbouncer.serviceName,
      add({
        ...pgbouncer,
        tier: 'pgbouncer',
        files: [rendered.pgbouncer],
        networks: [data.name],
        replicas: pgbouncer.nodeCount,
        ports: [pgbouncer.port],
        environment: [POOL_SHARES, `${pgbouncer.shares}`],
      }),
    ],
    [
      reconciler.serviceName,
      add({
        ...reconciler,
        tier: 'patroni',
        files: rendered.desired,
        networks: [data.name, dcs.name],
        replicas: 1,
      }),
    ],
  ]);
}

function pinned({ constraints, hostname, volumeName }: MemberPlacement, path: string) {
  return {
    volume: [path, volumeName] as const,
    constraints: [`node.hostname==${hostname}`, ...constraints],
    replicas: 1,
  };
}

function service({ images }: ClusterModel, parts: Parts): ModelService {
  const { files, networks, tier, volume } = parts;
  return {
    side: {
      image: images[tier] ?? '',
      files: new Map(
        files.map(({ path, text }) => [path, { configName: shortDigest(text), text }]),
      ),
      secrets: new Map(),
      volumes: new Map(volume ? [volume] : []),
      fields: fieldsOf(parts),
    },
    networks,
  };
}

function fieldsOf({ constraints, environment, logDriver, ports, replicas, resources }: Parts) {
  const task = 'task_spec';
  return new Map<string, string>([
    [`${task}.resources.limits.memory_bytes`, `${resources.memoryBytes}`],
    [`${task}.resources.limits.nano_cpus`, `${resources.nanoCpus}`],
    [`${task}.resources.reservation.memory_bytes`, `${resources.memoryReservationBytes}`],
    [`${task}.resources.reservation.nano_cpus`, `${resources.nanoCpusReservation}`],
    [`${task}.placement.constraints`, constraints.join(', ')],
    [`${task}.log_driver.name`, logDriver.name],
    ...Object.entries(logDriver.options).map(
      ([name, value]) => [`${task}.log_driver.options.${name}`, value] as const,
    ),
    ...(ports ?? []).map(
      (port) => [`endpoint_spec.ports[${port}].published_port`, `${port}`] as const,
    ),
    ...(environment
      ? [[`${task}.container_spec.env.${environment[0]}`, environment[1]] as const]
      : []),
    ['mode.replicated.replicas', `${replicas}`],
  ]);
}
