import { rule } from './rule.js';

/** What glibc carries without the package `locales`, which the image leaves out. */
const IN_IMAGE = ['C', 'POSIX', 'C.UTF-8', 'C.utf8'];

const KEYS = [
  'locale',
  'lc-collate',
  'lc-ctype',
  'lc-messages',
  'lc-monetary',
  'lc-numeric',
  'lc-time',
] as const;

/** `initdb` would fail on the first member, and the cluster would never be born. */
export const localeNotInImage = rule({
  code: 'LOCALE_NOT_IN_IMAGE',
  reads: ['images.patroni', ...KEYS.map((key) => `postgresql.initdb.${key}`), 'databases[].locale'],
  check({ images, databases, postgresql: { initdb } }) {
    if (images.patroni !== undefined) return;
    const given = [
      ...KEYS.map((key) => ({ at: `postgresql.initdb.${key}`, locale: initdb[key] })),
      ...databases.map(({ locale }, index) => ({ at: `databases[${index}].locale`, locale })),
    ];
    return given.flatMap(({ at, locale }) => {
      if (locale === undefined || IN_IMAGE.includes(locale)) return [];
      return {
        at,
        got: locale,
        need: 'C.UTF-8, C or POSIX, the locales of the image',
        why: 'initdb and CREATE DATABASE fail on a locale the operating system does not have',
        fix: 'order texts with the provider icu, or name an image with it as images.patroni',
      };
    });
  },
});
