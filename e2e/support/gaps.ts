import type { WriterRecord } from './writer.js';

/** A time without acknowledged writes, in seconds. */
export interface Gap {
  readonly seconds: number;
  /** From the fault to the last write acknowledged before the gap; about 0 when the fault made it. */
  readonly afterFaultSeconds: number;
}

/**
 * Times between two acknowledged writes that end after `faultAt`, longest first.
 *
 * What follows the last write up to the writer's stop counts too, so a service that never came back
 * shows as a gap.
 *
 * @param faultAt - milliseconds of `performance.now()`
 */
export function gapsAfter(record: WriterRecord, faultAt: number): Gap[] {
  const times = [...record.acknowledged.map(({ at }) => at), record.stoppedAt];
  const gaps = times.flatMap((at, index) => {
    const before = times[index - 1];
    if (before === undefined || at < faultAt) return [];
    return [{ seconds: (at - before) / 1000, afterFaultSeconds: (before - faultAt) / 1000 }];
  });
  return gaps.sort((a, b) => b.seconds - a.seconds);
}
