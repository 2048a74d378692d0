import { z } from '../core/zod.js';
import type { PlannedChange } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';
import { names } from '../model/names.js';
import { parsePostgresConf } from '../syntax/postgres-conf.js';

/** What an apply must do, and have done, before the rest of its plan. */
export interface FirstStep {
  /** Addresses to apply alone; what they depend on goes along. */
  readonly targets: readonly string[];
  /** Whether PostgreSQL must have reached the new desired state before the rest. */
  readonly reached: boolean;
  readonly why: string;
}

type Named = Pick<ClusterModel, 'clusterScope' | 'patroni'>;

/**
 * Finds the part of a plan that must come first, if there is one.
 *
 * The reconciler, HAProxy, PgBouncer and the members change side by side in one apply. That hurts where
 * PostgreSQL must change before what is around it: its memory before a smaller limit, its connections
 * before larger pools, which would start with less. Smaller pools come before fewer connections. etcd
 * members that leave must be out of its list before the others restart, whose quorum still counts them.
 *
 * @see docs/adr/0009-two-applies.md
 */
export function firstStep(model: Named, planned: readonly PlannedChange[]): FirstStep | undefined {
  const changes = planned.filter(({ actions }) => !['no-op', 'read'].includes(actions.join()));
  const reconciler = names.reconciler(model.clusterScope);
  if (changesOf(changes, reconciler).length === 0) return undefined;
  return (
    membersThatLeave(model, changes) ??
    smallerMemory(model, changes) ??
    otherConnections(model, changes)
  );
}

function membersThatLeave(
  { clusterScope }: Named,
  changes: readonly PlannedChange[],
): FirstStep | undefined {
  const leaving = changes.filter(
    ({ actions, type }) => type === 'docker_service' && actions.join() === 'delete',
  );
  const addresses = leaving.map(({ address }) => address);
  const etcd = serviceAddress(names.etcdMember(clusterScope, ''));
  const nodes = addresses
    .filter((address) => address.startsWith(etcd))
    .map((address) => address.slice(etcd.length));
  if (nodes.length === 0) return undefined;
  return {
    targets: [...settingsAndPools(clusterScope, changes), ...addresses],
    reached: true,
    why: `etcd gives ${nodes.join(', ')} up before its other members restart`,
  };
}

function smallerMemory(
  { clusterScope, patroni }: Named,
  changes: readonly PlannedChange[],
): FirstStep | undefined {
  const smaller = patroni.members.filter(({ serviceName }) =>
    changesOf(changes, serviceName).some(memoryShrinks),
  );
  if (smaller.length === 0) return undefined;
  const nodes = smaller.map(({ node }) => node).join(', ');
  return {
    targets: settingsAndPools(clusterScope, changes),
    reached: true,
    why: `PostgreSQL takes less memory before the limit of ${nodes} is lowered`,
  };
}

/**
 * The reconciler, and the pools unless they wait for a raise: it waits for smaller ones before it lowers
 * `max_connections`. A plan need not show that it does: one for some of the nodes lacks the old file, and
 * after an apply that failed the new one is there already.
 */
function settingsAndPools(scope: string, changes: readonly PlannedChange[]): string[] {
  const [reconciler, pgbouncer] = [names.reconciler(scope), names.pgbouncer(scope)];
  const connections = maxConnections(changes, reconciler);
  const grow = connections !== undefined && connections.after > connections.before;
  const together = !grow && changesOf(changes, pgbouncer).length > 0;
  return [reconciler, ...(together ? [pgbouncer] : [])].map(serviceAddress);
}

function otherConnections(
  { clusterScope }: Named,
  changes: readonly PlannedChange[],
): FirstStep | undefined {
  const reconciler = names.reconciler(clusterScope);
  const pgbouncer = names.pgbouncer(clusterScope);
  const connections = maxConnections(changes, reconciler);
  if (!connections || changesOf(changes, pgbouncer).length === 0) return undefined;
  const { before, after } = connections;
  if (before === after) return undefined;
  if (before < after) {
    return {
      targets: [serviceAddress(reconciler)],
      reached: true,
      why: `max_connections is raised from ${before} to ${after} before the pools`,
    };
  }
  return {
    targets: [serviceAddress(pgbouncer)],
    reached: false,
    why: `the pools change before max_connections is lowered from ${before} to ${after}`,
  };
}

function changesOf(changes: readonly PlannedChange[], service: string): PlannedChange[] {
  return changes.filter(({ address }) => address === serviceAddress(service));
}

function serviceAddress(service: string): string {
  return `docker_service.${service}`;
}

/** Blocks are lists of one in a plan. */
const limitSchema = z.object({
  task_spec: z.tuple([
    z.object({
      resources: z.tuple([z.object({ limits: z.tuple([z.object({ memory_bytes: z.number() })]) })]),
    }),
  ]),
});

function memoryShrinks({ before, after }: PlannedChange): boolean {
  const [old, wanted] = [before, after].map((side) => {
    const read = limitSchema.safeParse(side);
    return read.success ? read.data.task_spec[0].resources[0].limits[0].memory_bytes : undefined;
  });
  return old !== undefined && wanted !== undefined && wanted < old;
}

const configSchema = z.object({ name: z.string(), data: z.base64() });

/** Old and new value, if the plan has both files; the old one may be left for a later deploy. */
function maxConnections(
  changes: readonly PlannedChange[],
  reconciler: string,
): { before: number; after: number } | undefined {
  const valueIn = (side: 'before' | 'after', action: string) => {
    const texts = changes
      .filter(({ actions }) => actions.includes(action))
      .map((change) => configSchema.safeParse(change[side]).data)
      .filter((config) => config?.name.startsWith(`${reconciler}-postgresql-`))
      .map((config) => Buffer.from(config?.data ?? '', 'base64').toString('utf8'));
    const values = texts.map((text) => Number(parsePostgresConf(text)['max_connections']));
    return values.find(Number.isInteger);
  };
  const [before, after] = [valueIn('before', 'delete'), valueIn('after', 'create')];
  return before === undefined || after === undefined ? undefined : { before, after };
}
