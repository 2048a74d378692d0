import { sqlName, sqlText } from '../live/sql-text.js';
import type { DesiredState } from './desired.js';

type DesiredDatabase = DesiredState['databases'][number];

/** What a database has for good, as `READ_DATABASES` finds it. */
export interface BornRow {
  readonly name: string;
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  /** One letter of `pg_database`; none before PostgreSQL 15, where all are of libc. */
  readonly provider: string | null;
  /** Locale of the providers icu and builtin. */
  readonly provider_locale: string | null;
}

/**
 * `CREATE DATABASE` with what the file says.
 *
 * Only `template0` may be copied with another encoding or locale: `template1` may hold texts already.
 *
 * @see https://www.postgresql.org/docs/17/sql-createdatabase.html
 */
export function createDatabase(database: DesiredDatabase): string {
  const { encoding, locale, localeProvider, icuLocale, builtinLocale } = database;
  const options = [
    ['ENCODING', encoding],
    ['LOCALE', locale],
    ['LOCALE_PROVIDER', localeProvider],
    ['ICU_LOCALE', icuLocale],
    ['BUILTIN_LOCALE', builtinLocale],
  ].flatMap(([key, value]) => (value === undefined ? [] : `${key ?? ''} ${sqlText(value)}`));
  const template = database.template ?? (options.length > 0 ? 'template0' : undefined);
  return [
    `CREATE DATABASE ${sqlName(database.name)} OWNER ${sqlName(database.owner)}`,
    ...(template === undefined ? [] : [`TEMPLATE ${template}`]),
    ...options,
  ].join(' ');
}

/** What `row` has and can never get otherwise; undefined if it is as the file says. */
export function bornOtherwise(database: DesiredDatabase, row: BornRow): string | undefined {
  const { encoding, locale, localeProvider, icuLocale, builtinLocale } = database;
  const provider = PROVIDERS[row.provider ?? 'c'] ?? '';
  const compared = [
    ['encoding', encoding, row.encoding],
    ['locale (order)', locale, row.collate],
    ['locale (characters)', locale, row.ctype],
    ['locale_provider', localeProvider, provider],
    ['icu_locale', icuLocale, row.provider_locale ?? 'none'],
    ['builtin_locale', builtinLocale, row.provider_locale ?? 'none'],
  ] as const;
  const other = compared.find(([, want, has]) => want !== undefined && plain(want) !== plain(has));
  return other && `its ${other[0]} is ${other[2]}, not ${other[1] ?? ''}`;
}

const PROVIDERS: Readonly<Record<string, string>> = { c: 'libc', i: 'icu', b: 'builtin' };

/** `C.UTF-8` and `C.utf8` are one locale. */
function plain(name: string): string {
  return name.toLowerCase().replace('utf-8', 'utf8');
}
