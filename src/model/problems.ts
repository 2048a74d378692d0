import { UserError } from '../core/problem.js';
import { formatBytes } from '../core/units.js';

export function poolBudgetTooSmall(budget: number, databases: number): UserError {
  return new UserError([
    {
      code: 'POOL_BUDGET_TOO_SMALL',
      at: 'databases',
      got: `${databases} databases, ${Math.max(budget, 0)} server connections for each PgBouncer`,
      need: 'one connection or more for each database on each node',
      why: 'every node has a PgBouncer of its own, and together they must fit into max_connections',
      fix: 'raise postgresql.parameters.max_connections, or lower pool_size of other databases',
    },
  ]);
}

export function poolsExceedConnections(got: number, budget: number): UserError {
  return new UserError([
    {
      code: 'POOLS_EXCEED_CONNECTIONS',
      at: 'pgbouncer.default_pool_size',
      got: `${got} server connections for each PgBouncer`,
      need: `${budget} or less`,
      why: 'every node has a PgBouncer of its own, and together they must fit into max_connections',
      fix: 'lower pool sizes, or raise postgresql.parameters.max_connections',
    },
  ]);
}

export function nodeMemoryTooSmall(
  index: number,
  memberBytes: number,
  needBytes: number,
): UserError {
  return new UserError([
    {
      code: 'NODE_MEMORY_TOO_SMALL',
      at: `nodes[${index}].memory`,
      got: `${formatBytes(Math.max(memberBytes, 0))} left for PostgreSQL`,
      need: `${formatBytes(needBytes)} or more`,
      why: 'etcd, HAProxy, PgBouncer, the reconciler and the host itself come off first',
      fix: `raise memory by ${formatBytes(needBytes - memberBytes)}`,
    },
  ]);
}

export function memoryOvercommitted(gotBytes: number, needBytes: number, parts: string): UserError {
  return new UserError([
    {
      code: 'MEMORY_OVERCOMMITTED',
      at: 'postgresql.parameters',
      got: `${formatBytes(gotBytes)} in the worst case: ${parts}`,
      need: `${formatBytes(needBytes)} or less, 90 % of a member's memory`,
      why: 'one backend killed for lack of memory restarts the whole instance',
      fix: 'lower max_connections, shared_buffers or work_mem, or raise nodes[].memory',
    },
  ]);
}
