import fc from 'fast-check';
import type { Client } from 'pg';
import { quotedName } from '../../scripts/read-settings.mjs';
import { settingsOf } from '../../src/model/catalogue/catalogue.js';
import { controlledBecause } from '../../src/model/catalogue/home.js';
import type { PostgresMajor, Setting } from '../../src/model/catalogue/setting.js';
import { readValue } from '../../src/model/catalogue/value.js';

/** One run is repeatable; another seed tries other values. */
const SEED = Number(process.env.AGREEMENT_SEED ?? 4);

const BY_MACHINE = 'the server asks the operating system, which differs in the image';
const NOT_BY_ALTER = 'postgresql.conf may set it, ALTER SYSTEM may not';
const BY_CATALOGUE = 'the server looks the name up in its tables, which the cluster file cannot';

/** Where our verdict and this server's differ, and must; why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  allow_alter_system: NOT_BY_ALTER,
  config_file: NOT_BY_ALTER,
  data_directory: NOT_BY_ALTER,
  max_stack_depth: BY_MACHINE,
  lc_messages: BY_MACHINE,
  lc_monetary: BY_MACHINE,
  lc_numeric: BY_MACHINE,
  lc_time: BY_MACHINE,
  huge_page_size: BY_MACHINE,
  bonjour: BY_MACHINE,
  timezone_abbreviations: BY_MACHINE,
  default_tablespace: BY_CATALOGUE,
  default_table_access_method: BY_CATALOGUE,
  default_text_search_config: BY_CATALOGUE,
  temp_tablespaces: BY_CATALOGUE,
  wal_compression: 'the npm builds lack lz4 and zstd, which Debian has',
  default_toast_compression: 'the npm builds lack lz4, which Debian has',
  io_method: 'the npm builds lack io_uring, which Debian has',
};

const BACKENDS = new Set([
  ...['max_connections', 'max_wal_senders', 'max_worker_processes'],
  ...['autovacuum_max_workers', 'autovacuum_worker_slots'],
]);

/** Judges random values by `ALTER SYSTEM`, which checks as a start does. */
export async function agree(client: Client, major: PostgresMajor, count: number) {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE context <> 'internal'`,
  );
  const spelling = new Map(rows.map(({ name }) => [name.toLowerCase(), name]));
  // What Patroni or the image sets is refused whatever its value.
  const settings = [...settingsOf(major).values()].filter(
    ({ name }) => spelling.has(name) && controlledBecause(name) === undefined,
  );
  const pair = fc
    .constantFrom(...settings)
    .chain((setting) => textFor(setting).map((text) => ({ setting, text })));
  const differing: string[] = [];
  let explained = 0;
  for (const { setting, text } of fc.sample(pair, { numRuns: count, seed: SEED })) {
    const ours = !setting.fixed && readValue(setting, text).ok;
    const refused = await refusal(client, spelling.get(setting.name) ?? '', text);
    if (ours === (refused === undefined)) continue;
    // A sum of several settings is limited: 262143 backends, for which no host has the memory.
    const tooMany = ours && BACKENDS.has(setting.name) && Number(text) > 200_000;
    if (tooMany || Object.hasOwn(EXPLAINED, setting.name)) explained += 1;
    else
      differing.push(`${setting.name} = '${text}': ${refused ?? 'accepted'}, ours ${String(ours)}`);
  }
  await client.query('ALTER SYSTEM RESET ALL');
  return { differing, explained };
}

async function refusal(client: Client, name: string, text: string): Promise<string | undefined> {
  const quoted = quotedName(client, name);
  try {
    await client.query(`ALTER SYSTEM SET ${quoted} = ${client.escapeLiteral(text)}`);
    await client.query(`ALTER SYSTEM RESET ${quoted}`);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const UNITS = ['', 'B', 'kB', 'MB', 'GB', 'TB', 'us', 'ms', 's', 'min', 'h', 'd'];
const WRONG_UNITS = ['KB', 'mb', 'gb', 'sec', 'MS', '%', 'kB kB', '.'];
const SWITCHES = ['on', 'OFF', 'of', 'o', 't', 'Tru', 'truee', 'f', 'yes', 'N', '1', '0', '2', ''];
const TEXTS = ['', 'x', 'Etc/UTC', 'ISO, DMY', 'iso, never', 'stderr', 'paper', '/tmp', 'a b'];

function textFor(setting: Setting): fc.Arbitrary<string> {
  switch (setting.type) {
    case 'bool':
      return fc.constantFrom(...SWITCHES);
    case 'enum':
      return fc.oneof(
        fc.constantFrom(...(setting.values ?? []), ...Object.keys(setting.aliases ?? {})),
        fc.constantFrom(...(setting.values ?? [])).map((word) => word.toUpperCase()),
        fc.constantFrom(...SWITCHES, 'x', 'debug', 'archive'),
      );
    case 'string':
      return fc.constantFrom(...TEXTS);
    default:
      return amountFor(setting);
  }
}

/** Around the ends of the range, in every spelling of a number, with right and wrong units. */
function amountFor({ min = 0, max = 0 }: Setting): fc.Arbitrary<string> {
  const edge = fc
    .constantFrom(min, max, 0, 1)
    .chain((end) => fc.constantFrom(-1, -0.6, -0.5, 0, 0.4, 0.5, 1).map((step) => end + step));
  const number = fc.oneof(
    edge.map(String),
    fc.integer({ min: -2, max: 100_000 }).map(String),
    fc.double({ min: 0, max: 5000, noNaN: true }).map((value) => value.toFixed(3)),
    fc.nat(5000).map((value) => `0x${value.toString(16)}`),
    fc.nat(5000).map((value) => `0${value.toString(8)}`),
    fc.constantFrom('1e3', '.5', '5.', '1e', '-0', '0x', '089', 'x', '', '1e400', '99999999999'),
  );
  const unit = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 3, arbitrary: fc.constantFrom(...UNITS) },
    { weight: 1, arbitrary: fc.constantFrom(...WRONG_UNITS) },
  );
  const gap = fc.constantFrom('', '', ' ', '\t');
  return fc.tuple(gap, number, gap, unit, gap).map((parts) => parts.join(''));
}
