const FACTORS = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;

export type ByteUnit = keyof typeof FACTORS;

/**
 * Reads a size as PostgreSQL writes it: a whole number and `B`, `kB`, `MB`, `GB` or `TB`, powers of 1024.
 *
 * @returns bytes, or undefined if `text` is not such a size
 * @see https://www.postgresql.org/docs/17/config-setting.html (numeric parameter with unit)
 */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+)\s*(B|kB|MB|GB|TB)$/.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * FACTORS[match[2] as ByteUnit];
}

/** Writes bytes with the largest unit that keeps them whole: 33554432 is `32MB`. */
export function formatBytes(bytes: number): string {
  const units: ByteUnit[] = ['TB', 'GB', 'MB', 'kB'];
  const unit = units.find(
    (candidate) => bytes >= FACTORS[candidate] && bytes % FACTORS[candidate] === 0,
  );
  return unit ? `${bytes / FACTORS[unit]}${unit}` : `${bytes}B`;
}

const TIME_FACTORS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Reads a time as HAProxy writes it: a whole number and `ms`, `s`, `m`, `h` or `d`.
 *
 * @returns milliseconds, or undefined if `text` is not such a time
 */
export function parseTime(text: string): number | undefined {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  return match ? Number(match[1]) * TIME_FACTORS[match[2] as keyof typeof TIME_FACTORS] : undefined;
}

/** Writes milliseconds with the largest unit that keeps them whole: 86400000 is `24h`. */
export function formatTime(milliseconds: number): string {
  const units = ['h', 'm', 's'] as const;
  const unit = units.find(
    (candidate) =>
      milliseconds >= TIME_FACTORS[candidate] && milliseconds % TIME_FACTORS[candidate] === 0,
  );
  return unit ? `${milliseconds / TIME_FACTORS[unit]}${unit}` : `${milliseconds}ms`;
}

/**
 * Writes a duration as Go does (`1m30s`, `2m`, `500ms`): the provider reads it back in this form only.
 *
 * @param milliseconds - whole number, 0 or more
 */
export function goDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const seconds = milliseconds / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Math.round((seconds % 60) * 1000) / 1000;
  return `${hours ? `${hours}h` : ''}${minutes || (hours && rest) ? `${minutes}m` : ''}${rest ? `${rest}s` : ''}`;
}
