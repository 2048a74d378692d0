import { localeFaults } from '../locale-faults.js';
import { rule } from './rule.js';

/**
 * `initdb` runs once, at the first start: what it would refuse there is refused here.
 *
 * @see https://www.postgresql.org/docs/17/app-initdb.html
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
  check({ postgresql: { version, initdb } }) {
    const { encoding, locale } = initdb;
    const faults = localeFaults({
      version,
      encoding,
      locale,
      provider: initdb['locale-provider'] ?? 'libc',
      systemLocales: [initdb['lc-collate'] ?? locale, initdb['lc-ctype'] ?? locale],
      icuLocale: initdb['icu-locale'],
      builtinLocale: initdb['builtin-locale'],
    });
    return faults.map(({ key, got, need }) => ({
      at: `postgresql.initdb.${key}`,
      got,
      need,
      why: 'initdb would fail on the first member, and the cluster would never be born',
    }));
  },
});
