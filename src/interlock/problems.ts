import { UserError } from '../core/problem.js';
import { formatBytes } from '../core/units.js';

/** A limit came before the settings that it needs. */
export interface LoweredMemory {
  readonly lastLimitBytes: number;
  readonly limitBytes: number;
  /** What PostgreSQL may use at worst, and what of the limit it may. */
  readonly totalBytes: number;
  readonly mostBytes: number;
  /** How to apply the settings alone. */
  readonly settingsAlone: string;
}

export function memoryBeforeSettings(lowered: LoweredMemory): UserError {
  const { lastLimitBytes, limitBytes, totalBytes, mostBytes, settingsAlone } = lowered;
  return new UserError(
    [
      {
        code: 'MEMORY_BEFORE_SETTINGS',
        at: "the member's memory limit",
        got: `lowered from ${formatBytes(lastLimitBytes)} to ${formatBytes(limitBytes)} while PostgreSQL is set to use up to ${formatBytes(totalBytes)}`,
        need: `settings that fit ${formatBytes(mostBytes)}, 90 % of the limit, before the limit`,
        why: 'PostgreSQL would be killed for memory when it is busy',
        fix: `apply the settings first (${settingsAlone}), then the limit; \`patroni-swarm deploy\` does both`,
      },
    ],
    'refused',
  );
}

export function noRoomForClone(freeBytes: number, needBytes: number): UserError {
  return new UserError(
    [
      {
        code: 'CLONE_WITHOUT_ROOM',
        at: "the member's volume",
        got: `${formatBytes(freeBytes)} free`,
        need: `${formatBytes(needBytes)} for a copy of the leader`,
        why: 'a clone that fills the disk fails at its end, and takes the room of whatever else is there',
        fix: 'make room on that disk; the member tries again by itself',
      },
    ],
    'live',
  );
}
