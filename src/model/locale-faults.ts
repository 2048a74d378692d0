/** How texts are to be ordered, with what was left out filled in. */
export interface LocaleChoice {
  readonly version: number;
  readonly encoding: string;
  readonly provider: 'libc' | 'icu' | 'builtin';
  readonly locale: string;
  /** Locales of the operating system that order texts and tell characters apart. */
  readonly systemLocales: readonly string[];
  readonly icuLocale: string | undefined;
  readonly builtinLocale: string | undefined;
}

/** Keys in the spelling of `initdb`. */
export interface LocaleFault {
  readonly key: 'encoding' | 'locale-provider' | 'icu-locale' | 'builtin-locale';
  readonly got: string;
  readonly need: string;
}

/** First major version that has a provider or a built-in locale. */
const SINCE = { icu: 15, builtin: 17, PG_UNICODE_FAST: 18 } as const;

/** Encodings that `initdb` 17 refuses with ICU; all of them were tried. */
const NOT_IN_ICU = ['SQL_ASCII', 'MULE_INTERNAL', 'EUC_JIS_2004', 'LATIN10', 'WIN874'];

/**
 * What PostgreSQL would refuse when a database is born.
 *
 * @see https://www.postgresql.org/docs/17/locale.html#LOCALE-PROVIDERS
 */
export function localeFaults(choice: LocaleChoice): LocaleFault[] {
  return [...providerFaults(choice), ...encodingFaults(choice)];
}

function providerFaults(choice: LocaleChoice): LocaleFault[] {
  const { version, encoding, provider, icuLocale: icu, builtinLocale: builtin } = choice;
  const faults: LocaleFault[] = [];
  const add = (key: LocaleFault['key'], got: string, need: string) =>
    faults.push({ key, got, need });
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
    const name = builtin ?? choice.locale;
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
function encodingFaults({ encoding, systemLocales }: LocaleChoice): LocaleFault[] {
  const unicode = systemLocales.find((name) => /\.utf-?8(@|$)/i.test(name));
  if (unicode === undefined || ['UTF8', 'SQL_ASCII'].includes(encoding)) return [];
  return [{ key: 'encoding', got: `${encoding} with ${unicode}`, need: `UTF8, or locale: C` }];
}
