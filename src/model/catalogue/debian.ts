import type { PostgresMajor, Setting } from './setting.js';

/**
 * Words that Debian's builds take and the servers our data was read from do not: those lack lz4, zstd and liburing.
 *
 * Read from postgresql-17 17.12-0+deb13u1; `io_method` from Debian's build options of postgresql-18.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  wal_compression: ['lz4', 'zstd'],
  default_toast_compression: ['lz4'],
  io_method: ['io_uring'],
};

/** Settings that Debian's 17.12 has and 17.10, which our data was read from, has not. */
const SINCE_17_12: readonly Setting[] = [
  {
    name: 'composite_type_mismatch',
    type: 'enum',
    values: ['error', 'warn', 'disabled'],
    context: 'superuser',
    category: 'Developer Options',
    description: 'Sets how version mismatches of composite values are handled.',
    default: 'error',
  },
  {
    name: 'output_plugin_libraries',
    type: 'string',
    context: 'superuser',
    category: 'Replication / Sending Servers',
    description: 'Lists libraries that may be named as logical decoding output plugins.',
    default: 'pgoutput, test_decoding',
  },
];

/** A patch of Debian's; 18 has `extension_control_path` instead. */
const EXTENSION_DESTDIR: Setting = {
  name: 'extension_destdir',
  type: 'string',
  context: 'superuser',
  category: 'File Locations',
  description: 'Path to prepend for extension loading.',
  default: '',
};

/** The settings as Debian's packages, which the images install, have them. */
export function debianSettings(major: PostgresMajor, settings: readonly Setting[]): Setting[] {
  return [
    ...settings.map(withWords),
    ...(major === 17 ? SINCE_17_12 : []),
    ...(major < 18 ? [EXTENSION_DESTDIR] : []),
  ];
}

function withWords(setting: Setting): Setting {
  const more = Object.hasOwn(WORDS, setting.name) ? WORDS[setting.name] : undefined;
  if (more === undefined || setting.values === undefined) return setting;
  return { ...setting, values: [...setting.values, ...more] };
}
