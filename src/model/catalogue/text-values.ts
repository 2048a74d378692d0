import type { ValueForm } from './value.js';

type Check = (text: string) => string | undefined;

const ZONE_NEED = 'a time zone such as Etc/UTC or Europe/Berlin';

/** Zones without a file of their own: `UTC-3`, `<+03>-3`, `CET-1CEST`, or hours. */
const POSIX_ZONE =
  /^(([A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?\d{1,2}(:\d{2}){0,2}([A-Za-z]{3,})?|[+-]?\d{1,2}(\.\d+)?)$/;

function zone(text: string): string | undefined {
  if (POSIX_ZONE.test(text)) return undefined;
  if (!/^[A-Za-z]/.test(text)) return ZONE_NEED;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return undefined;
  } catch {
    return ZONE_NEED;
  }
}

/** A list with commas, case ignored; empty where PostgreSQL takes an empty one. */
function listOf(...words: string[]): Check {
  return (text) => {
    const given = text.split(',').map((word) => word.trim().toLowerCase());
    if (text.trim() === '' || given.every((word) => words.includes(word))) return undefined;
    return `a list of ${words.join(', ')}`;
  };
}

const DATE_STYLE = [
  ...['iso', 'sql', 'postgres', 'postgresql', 'german', 'ymd', 'dmy', 'euro', 'european'],
  ...['mdy', 'us', 'noneuro', 'noneuropean', 'default'],
];

const AUDIT_CLASSES = ['function', 'misc', 'misc_set', 'read', 'role', 'write', 'ddl', 'all'];

const tableAccessMethod: Check = (text) =>
  text !== '' && Buffer.byteLength(text) < 64 ? undefined : 'a name of 1 to 63 bytes';

/** What a server checks of a text, its `check_hook`; `pg_settings` does not tell these. */
const CHECKS: Readonly<Record<string, Check>> = {
  timezone: zone,
  log_timezone: zone,
  'cron.timezone': zone,
  datestyle: listOf(...DATE_STYLE),
  log_destination: listOf('stderr', 'csvlog', 'jsonlog', 'syslog'),
  createrole_self_grant: listOf('set', 'inherit'),
  restrict_nonsystem_relation_kind: listOf('view', 'foreign-table'),
  debug_io_direct: listOf('data', 'wal', 'wal_init'),
  default_table_access_method: tableAccessMethod,
  'pgaudit.log': listOf('none', ...AUDIT_CLASSES.flatMap((word) => [word, `-${word}`])),
};

/** What is needed instead of a text that PostgreSQL refuses. */
export function textProblem({ name }: ValueForm, text: string): string | undefined {
  if (text.includes('\0')) return 'text without NUL';
  return Object.hasOwn(CHECKS, name) ? CHECKS[name]?.(text) : undefined;
}
