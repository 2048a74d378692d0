import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { rule, type RuleFinding } from './rule.js';

type Postgresql = ClusterConfig['postgresql'];
type Fault = Pick<RuleFinding, 'got' | 'need'> & { readonly key: string };

/** First major version that has a provider or a built-in locale. */
const SINCE = { icu: 15, builtin: 17, PG_UNICODE_FAST: 18 } as const;

/** Encodings that `initdb` 17 refuses with ICU; all of them were tried. */
const NOT_IN_ICU = ['SQL_ASCII', 'MULE_INTERNAL', 'EUC_JIS_2004', 'LATIN10', 'WIN874'];

/**
 * `initdb` runs once, at the first start: what it would refuse there is refused here.
 *
 * @see https://www.postgresql.org/docs/17/app-initdb.html
 * @see https://www.postgresql.org/docs/17/locale.html#LOCALE-PROVIDERS
 */
export const initdbLocale = rule({
  code: 'INITDB_LOCALE',
  reads: [
    'postgresql.version',
    'postgresql.initdb.encoding',
    'postgresql.initdb.locale',
    'postgresql.initdb.lc-collate',
    'postgresql.initdb.lc-ctype',
    'postgresql.initdb.locale-provider',
    'postgresql.initdb.icu-locale',
    'postgresql.initdb.builtin-locale',
  ],
  check({ postgresql }) {
    const faults = [...providerFaults(postgresql), ...encodingFaults(postgresql.initdb)];
    return faults.map(({ key, got, need }) => ({
      at: `postgresql.initdb.${key}`,
      got,
      need,
      why: 'initdb would fail on the first member, and the cluster would never be born',
    }));
  },
});

function providerFaults({ version, initdb }: Postgresql): Fault[] {
  const { encoding, 'icu-locale': icu, 'builtin-locale': builtin } = initdb;
  const provider = initdb['locale-provider'] ?? 'libc';
  const faults: Fault[] = [];
  const add = (key: string, got: string, need: string) => faults.push({ key, got, need });
  if (provider !== 'libc' && version < SINCE[provider]) {
    const need = `PostgreSQL ${SINCE[provider]} or later for ${provider}`;
    add('locale-provider', `${provider} with version ${version}`, need);
  }
  if (icu !== undefined && provider !== 'icu') {
    add('icu-locale', icu, 'locale-provider: icu beside it');
  }
  if (builtin !== undefined && provider !== 'builtin') {
    add('builtin-locale', builtin, 'locale-provider: builtin beside it');
  }
  if (provider === 'icu') {
    if (icu === undefined) add('locale-provider', 'icu', 'icu-locale beside it, such as und');
    if (NOT_IN_ICU.includes(encoding)) add('encoding', encoding, 'an encoding that ICU has');
  }
  if (provider === 'builtin') {
    const name = builtin ?? initdb.locale;
    const key = builtin === undefined ? 'locale-provider' : 'builtin-locale';
    if (name === 'PG_UNICODE_FAST' && version < SINCE.PG_UNICODE_FAST) {
      add(key, name, `PostgreSQL ${SINCE.PG_UNICODE_FAST} or later`);
    } else if (!['C', 'C.UTF-8', 'C.UTF8', 'PG_UNICODE_FAST'].includes(name)) {
      add(key, name, 'builtin-locale: C.UTF-8 or C');
    } else if (name !== 'C' && encoding !== 'UTF8') {
      add('encoding', `${encoding} with ${name}`, 'UTF8');
    }
  }
  return faults;
}

/** The system's locales say their encoding behind the dot; C and POSIX go with any. */
function encodingFaults(initdb: Postgresql['initdb']): Fault[] {
  const { encoding } = initdb;
  const names = [initdb['lc-collate'] ?? initdb.locale, initdb['lc-ctype'] ?? initdb.locale];
  const unicode = names.find((name) => /\.utf-?8(@|$)/i.test(name));
  if (unicode === undefined || ['UTF8', 'SQL_ASCII'].includes(encoding)) return [];
  return [{ key: 'encoding', got: `${encoding} with ${unicode}`, need: `UTF8, or locale: C` }];
}
