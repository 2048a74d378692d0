import { parse } from 'yaml';
import { z } from '../core/zod.js';
import { paths } from '../model/paths.js';
import { parseHba } from '../syntax/pg-hba.js';
import { parsePostgresConf } from '../syntax/postgres-conf.js';
import { fileText, type DesiredState } from './desired.js';

type Flat = ReadonlyMap<string, string>;

const document = z.record(z.string(), z.unknown());

/**
 * Where the live dynamic configuration differs from the desired one: read only, so that nothing a
 * user changed is silently ignored. Carrying the differences out is issue 5.
 *
 * @param live - answer of Patroni's `GET /config`
 * @returns one line per key, `key: live -> desired`, sorted
 */
export function pendingChanges(
  { files }: Pick<DesiredState, 'files'>,
  live: Readonly<Record<string, unknown>>,
): string[] {
  const wanted = flatten(document.parse(parse(fileText(files, paths.desiredDynamic))));
  const parameters = parsePostgresConf(fileText(files, paths.desiredPostgresqlConf));
  for (const [name, value] of Object.entries(parameters)) {
    wanted.set(`postgresql.parameters.${name}`, plainValue(value));
  }
  wanted.set('postgresql.pg_hba', hbaValue(parseHba(fileText(files, paths.desiredHba))));
  const found = flatten(live);
  // Set by `patronictl pause`: an operator's act, not a setting.
  found.delete('pause');
  return differences(found, wanted);
}

function differences(live: Flat, wanted: Flat): string[] {
  const keys = [...new Set([...live.keys(), ...wanted.keys()])].sort();
  return keys
    .filter((key) => live.get(key) !== wanted.get(key))
    .map((key) => `${key}: ${live.get(key) ?? 'not set'} -> ${wanted.get(key) ?? 'not set'}`);
}

function flatten(value: Readonly<Record<string, unknown>>, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, child] of Object.entries(value)) {
    const key = `${prefix}${name}`;
    if (key === 'postgresql.pg_hba') flat.set(key, hbaValue(child));
    else if (typeof child === 'object' && child !== null && !Array.isArray(child)) {
      for (const [inner, text] of flatten(document.parse(child), `${key}.`)) flat.set(inner, text);
    } else flat.set(key, plainValue(child));
  }
  return flat;
}

/** YAML reads `on` as text and `true` as a boolean; PostgreSQL reads both alike. */
function plainValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^(on|true|yes)$/i.test(text)) return 'on';
  return /^(off|false|no)$/i.test(text) ? 'off' : text;
}

/** Rules are compared as a whole: their order decides who gets in. */
function hbaValue(rules: unknown): string {
  const lines = z.array(z.string()).parse(rules ?? []);
  return lines.map((line) => line.trim().replaceAll(/\s+/g, ' ')).join(' | ');
}
