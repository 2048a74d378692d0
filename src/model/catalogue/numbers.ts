const SPACE = '[ \\t\\n\\v\\f\\r]*';
const WHOLE = new RegExp(`^${SPACE}([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)`);
const HEX = '0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?';
const DECIMAL = '(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?';
const REAL = new RegExp(`^${SPACE}([+-]?)(${HEX}|${DECIMAL}|[iI][nN][fF](?:inity)?)`);
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const LONG_MAX = 2n ** 63n - 1n;

export interface ReadNumber {
  readonly value: number;
  /** What follows the number. */
  readonly rest: string;
}

/**
 * Reads as `parse_int` of PostgreSQL: C's `strtol` with base 0 (decimal, `0x` hex, `0` octal),
 * or `strtod` where a fraction or exponent follows. Not rounded yet.
 */
export function readWhole(text: string): ReadNumber | undefined {
  const match = WHOLE.exec(text);
  const rest = text.slice(match?.[0].length ?? 0);
  if (/^[.eE]/.test(rest)) return readReal(text);
  if (match === null) return undefined;
  const [, sign, digits = ''] = match;
  const octal = /^0[0-7]/.test(digits);
  const size = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  if (size > LONG_MAX) return readReal(text);
  return { value: sign === '-' ? -Number(size) : Number(size), rest };
}

/** Reads as C's `strtod`; what is too large or too small for a double is no number. */
export function readReal(text: string): ReadNumber | undefined {
  const match = REAL.exec(text);
  if (match === null) return undefined;
  const [all, sign, digits = ''] = match;
  const size = sizeOf(digits);
  if (size === undefined) return undefined;
  return { value: sign === '-' ? -size : size, rest: text.slice(all.length) };
}

function sizeOf(digits: string): number | undefined {
  if (/^inf/i.test(digits)) return Infinity;
  const size = /^0x/i.test(digits) ? hexReal(digits.slice(2)) : Number(digits);
  const isZero = /^(0x)?[0.]*($|[eEpP])/i.test(digits);
  return size === Infinity || (size < SMALLEST_NORMAL && !isZero) ? undefined : size;
}

function hexReal(digits: string): number {
  const [mantissa = '', exponent = '0'] = digits.split(/[pP]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  return parseInt(`${whole}${fraction}`, 16) * 2 ** (Number(exponent) - 4 * fraction.length);
}

/** C's `rint`: to the nearest whole number, halves to the even one. */
export function rint(value: number): number {
  const floor = Math.floor(value);
  const part = value - floor;
  if (part !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** C's `%g`: six digits, an exponent where it is shorter. */
export function sixDigits(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value).replace('Infinity', 'inf');
  const [mantissa = '', exponent = ''] = value.toExponential(5).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return `${Number(value.toPrecision(6))}`;
  const digits = `${Math.abs(power)}`.padStart(2, '0');
  return `${Number(mantissa)}e${power < 0 ? '-' : '+'}${digits}`;
}
