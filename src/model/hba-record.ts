import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { HbaRuleConfig } from '../../config/schema/access.js';
import { hbaTokens, type HbaToken } from '../core/hba-tokens.js';
import { addressFault, needsMask } from './hba-address.js';
import { methodFault, optionsFault } from './hba-methods.js';

/** An access rule in parts, however it was written. */
export interface HbaRecord {
  readonly type: string;
  readonly database: readonly HbaToken[];
  readonly user: readonly HbaToken[];
  readonly address?: HbaToken | undefined;
  readonly mask?: HbaToken | undefined;
  readonly method: string;
  readonly options: Readonly<Record<string, string>>;
}

export interface HbaFault {
  /** Key of a rule in parts. */
  readonly part: 'type' | 'database' | 'user' | 'address' | 'method' | 'options';
  readonly need: string;
}

export interface HbaContext {
  readonly version: ClusterConfig['postgresql']['version'];
  /** The image is the user's: it may carry files that ours does not. */
  readonly ownImage: boolean;
}

const HOST_TYPES = ['host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'];

/**
 * Reads a line into its parts.
 *
 * @returns what the line would need, as text, if it is no rule
 */
export function recordOfLine(line: string): HbaRecord | string {
  if (/\\\s*$/.test(line)) return 'no backslash at the end: it would swallow the next line';
  const { fields, open } = hbaTokens(line);
  if (open) return 'a closing quote';
  const [type, database, user, ...rest] = fields;
  if (!type) return 'a rule, not a comment: those belong into this file';
  const isLocal = type[0]?.text === 'local';
  const address = isLocal ? undefined : rest.shift()?.[0];
  const mask = address && needsMask(address) ? rest.shift()?.[0] : undefined;
  const [method, ...options] = rest;
  const single = [type, ...(method ? [method] : [])].every((words) => words.length === 1);
  if (!single) return 'one type and one method';
  if (!HOST_TYPES.includes(type[0]?.text ?? '') && !isLocal) {
    return `local, ${HOST_TYPES.join(', ')} as the first word`;
  }
  if (!database || !user || !method) {
    return 'TYPE DATABASE USER ADDRESS METHOD (no address with local)';
  }
  const pairs = options.flat().map(({ text }) => text);
  const bare = pairs.find((text) => !text.includes('='));
  if (bare !== undefined) return `options as name=value instead of ${bare}`;
  return {
    type: type[0]?.text ?? '',
    database,
    user,
    address,
    mask,
    method: method[0]?.text ?? '',
    options: Object.fromEntries(pairs.map(splitOption)),
  };
}

export function recordOfRule(rule: HbaRuleConfig): HbaRecord {
  return {
    type: rule.type,
    database: [rule.database].flat().map(tokenOf),
    user: [rule.user].flat().map(tokenOf),
    address: rule.address === undefined ? undefined : { text: rule.address, quoted: false },
    method: rule.method,
    options: Object.fromEntries(
      Object.entries(rule.options).map(([name, value]) => [name, String(value)]),
    ),
  };
}

/** What the rule would need, or undefined if PostgreSQL can read it. */
export function recordFault(record: HbaRecord, context: HbaContext): HbaFault | undefined {
  const { type, address, mask, method, options } = record;
  const faults: [HbaFault['part'], () => string | undefined][] = [
    ['database', () => namesFault(record.database, context)],
    ['user', () => namesFault(record.user, context)],
    ['address', () => addressOfTypeFault(type, address, mask)],
    ['method', () => methodFault(type, method, context.version)],
    ['options', () => optionsFault(type, method, options)],
  ];
  for (const [part, find] of faults) {
    const need = find();
    if (need !== undefined) return { part, need };
  }
  return undefined;
}

function addressOfTypeFault(type: string, address?: HbaToken, mask?: HbaToken) {
  if (type === 'local') return address && 'no address with local';
  return address ? addressFault(address, mask) : `an address with ${type}`;
}

function namesFault(names: readonly HbaToken[], context: HbaContext): string | undefined {
  for (const { text, quoted } of names) {
    if (text.startsWith('/')) {
      const fault = slashFault(text, quoted, context.version);
      if (fault !== undefined) return fault;
    }
    const isFile = !quoted && /^@./.test(text);
    if (isFile && !(context.ownImage && text.startsWith('@/'))) {
      return `names instead of ${text}: the image has no such file`;
    }
  }
  return undefined;
}

function slashFault(text: string, quoted: boolean, version: number): string | undefined {
  if (version >= 16) {
    return quoted ? 'another name: after a slash stands a regular expression' : undefined;
  }
  return quoted ? undefined : `a name: ${text} is a regular expression from PostgreSQL 16 on`;
}

/** In a rule in parts quotes around the whole make a name of what would be a keyword. */
function tokenOf(text: string): HbaToken {
  const strict = /^"(.+)"$/s.exec(text)?.[1];
  return strict === undefined ? { text, quoted: false } : { text: strict, quoted: true };
}

function splitOption(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
