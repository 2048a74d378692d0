import { directionOf, restartPhases, type PendingValue } from '../model/restart-order.js';
import { patroniDefault } from '../model/catalogue/home.js';
import { parameterOf, plain, type ConfigChange } from './config-tree.js';
import type { SeenMember } from './members.js';

type NamedChange = PendingValue & { readonly change: ConfigChange };

/**
 * The changes that may be sent now: reductions of hot-standby parameters wait until every raise has
 * reached every member, since the two want opposite orders of restarts.
 */
export function carryOutNow(
  changes: readonly ConfigChange[],
  members: readonly SeenMember[],
): ConfigChange[] {
  const [first = []] = restartPhases(changes.map(named));
  // A raise that is being taken back is no reason to wait for its end.
  const changed = new Set(changes.map(parameterOf));
  const raising = members.some(({ settings }) =>
    settings.pending.some((value) => directionOf(value) === 'raise' && !changed.has(value.name)),
  );
  return first
    .filter((value) => !raising || directionOf(value) !== 'lower')
    .map(({ change }) => change);
}

/** As the order of restarts reads it; what Patroni alone decides has Patroni's default. */
export function named(change: ConfigChange): NamedChange {
  const name = parameterOf(change) ?? '';
  const value = (side: unknown) => (side === undefined ? patroniDefault(name) : plain(side));
  return { name, from: value(change.from), to: value(change.to), change };
}
