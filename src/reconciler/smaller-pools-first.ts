import type { PoolGuards } from '../live/pool-guards.js';
import { poolRoom, reservedConnections } from '../model/pool-room.js';
import { directionOf, type PendingValue } from '../model/restart-order.js';
import { desiredConfig, plain } from './config-tree.js';
import { serverPart } from './member-settings.js';
import { waitFor, type PassContext, type DeadlineProblem, type StepOutcome } from './step.js';

const NOT_SMALLER: DeadlineProblem = {
  code: 'POOLS_NOT_SMALLER',
  need: 'the smaller pools in every PgBouncer before max_connections is lowered',
  fix: 'see `pools not fitted yet` in the log of PgBouncer, then deploy again',
};

/**
 * Has every PgBouncer make its pools smaller before there are fewer connections, and keeps a lower
 * `max_connections` back while one of them may take more than its share: clients would get "too many
 * clients already".
 *
 * Only a PgBouncer that says so is waited for. One that is not there, or whose guard is silent or of an
 * earlier release, counts as one with pools that fit: while Swarm replaces one, the others must leave
 * its share, and nobody waits for a dead host.
 *
 * @param keepWithin - undefined where no PgBouncer can be asked
 * @param values - about to be sent, or sent and not live yet: pools stay smaller while they are asked to
 * @returns undefined if nothing is kept back
 */
export async function smallerPoolsFirst(
  keepWithin: PoolGuards['keepWithin'] | undefined,
  { desired, log }: Pick<PassContext, 'desired' | 'log'>,
  values: readonly PendingValue[],
): Promise<StepOutcome | undefined> {
  const lowered = values.find(isLowerLimit);
  if (!lowered || !keepWithin) return undefined;
  const { parameters } = serverPart(desiredConfig(desired));
  const reserved = reservedConnections((name, otherwise) =>
    Number(plain(parameters[name] ?? otherwise)),
  );
  const room = poolRoom(Number(lowered.to), reserved);
  const { tasks } = desired.topology.pgbouncer;
  const asked = await keepWithin(room.connections, tasks);
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
