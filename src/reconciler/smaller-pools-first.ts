import type { PoolDemand } from '../live/pool-guards.js';
import { poolRoom, reservedConnections } from '../model/pool-room.js';
import { directionOf, type PendingValue } from '../model/restart-order.js';
import { desiredConfig, plain, type ConfigChange } from './config-tree.js';
import { serverPart } from './member-settings.js';
import { named } from './patch-phases.js';
import { waitFor, type PassContext, type DeadlineProblem, type StepOutcome } from './step.js';

const NOT_SMALLER: DeadlineProblem = {
  code: 'POOLS_NOT_SMALLER',
  need: 'the smaller pools in every PgBouncer before max_connections is lowered',
  fix: 'apply the smaller pools first, then the lower max_connections; `patroni-swarm deploy` does both',
};

/**
 * Keeps a lower `max_connections` back while PgBouncers that run may take more than it leaves for
 * pools: clients would get "too many clients already". One apply changes both side by side.
 *
 * Only a PgBouncer that says so is waited for. One that is not there, or whose guard is silent or of an
 * earlier release, counts as one with pools that fit: while Swarm replaces one, the others must leave
 * its share, and nobody waits for a dead host.
 *
 * @param demand - what each PgBouncer takes at most; undefined where none can be asked
 * @param changes - about to be sent
 * @returns undefined if nothing is kept back
 */
export async function smallerPoolsFirst(
  demand: (() => Promise<readonly PoolDemand[]>) | undefined,
  { desired, log }: Pick<PassContext, 'desired' | 'log'>,
  changes: readonly ConfigChange[],
): Promise<StepOutcome | undefined> {
  const lowered = changes.map(named).find(isLowerLimit);
  if (!lowered || !demand) return undefined;
  const { parameters } = serverPart(desiredConfig(desired));
  const reserved = reservedConnections((name, otherwise) =>
    Number(plain(parameters[name] ?? otherwise)),
  );
  const room = poolRoom(Number(lowered.to), reserved);
  const { tasks } = desired.topology.pgbouncer;
  const asked = await demand();
  const known = asked.flatMap(({ most }) => (most === undefined ? [] : [most]));
  const share = Math.floor(room.connections / tasks);
  const taken =
    known.reduce((sum, most) => sum + most, 0) + Math.max(0, tasks - known.length) * share;
  if (taken > room.connections) {
    const reason = `max_connections stays ${lowered.from}: PgBouncers that run take up to ${taken} connections, and ${room.connections} are left for them: ${room.sum}`;
    return { ...waitFor(reason), atDeadline: NOT_SMALLER };
  }
  const silent = asked.filter(({ most }) => most === undefined);
  if (silent.length > 0) log('max_connections is lowered without asking some pools', { silent });
  return undefined;
}

function isLowerLimit(value: PendingValue): boolean {
  return value.name === 'max_connections' && directionOf(value) === 'lower';
}
