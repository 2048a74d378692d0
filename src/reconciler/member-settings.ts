import { parseHba } from '../syntax/pg-hba.js';
import type { SqlSession } from '../live/sql.js';
import type { PendingValue } from '../model/restart-order.js';
import { COMMAND_LINE, commandLineValues } from './command-line-values.js';
import { isTree, plain, type ConfigTree } from './config-tree.js';

/** What one member's server says about its settings. */
export interface MemberSettings {
  /** What PostgreSQL does not accept in its files; such a server would not start again. */
  readonly errors: readonly string[];
  /** What has not reached the running server although a reload is enough. */
  readonly stale: readonly string[];
  /** What counts only after a restart. */
  readonly pending: readonly PendingValue[];
  /** `ALTER SYSTEM` of somebody. */
  readonly altered: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Patroni's file may say something else: on a replica what its primary has, and with permanent
 * logical slots that feedback is on.
 *
 * @see https://github.com/patroni/patroni/blob/v4.0.7/patroni/postgresql/config.py (write_postgresql_conf)
 */
const WRITTEN_OTHERWISE: ReadonlySet<string> = new Set([...COMMAND_LINE, 'hot_standby_feedback']);

/**
 * A valid value that waits for a restart is reported as an error too: it is none. Nor is a parameter
 * that is gone and needs one, which has no name here.
 */
const READ_FILE_ERRORS = `
  SELECT name AS at, error FROM pg_file_settings f
  WHERE error IS NOT NULL AND name IS NOT NULL AND NOT EXISTS
    (SELECT FROM pg_settings s WHERE s.name = lower(f.name) AND s.pending_restart)`;

const READ_HBA_ERRORS = `
  SELECT line_number AS at, error FROM pg_hba_file_rules WHERE error IS NOT NULL`;

const READ_PENDING = 'SELECT name, setting FROM pg_settings WHERE pending_restart';

const READ_ALTERED = `
  SELECT DISTINCT lower(name) AS name, setting FROM pg_file_settings
  WHERE sourcefile LIKE '%/postgresql.auto.conf' AND name IS NOT NULL`;

const READ_COMMAND_LINE = 'SELECT name, setting FROM pg_settings WHERE name = ANY($1)';

const READ_FILE_VALUES = `
  SELECT lower(name) AS name, setting FROM pg_file_settings
  WHERE name IS NOT NULL AND sourcefile LIKE '%/postgresql.conf' ORDER BY seqno`;

/** The files are as they shall be; the server has not read them, or does not take them. */
const NOT_LOADED = 'what its files say';

/** Times of files count whole seconds. */
const READ_RULES = `
  SELECT pg_read_file(current_setting('hba_file')) AS rules,
         (pg_stat_file(current_setting('config_file'))).modification <= pg_conf_load_time()
         AND (pg_stat_file(current_setting('hba_file'))).modification <= pg_conf_load_time()
           AS loaded`;

/**
 * Compares a member's server with the configuration in the DCS.
 *
 * @param session - of a superuser
 * @param config - answer of `GET /config`
 * @param former - parameters that were set before: their lines must be gone
 */
export async function readMemberSettings(
  session: SqlSession,
  config: ConfigTree,
  former: readonly string[] = [],
): Promise<MemberSettings> {
  const { postgresql, parameters } = serverPart(config);
  const pairs = async (text: string, values?: readonly unknown[]) =>
    new Map(
      (await session.query(text, values)).map(({ name, setting }) => [plain(name), plain(setting)]),
    );
  const problems = async (file: string, text: string) =>
    (await session.query(text)).map(({ at, error }) => `${file} ${plain(at)}: ${plain(error)}`);
  const altered = await pairs(READ_ALTERED);
  const stale = [
    ...staleValues(parameters, former, await pairs(READ_FILE_VALUES)),
    ...(await staleFiles(session, postgresql)),
  ];
  // Read after the files were found whole: Patroni writes in place, and half a file has errors that
  // the whole one has not (seen on the lab).
  const errors = [
    ...(await problems('postgresql.conf', READ_FILE_ERRORS)),
    ...(await problems('pg_hba.conf line', READ_HBA_ERRORS)),
  ];
  return {
    errors: stale.every((what) => what === NOT_LOADED) ? errors : [],
    altered: [...altered]
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    stale,
    pending: readPending(
      parameters,
      await pairs(READ_PENDING),
      await pairs(READ_COMMAND_LINE, [COMMAND_LINE]),
    ),
  };
}

/** The part of the dynamic configuration that servers read. */
export function serverPart(config: ConfigTree): {
  readonly postgresql: ConfigTree;
  readonly parameters: ConfigTree;
} {
  const postgresql = isTree(config['postgresql']) ? config['postgresql'] : {};
  const parameters = isTree(postgresql['parameters']) ? postgresql['parameters'] : {};
  return { postgresql, parameters };
}

function staleValues(
  parameters: ConfigTree,
  former: readonly string[],
  inFile: ReadonlyMap<string, string>,
): string[] {
  const isOurs = (name: string) => !WRITTEN_OTHERWISE.has(name);
  const old = former.filter((name) => parameters[name] === undefined && inFile.has(name));
  const changed = Object.entries(parameters)
    .filter(([name, value]) => inFile.get(name) !== plain(value))
    .map(([name]) => name);
  return [...old, ...changed].filter(isOurs).sort();
}

async function staleFiles(session: SqlSession, postgresql: ConfigTree): Promise<string[]> {
  const [row] = await session.query(READ_RULES);
  const rules = plain(parseHba(plain(row?.['rules'] ?? '')));
  if (plain(postgresql['pg_hba'] ?? []) !== rules) return ['pg_hba'];
  return row?.['loaded'] === true ? [] : [NOT_LOADED];
}

function readPending(
  parameters: ConfigTree,
  flagged: ReadonlyMap<string, string>,
  commandLine: ReadonlyMap<string, string>,
): PendingValue[] {
  const wanted = commandLineValues(parameters);
  const started = [...commandLine]
    .filter(([name, value]) => wanted.has(name) && plain(wanted.get(name)) !== value)
    .map(([name, from]) => ({ name, from, to: wanted.get(name) }));
  const others = [...flagged]
    .filter(([name]) => !wanted.has(name))
    .map(([name, from]) => ({
      name,
      from,
      to: parameters[name] === undefined ? undefined : plain(parameters[name]),
    }));
  return [...started, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}
