import { rint } from './numbers.js';
import type { Unit } from './setting.js';

interface UnitRow {
  readonly name: string;
  /** Base units in one of these. */
  readonly factor: number;
}

const KB = 1024;
const BYTES = { TB: KB ** 4, GB: KB ** 3, MB: KB ** 2, kB: KB, B: 1 };
const MILLISECONDS = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1000, ms: 1, us: 1 / 1000 };

const BASE_BYTES: Partial<Record<Unit, number>> = { B: 1, kB: KB, '8kB': 8 * KB, MB: KB ** 2 };
const BASE_MS: Partial<Record<Unit, number>> = { ms: 1, s: 1000, min: 60_000 };

/** Largest unit first, as in PostgreSQL's conversion tables (`guc.c`). */
function unitRows(base: Unit): UnitRow[] {
  const bytes = BASE_BYTES[base];
  return bytes === undefined ? rows(MILLISECONDS, BASE_MS[base] ?? 1) : rows(BYTES, bytes);
}

function rows(units: Readonly<Record<string, number>>, base: number): UnitRow[] {
  return Object.entries(units).map(([name, size]) => ({ name, factor: size / base }));
}

/** Units a setting accepts, as a reader wants them listed. */
export function unitNames(base: Unit): string[] {
  return unitRows(base)
    .map(({ name }) => name)
    .reverse();
}

/**
 * A number with a unit in base units; a fraction is first rounded to the next smaller unit.
 *
 * @returns undefined for a unit this setting does not accept; case counts
 */
export function toBaseUnit(amount: number, name: string, base: Unit): number | undefined {
  const table = unitRows(base);
  const at = table.findIndex((row) => row.name === name);
  const row = table[at];
  if (row === undefined) return undefined;
  const value = amount * row.factor;
  const smaller = table[at + 1];
  return smaller === undefined ? value : rint(value / smaller.factor) * smaller.factor;
}

/** A whole number above 0, as SHOW prints it: in the largest unit that divides it. */
export function withUnit(value: number, base: Unit): string {
  const row = unitRows(base).find(({ factor }) => factor <= 1 || value % factor === 0);
  return row ? `${rint(value / row.factor)}${row.name}` : `${value}`;
}

/** The amount and unit that SHOW prints for a fraction above 0. */
export function fractionWithUnit(value: number, base: Unit): { amount: number; unit: string } {
  const candidates = unitRows(base).map(({ name, factor }) => ({
    amount: value / factor,
    unit: name,
  }));
  const whole = candidates.find(
    ({ amount }) => amount > 0 && Math.abs(rint(amount) / amount - 1) <= 1e-8,
  );
  return whole ?? candidates.at(-1) ?? { amount: value, unit: base };
}
