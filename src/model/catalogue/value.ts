import { readReal, readWhole, type ReadNumber, rint, sixDigits } from './numbers.js';
import { textProblem } from './text-values.js';
import type { Setting } from './setting.js';
import { fractionWithUnit, toBaseUnit, unitNames, withUnit } from './units.js';
import { numberProblem } from './number-values.js';

/** What kind of mistake: the wrong kind of value, its unit, its range, no listed word, or else. */
export type ValueFault = 'type' | 'unit' | 'range' | 'enum' | 'value';

export type ReadValue =
  | {
      readonly ok: true;
      /** Numbers in the setting's unit. */
      readonly value: number | boolean | string;
      /** As SHOW prints it. */
      readonly canonical: string;
    }
  | { readonly ok: false; readonly fault: ValueFault; readonly need: string };

const INTEGER_LIMIT = 2 ** 31;

/** What of a setting decides how its value is read. */
export type ValueForm = Pick<
  Setting,
  'name' | 'type' | 'unit' | 'min' | 'max' | 'values' | 'aliases'
>;

/**
 * Reads a value as PostgreSQL reads it from `postgresql.conf`, quotes taken off.
 *
 * @see https://www.postgresql.org/docs/17/config-setting.html; `guc.c`: parse_int, parse_real, parse_bool
 */
export function readValue(setting: ValueForm, text: string): ReadValue {
  switch (setting.type) {
    case 'bool':
      return readBoolean(text);
    case 'enum':
      return readWord(setting, text);
    case 'string':
      return readText(setting, text);
    default:
      return readAmount(setting, text);
  }
}

/**
 * One spelling for each value: equal values give equal text, and nothing is rounded.
 *
 * SHOW prints six digits of a fraction; one that has more is written without its unit, which would round it.
 */
export function canonicalText(setting: ValueForm, text: string): string {
  const read = readValue(setting, text);
  if (!read.ok) return text;
  const shown = readValue(setting, read.canonical);
  if (shown.ok && shown.value === read.value) return read.canonical;
  return String(read.value);
}

function readBoolean(text: string): ReadValue {
  const word = text.toLowerCase();
  const begins = (whole: string, atLeast: number) =>
    word.length >= atLeast && whole.startsWith(word);
  const yes = begins('true', 1) || begins('yes', 1) || word === 'on' || word === '1';
  const no = begins('false', 1) || begins('no', 1) || begins('off', 2) || word === '0';
  if (!yes && !no) return { ok: false, fault: 'type', need: 'on or off' };
  return { ok: true, value: yes, canonical: yes ? 'on' : 'off' };
}

function readWord({ values = [], aliases = {} }: ValueForm, text: string): ReadValue {
  const word = text.toLowerCase();
  const meant = Object.hasOwn(aliases, word)
    ? aliases[word]
    : values.find((value) => value.toLowerCase() === word);
  if (meant !== undefined) return { ok: true, value: meant, canonical: meant };
  const listed = values.map((value) => (value === '' ? "''" : value));
  return { ok: false, fault: 'enum', need: `one of ${listed.join(', ')}` };
}

function readText(setting: ValueForm, text: string): ReadValue {
  const need = textProblem(setting, text);
  if (need !== undefined) return { ok: false, fault: 'value', need };
  return { ok: true, value: text, canonical: text };
}

function readAmount(setting: ValueForm, text: string): ReadValue {
  const whole = setting.type === 'integer';
  const read = whole ? readWhole(text) : readReal(text);
  if (read === undefined) return { ok: false, fault: 'type', need: amountNeed(setting) };
  const amount = inBaseUnit(setting, read);
  if (amount === undefined) return { ok: false, fault: 'unit', need: amountNeed(setting) };
  const value = whole ? rint(amount) : amount;
  if (whole && (value >= INTEGER_LIMIT || value < -INTEGER_LIMIT)) return outOfRange(setting);
  if (value < lowest(setting) || value > highest(setting)) return outOfRange(setting);
  const need = numberProblem(setting, value);
  if (need !== undefined) return { ok: false, fault: 'range', need };
  return { ok: true, value, canonical: showAmount(setting, value) };
}

function inBaseUnit({ unit }: ValueForm, { value, rest }: ReadNumber): number | undefined {
  const name = rest.replaceAll(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
  if (name === '') return value;
  return unit === undefined ? undefined : toBaseUnit(value, name, unit);
}

/** PostgreSQL lists the largest double with six digits, which is less than it. */
const lowest = ({ min = -Infinity }: ValueForm) => (min < -1.79e308 ? -Number.MAX_VALUE : min);
const highest = ({ max = Infinity }: ValueForm) => (max > 1.79e308 ? Number.MAX_VALUE : max);

function outOfRange(setting: ValueForm): ReadValue {
  return { ok: false, fault: 'range', need: amountNeed(setting) };
}

/** Shown as a file mode is written. */
const OCTAL = new Set(['unix_socket_permissions', 'log_file_mode', 'data_directory_mode']);

function showAmount({ name, type, unit }: ValueForm, value: number): string {
  if (OCTAL.has(name)) return value.toString(8).padStart(4, '0');
  const bare = type === 'integer' ? `${value}` : sixDigits(value);
  if (unit === undefined || value <= 0) return bare;
  if (type === 'integer') return withUnit(value, unit);
  const shown = fractionWithUnit(value, unit);
  return `${sixDigits(shown.amount)}${shown.unit}`;
}

function amountNeed(setting: ValueForm): string {
  const { type, unit, min = -Infinity, max = Infinity } = setting;
  const what = type === 'integer' ? 'a whole number' : 'a number';
  const range = `${what} from ${showAmount(setting, min)} to ${showAmount(setting, max)}`;
  if (unit === undefined) return `${range}, without a unit`;
  return `${range}; units ${unitNames(unit).join(', ')}; without a unit it counts ${unit}`;
}
