import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { localeFaults } from '../locale-faults.js';
import { rule, type RuleFinding } from './rule.js';

type Database = ClusterConfig['databases'][number];
type Fault = Pick<RuleFinding, 'got' | 'need'> & { readonly key: string };

const KEYS = ['encoding', 'locale', 'locale_provider', 'icu_locale', 'builtin_locale'] as const;

/**
 * What `CREATE DATABASE` would refuse, or what could not be compared with a database that exists.
 *
 * @see https://www.postgresql.org/docs/17/sql-createdatabase.html
 */
export const databaseLocale = rule({
  code: 'DATABASE_LOCALE',
  reads: [
    'postgresql.version',
    'postgresql.initdb',
    'databases[].template',
    ...KEYS.map((key) => `databases[].${key}`),
  ],
  check({ databases, postgresql }) {
    return databases.flatMap((database, index) =>
      faultsOf(database, postgresql).map(({ key, got, need }) => ({
        at: `databases[${index}].${key}`,
        got,
        need,
        why: 'PostgreSQL would not create the database, and the apply would wait for it in vain',
      })),
    );
  },
});

function faultsOf(database: Database, { version, initdb }: ClusterConfig['postgresql']): Fault[] {
  const given = KEYS.filter((key) => database[key] !== undefined);
  if (given.length === 0) return [];
  const provider = database.locale_provider ?? initdb['locale-provider'] ?? 'libc';
  const { encoding = initdb.encoding, locale = initdb.locale } = database;
  const faults = localeFaults({
    version,
    encoding,
    locale,
    provider,
    systemLocales:
      database.locale === undefined
        ? [initdb['lc-collate'] ?? locale, initdb['lc-ctype'] ?? locale]
        : [locale],
    icuLocale: database.icu_locale ?? (provider === 'icu' ? initdb['icu-locale'] : undefined),
    builtinLocale:
      database.builtin_locale ?? (provider === 'builtin' ? initdb['builtin-locale'] : undefined),
  });
  return [
    ...faults.map(({ key, got, need }) => ({ key: inSql(key), got, need: inSql(need) })),
    ...templateFaults(database, given),
    ...tagFaults(database),
  ];
}

/** Only template0 is sure to hold no text yet. */
function templateFaults({ template }: Database, given: readonly string[]): Fault[] {
  if (template !== 'template1') return [];
  return [{ key: 'template', got: template, need: `template0 with ${given.join(' and ')}` }];
}

/** From 16 on PostgreSQL keeps a tag in its canonical form only. */
function tagFaults({ icu_locale: tag }: Database): Fault[] {
  const canonical = tag === undefined ? undefined : canonicalTag(tag);
  if (tag === undefined || canonical === tag) return [];
  return [{ key: 'icu_locale', got: tag, need: canonical ?? 'a language tag such as de-DE' }];
}

function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** The keys of `databases` are words of SQL, those of `initdb` are options of a program. */
function inSql(text: string): string {
  return text.replaceAll(/locale-provider|icu-locale|builtin-locale/g, (key) =>
    key.replace('-', '_'),
  );
}
