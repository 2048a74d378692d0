import type { ClusterConfig } from '../../config/schema/cluster.js';
import { parseTime } from '../core/units.js';
import { type CheckTiming, rtoPresets } from './presets.js';
import { clamp } from './sizes.js';

type TimingSource = Pick<ClusterConfig, 'availability' | 'haproxy'>;

/** Pace of HAProxy's checks that will run: the preset, with what `haproxy.check` says in its place. */
export function checkTiming({ availability, haproxy }: TimingSource): CheckTiming {
  const preset = rtoPresets[availability.rto].check;
  const { inter, fastinter, downinter, fall, rise } = haproxy.check;
  return {
    interMs: milliseconds(inter) ?? preset.interMs,
    fastinterMs: milliseconds(fastinter) ?? preset.fastinterMs,
    downinterMs: milliseconds(downinter) ?? preset.downinterMs,
    fall: fall ?? preset.fall,
    rise: rise ?? preset.rise,
  };
}

/** A busy member answers late; a connection that is refused is noticed at once all the same. */
export function checkTimeoutMs(config: TimingSource): number {
  const derived = clamp(2 * checkTiming(config).interMs, 1000, 3000);
  return milliseconds(config.haproxy.timeout.check) ?? derived;
}

function milliseconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : parseTime(time);
}
