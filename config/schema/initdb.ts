import { z } from '../../src/core/zod.js';

/** Encodings a database may have; PostgreSQL knows more for clients. */
export const ENCODINGS = (
  'UTF8 SQL_ASCII EUC_JP EUC_CN EUC_KR EUC_TW EUC_JIS_2004 LATIN1 LATIN2 LATIN3 LATIN4 LATIN5 ' +
  'LATIN6 LATIN7 LATIN8 LATIN9 LATIN10 WIN1250 WIN1251 WIN1252 WIN1253 WIN1254 WIN1255 WIN1256 ' +
  'WIN1257 WIN1258 WIN866 WIN874 KOI8R KOI8U ISO_8859_5 ISO_8859_6 ISO_8859_7 ISO_8859_8 MULE_INTERNAL'
).split(' ');

const TEXT_SEARCH = (
  'simple arabic armenian basque catalan danish dutch english finnish french german greek hindi ' +
  'hungarian indonesian irish italian lithuanian nepali norwegian portuguese romanian russian ' +
  'serbian spanish swedish tamil turkish yiddish'
).split(' ');

export const localeName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9_.@-]+$/, 'a locale such as C.UTF-8');

/** A locale of ICU. */
export const icuLocale = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9-]+$/, 'a language tag such as de-DE or und-u-ks-level2');

const category = (what: string) => localeName.optional().describe(`${what}; default: locale.`);

/** How the cluster is born; the keys are the options of `initdb`. Later changes reach no database. */
export const initdbSchema = z.strictObject({
  encoding: z.enum(ENCODINGS).default('UTF8').describe('Encoding of new databases.'),
  locale: localeName.default('C.UTF-8').describe('Locale of the operating system.'),
  'lc-collate': category('Order of texts'),
  'lc-ctype': category('Kinds of characters'),
  'lc-messages': category('Language of messages'),
  'lc-monetary': category('Form of amounts of money'),
  'lc-numeric': category('Form of numbers'),
  'lc-time': category('Form of dates'),
  'locale-provider': z
    .enum(['libc', 'icu', 'builtin'])
    .optional()
    .describe('Who orders texts; default libc. From 15 on icu, from 17 on builtin.'),
  'icu-locale': icuLocale.optional().describe('Locale of the provider icu.'),
  'builtin-locale': z
    .enum(['C', 'C.UTF-8', 'PG_UNICODE_FAST'])
    .optional()
    .describe('Locale of the provider builtin; default: locale.'),
  'data-checksums': z
    .boolean()
    .default(true)
    .describe('Pages carry a checksum; pg_rewind uses it.'),
  'wal-segsize': z
    .literal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024])
    .optional()
    .describe('Size of a WAL file in megabytes; default 16.'),
  'text-search-config': z
    .enum(TEXT_SEARCH)
    .optional()
    .describe('Default for full-text search; default: by locale.'),
});

export type InitdbConfig = z.output<typeof initdbSchema>;
