import { clientEncodingProblem } from './client-encodings.js';
import type { ValueForm } from './value.js';

type Check = (text: string) => string | undefined;

const ZONE_NEED = 'a time zone such as Etc/UTC or Europe/Berlin';

/** Zones without a file of their own: `UTC-3`, `<+03>-3`, `CET-1CEST`, or hours. */
const POSIX_ZONE =
  /^(([A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?\d{1,2}(:\d{2}){0,2}([A-Za-z]{3,})?|[+-]?\d{1,2}(\.\d+)?)$/;

/** Every server knows these, and asking for another loads Node's time zones: 20 ms. */
const ZONES_OF_ALL = new Set(['Etc/UTC', 'UTC', 'GMT']);

function zone(text: string): string | undefined {
  if (ZONES_OF_ALL.has(text) || POSIX_ZONE.test(text)) return undefined;
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

const backtraceFunctions: Check = (text) =>
  /^[A-Za-z0-9_, \n\t]*$/.test(text) ? undefined : 'names of functions of letters, digits and _';

const RESOURCE_MANAGERS = [
  ...['all', 'heap2', 'heap', 'btree', 'gin', 'gist', 'sequence', 'spgist', 'brin', 'generic'],
];

const slotNames: Check = (text) =>
  text.split(',').every((name) => /^\s*([a-z0-9_]{1,63})?\s*$/.test(name.toLowerCase()))
    ? undefined
    : 'names of replication slots: lower-case letters, digits and _';

const SWITCH_WORDS = ['on', 'off', 'true', 'false', 'yes', 'no', '1', '0'];

/** From 18 on the parts of a connection that are logged; the switch it was before still works. */
const logConnections: Check = (text) =>
  SWITCH_WORDS.includes(text.trim().toLowerCase())
    ? undefined
    : listOf('all', 'receipt', 'authentication', 'authorization', 'setup_durations')(text);

/** `all` and `none` stand alone. */
const plpgsqlChecks: Check = (text) =>
  ['all', 'none'].includes(text.trim().toLowerCase())
    ? undefined
    : listOf('shadowed_variables', 'too_many_rows', 'strict_multi_assignment')(text);

/** What a server checks of a text, its `check_hook`; `pg_settings` does not tell these. */
const CHECKS: Readonly<Record<string, Check>> = {
  timezone: zone,
  log_timezone: zone,
  'cron.timezone': zone,
  datestyle: listOf(...DATE_STYLE),
  log_destination: listOf('stderr', 'csvlog', 'jsonlog', 'syslog'),
  createrole_self_grant: listOf('set', 'inherit'),
  restrict_nonsystem_relation_kind: listOf('view', 'foreign-table'),
  backtrace_functions: backtraceFunctions,
  client_encoding: clientEncodingProblem,
  log_connections: logConnections,
  'plpgsql.extra_errors': plpgsqlChecks,
  'plpgsql.extra_warnings': plpgsqlChecks,
  synchronized_standby_slots: slotNames,
  wal_consistency_checking: listOf(...RESOURCE_MANAGERS),
  debug_io_direct: listOf('data', 'wal', 'wal_init'),
  default_table_access_method: tableAccessMethod,
  'pgaudit.log': listOf('none', ...AUDIT_CLASSES.flatMap((word) => [word, `-${word}`])),
};

/** What is needed instead of a text that PostgreSQL refuses. */
export function textProblem({ name }: ValueForm, text: string): string | undefined {
  if (text.includes('\0')) return 'text without NUL';
  return Object.hasOwn(CHECKS, name) ? CHECKS[name]?.(text) : undefined;
}
