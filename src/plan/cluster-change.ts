import type { ClusterRecord, ServiceTier } from '../model/record/cluster-record.js';

/** What Terraform does to a resource; `keep` for no-op. */
export type ChangeAction = 'create' | 'update' | 'replace' | 'delete' | 'keep';

export interface ResourceChange {
  readonly address: string;
  /** `docker_service` and the like. */
  readonly type: string;
  /** Name in the Swarm, or the address for what has none. */
  readonly name: string;
  readonly action: ChangeAction;
  /** Terraform's `action_reason`. */
  readonly reason?: string;
}

/** A file as a service mounts it; `text` is missing if its content could not be read. */
export interface MountedFile {
  readonly configName: string;
  readonly text?: string;
}

/** A Swarm secret: never its content. */
export interface MountedSecret {
  readonly name: string;
  readonly id: string;
}

/** One side of a service. */
export interface ServiceSide {
  readonly image: string;
  /** By path in the container. */
  readonly files: ReadonlyMap<string, MountedFile>;
  /** By path in the container. */
  readonly secrets: ReadonlyMap<string, MountedSecret>;
  /** Name of the volume by path in the container. */
  readonly volumes: ReadonlyMap<string, string>;
  /** Everything else, by dotted path without list positions; what is empty or off is left out. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface ServiceChange extends ResourceChange {
  readonly before?: ServiceSide;
  readonly after?: ServiceSide;
}

/** One cluster before and after, from a Terraform plan or from two cluster files. */
export interface ClusterChange {
  readonly scope: string;
  /** Missing if the cluster is new, or was made before there was a record. */
  readonly before?: ClusterRecord;
  /** Missing if the cluster is destroyed. */
  readonly after?: ClusterRecord;
  /** Of the cluster, sorted by name. */
  readonly services: readonly ServiceChange[];
  /** Networks and configs of the cluster, sorted by address. */
  readonly resources: readonly ResourceChange[];
  /** Resources that no cluster of ours declares. */
  readonly foreign: readonly ResourceChange[];
  /** Addresses that the refresh no longer found in the Swarm. */
  readonly lost: readonly string[];
  /** Services that the refresh found otherwise than Terraform left them: `before` was, `after` is. */
  readonly drifted: readonly ServiceChange[];
  /** As it was when the plan was made; missing where nobody asked. */
  readonly live?: LiveUse;
}

export interface LiveUse {
  /** Connections of clients to the primary. */
  readonly clientConnections: number;
}

/** The record that says where everything is: the newer one. */
export function recordOf({ before, after }: ClusterChange): ClusterRecord {
  const record = after ?? before;
  if (!record) throw new Error('a change of a cluster has no record');
  return record;
}

/**
 * The record without what only comes: what starts for the first time is not restarted, and is nobody
 * that the leader could hand over to.
 */
export function standingRecord(change: ClusterChange): ClusterRecord {
  const record = recordOf(change);
  const { before } = change;
  if (!before) return record;
  const services = record.services.filter(({ name }) =>
    before.services.some((service) => service.name === name),
  );
  return {
    ...record,
    services: services.map((service) => ({ ...service, ...placeOf(change, service.name) })),
  };
}

/** Tier and nodes of a service, from whichever record knows it; of one that stays, the nodes that do. */
export function placeOf(
  { before, after }: ClusterChange,
  name: string,
): { tier: ServiceTier; nodes: string[] } | undefined {
  const [is, was] = [after, before].map((record) =>
    record?.services.find((service) => service.name === name),
  );
  if (!is || !was) return is ?? was;
  return { tier: is.tier, nodes: is.nodes.filter((node) => was.nodes.includes(node)) };
}
