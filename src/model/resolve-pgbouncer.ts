import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { HaproxyModel, PgbouncerModel } from './edge-model.js';
import { loginRoles } from './login-roles.js';
import { names } from './names.js';
import { AUTH_POOL_SIZE, poolSizes } from './pool-sizes.js';
import { resolveLog } from './resolve-log.js';
import { constraints, elastic, type ResolvedNode } from './resolve-nodes.js';
import { databaseSettings, poolerSettings, poolerUsers } from './pooler-settings.js';
import { pgbouncerProbe, timing } from './timing.js';

/**
 * The pools. Server connections go through HAProxy, so that a pooled client waits out a switchover.
 *
 * Its probe port is its client port, and one CPU is all it can use: PgBouncer has one thread.
 */
export function resolvePgbouncer(
  config: ClusterConfig,
  nodes: readonly ResolvedNode[],
  haproxy: HaproxyModel,
): PgbouncerModel {
  const { databases, pgbouncer, scope } = config;
  const upstream = { host: haproxy.serviceName, port: haproxy.writePort };
  const settings = new Map(databases.map((one) => [one.name, databaseSettings(one)]));
  const memoryBytes = Math.min(...nodes.map((node) => node.memory.pgbouncerBytes));
  const { placement, resources } = config.swarm.tiers.pgbouncer;
  const cpus = resources.cpus ?? Math.min(1, ...nodes.map((node) => node.cpus));
  return {
    clusterScope: scope,
    serviceName: names.pgbouncer(scope),
    nodeCount: nodes.length,
    port: pgbouncer.port,
    shares: nodes.length,
    settings: poolerSettings(config),
    users: poolerUsers(config),
    authUser: loginRoles.pooler,
    authDatabase: 'postgres',
    authPoolSize: AUTH_POOL_SIZE,
    upstream,
    databases: poolSizes(config).map(({ name, size, limit, follows }) => ({
      name,
      ...upstream,
      ...(!follows && { sizes: { pool: size, limit } }),
      settings: settings.get(name) ?? {},
    })),
    stopGraceMs: timing.edgeStopGraceMs,
    probe: pgbouncerProbe(pgbouncer.port),
    resources: elastic(memoryBytes, cpus, 0.05),
    constraints: constraints(placement),
    logDriver: resolveLog(config, 'pgbouncer'),
  };
}
