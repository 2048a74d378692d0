import { paths } from '../model/paths.js';
import { parseConnectionString } from '../syntax/connection-string.js';
import { parseHaproxy } from '../syntax/haproxy-text.js';
import { parseIni } from '../syntax/ini.js';
import { parseHba } from '../syntax/pg-hba.js';
import { parsePostgresConf } from '../syntax/postgres-conf.js';
import { parseYamlText } from '../syntax/yaml-text.js';

/** Settings of one file by key, in the product's own spelling. */
export type FileSettings = ReadonlyMap<string, string>;

const READERS: Readonly<Record<string, (text: string) => FileSettings>> = {
  [paths.desiredPostgresqlConf]: (text) => new Map(Object.entries(parsePostgresConf(text))),
  [paths.desiredHba]: (text) => new Map(parseHba(text).map((rule, at) => [`${at}`, rule])),
  [paths.desiredDynamic]: yamlSettings,
  [paths.desiredDatabases]: yamlSettings,
  [paths.desiredTopology]: yamlSettings,
  [paths.patroniYml]: yamlSettings,
  [paths.bootstrapYml]: yamlSettings,
  [paths.etcdConf]: yamlSettings,
  [paths.haproxyCfg]: haproxySettings,
  [paths.pgbouncerIni]: pgbouncerSettings,
};

/**
 * Reads a generated file: comments, order of keys and spelling of quotes are gone.
 *
 * @returns undefined for a file whose form is not known, or that is not in that form
 */
export function fileSettings(path: string, text: string): FileSettings | undefined {
  const read = Object.hasOwn(READERS, path) ? READERS[path] : undefined;
  try {
    return read?.(text);
  } catch {
    // A file of another release, or one that somebody made by hand.
    return undefined;
  }
}

function yamlSettings(text: string): FileSettings {
  const settings = new Map<string, string>();
  flatten(parseYamlText(text), '', settings);
  return settings;
}

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value)) {
    const named = value.every((entry) => nameIn(entry) !== undefined);
    if (value.length > 0 && named) {
      for (const entry of value) flatten(entry, `${path}[${nameIn(entry) ?? ''}]`, into);
    } else into.set(path, value.map(scalarText).join(', '));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      flatten(child, path === '' ? key : `${path}.${key}`, into);
    }
  } else if (value !== null && value !== undefined) into.set(path, scalarText(value));
}

/** Entries with names are told apart by them: their order is of no account. */
function nameIn(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { name, node } = entry as Record<string, unknown>;
  const found = name ?? node;
  return typeof found === 'string' ? found : undefined;
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Words after which a second one is still part of the name. */
const TWO_WORDS = new Set(
  ['timeout', 'option', 'hold', 'server', 'bind', 'http-check', 'stats', 'use_backend'].concat([
    'nameserver',
    'log',
  ]),
);

/** Words of `default-server` and `server` that stand alone. */
const FLAGS = new Set(['check', 'backup', 'disabled']);

/** By section and directive: `backend primary: server node-1`. */
function haproxySettings(text: string): FileSettings {
  const settings = new Map<string, string>();
  let section = '';
  const add = (name: string, value: string): void => {
    const key = `${section}: ${name}`;
    const before = settings.get(key);
    settings.set(key, before === undefined ? value : `${before}; ${value}`);
  };
  for (const line of text.split('\n')) {
    const words = parseHaproxy(line)[0];
    if (!words) continue;
    const [first = '', ...rest] = words;
    if (!/^\s/.test(line)) section = words.join(' ');
    else if (first === 'default-server') for (const [name, value] of pairs(rest)) add(name, value);
    else if (TWO_WORDS.has(first)) add(`${first} ${rest[0] ?? ''}`, rest.slice(1).join(' '));
    else add(first, rest.join(' '));
  }
  return settings;
}

function pairs(words: readonly string[]): [name: string, value: string][] {
  const found: [string, string][] = [];
  for (let at = 0; at < words.length; at += 1) {
    const name = words[at] ?? '';
    if (FLAGS.has(name)) found.push([name, 'on']);
    else found.push([name, words[(at += 1)] ?? '']);
  }
  return found;
}

/** By key of `[pgbouncer]`; of other sections `databases[project].pool_size`. */
function pgbouncerSettings(text: string): FileSettings {
  const settings = new Map<string, string>();
  for (const [section, entries] of Object.entries(parseIni(text))) {
    for (const [key, value] of Object.entries(entries)) {
      if (section === 'pgbouncer') settings.set(key, value);
      else {
        for (const [name, word] of Object.entries(parseConnectionString(value))) {
          settings.set(`${section}[${key}].${name}`, word);
        }
      }
    }
  }
  return settings;
}
