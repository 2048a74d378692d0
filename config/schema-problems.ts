import type { z } from 'zod';
import type { Problem } from '../src/core/problem.js';
import { formatKeyPath, ROOT } from './key-path.js';
import { keysOf, placesByKey, schemaAt, wanted } from './schema-tree.js';
import { isTlsKey, NO_TLS_YET } from './tls-keys.js';
import { nearest, shown, shownWithKind } from './words.js';

/** A problem of one value, and whether its key or its value is the place to show. */
export interface SchemaProblem {
  readonly problem: Problem;
  readonly showAt: { readonly keyPath: string; readonly part: 'key' | 'value' };
  /** Of a key that is not known: the known key beside it that was probably meant. */
  readonly meant?: string | undefined;
}

type Issue = z.core.$ZodIssue;

/** What `schema` has against `input`, one row per value, in the schema's order. */
export function findSchemaProblems(schema: z.ZodType, input: unknown): SchemaProblem[] {
  const issues = schema.safeParse(input).error?.issues ?? [];
  const found = issues.flatMap((issue) => fromIssue(issue, schema, input));
  const misspelt = new Set(found.flatMap(({ meant }) => meant ?? []));
  const reported = new Set<string>();
  return found.filter(({ problem: { code, at } }) => {
    // The key is there, under another spelling: one mistake, one row.
    if (code === 'MISSING_KEY' && misspelt.has(at)) return false;
    // Length and form of one text are two checks; the first row already says both.
    const isNew = !reported.has(at);
    reported.add(at);
    return isNew;
  });
}

function fromIssue(issue: Issue, schema: z.ZodType, input: unknown): SchemaProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(schemaAt(schema, issue.path));
    const elsewhere = placesByKey(schema);
    return issue.keys.map((key) => unknownKey([...issue.path, key], known, elsewhere.get(key)));
  }
  const value = valueAt(input, issue.path);
  const inside = issue.code === 'invalid_union' ? issuesInside(issue.errors, value) : undefined;
  if (inside) {
    return inside.flatMap((one) =>
      fromIssue({ ...one, path: [...issue.path, ...one.path] }, schema, input),
    );
  }
  const about = schemaAt(schema, issue.path);
  if (issue.code === 'invalid_key') return [badKeyName(issue)];
  if (value === undefined) return [missingKey(issue.path, about)];
  const at = formatKeyPath(issue.path);
  const wantedHere = about ? need(issue, about) : issue.message;
  const problem = { at, need: wantedHere, why: about?.description, ...judge(issue, value) };
  return [{ problem, showAt: { keyPath: at, part: 'value' } }];
}

/** The code, what was found, and a way out, for a value that is there but wrong. */
function judge(issue: Issue, value: unknown): Pick<Problem, 'code' | 'got' | 'fix'> {
  if (value === null) {
    return { code: 'WRONG_TYPE', got: 'nothing', fix: 'write a value, or remove the key' };
  }
  switch (issue.code) {
    case 'invalid_type': {
      const badNumber = typeof value === 'number' && ['int', 'number'].includes(issue.expected);
      if (badNumber) return { code: 'OUT_OF_RANGE', got: shown(value) };
      return { code: 'WRONG_TYPE', got: shownWithKind(value), fix: typeFix(issue.expected, value) };
    }
    case 'invalid_value':
      return { code: 'NOT_ALLOWED_VALUE', got: shown(value), fix: valueFix(issue.values, value) };
    case 'invalid_union':
      return judgeUnion(issue.errors, value);
    case 'too_small':
    case 'too_big':
      return { code: 'OUT_OF_RANGE', got: Array.isArray(value) ? `${value.length}` : shown(value) };
    default:
      return { code: 'BAD_FORMAT', got: shown(value) };
  }
}

/** A union's branch that took the type but not the value says most about what was meant. */
function judgeUnion(branches: Issue[][], value: unknown): Pick<Problem, 'code' | 'got' | 'fix'> {
  const issues = branches.flat();
  const close = issues.find(({ code }) => code !== 'invalid_type' && code !== 'invalid_value');
  if (close) return judge(close, value);
  const word = issues.find(({ code }) => code === 'invalid_value');
  return word && typeof value === 'string'
    ? judge(word, value)
    : { code: 'WRONG_TYPE', got: shownWithKind(value) };
}

/** Issues of the one branch that takes such a map or list: each is shown at its own place. */
function issuesInside(branches: Issue[][], value: unknown): Issue[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return branches.find((issues) =>
    issues.every(({ code, path }) => path.length > 0 || code !== 'invalid_type'),
  );
}

function need(issue: Issue, about: z.ZodType): string {
  if (issue.code === 'too_small' && issue.origin === 'array') return `${issue.minimum} or more`;
  if (issue.code === 'too_big' && issue.origin === 'array') return `${issue.maximum} or fewer`;
  return wanted(about);
}

function typeFix(expected: string, value: unknown): string | undefined {
  const unquoted = typeof value === 'string' && value.trim() !== '' && !isNaN(Number(value));
  if (unquoted && ['int', 'number'].includes(expected)) return `remove the quotes: ${value}`;
  if (expected === 'boolean' && typeof value === 'string') return 'write true or false, no quotes';
  if (expected === 'array') return 'begin each entry with a dash: - …';
  return undefined;
}

function valueFix(values: readonly unknown[], value: unknown): string | undefined {
  const meant = typeof value === 'string' ? nearest(value, values.map(String)) : undefined;
  return meant && `write ${meant}`;
}

function unknownKey(
  path: PropertyKey[],
  known: readonly string[],
  elsewhere: string | undefined,
): SchemaProblem {
  const key = String(path.at(-1));
  const at = formatKeyPath(path);
  const showAt = { keyPath: at, part: 'key' } as const;
  if (isTlsKey(key)) {
    const found = { code: 'NO_TLS_YET', at, got: shown(key), need: 'no key of TLS' };
    return { problem: { ...found, ...NO_TLS_YET }, showAt };
  }
  const meant = nearest(key, known);
  const problem = {
    code: 'UNKNOWN_KEY',
    at,
    got: shown(key),
    need: `one of ${known.join(', ')}`,
    why: 'a key that is not known would silently do nothing',
    fix: meant ? `write ${meant}` : elsewhere ? `move it to ${elsewhere}` : 'remove it',
  };
  return { problem, showAt, meant: meant && formatKeyPath([...path.slice(0, -1), meant]) };
}

function missingKey(path: PropertyKey[], about: z.ZodType | undefined): SchemaProblem {
  const at = formatKeyPath(path);
  const parent = formatKeyPath(path.slice(0, -1));
  const key = String(path.at(-1));
  const problem = {
    code: 'MISSING_KEY',
    at,
    got: 'nothing',
    need: about ? wanted(about) : 'a value',
    why: about?.description ?? 'no default could be right',
    fix: parent === ROOT ? `add ${key}:` : `add ${key}: to ${parent}`,
  };
  return { problem, showAt: { keyPath: parent, part: 'key' } };
}

function badKeyName(issue: Issue & { code: 'invalid_key' }): SchemaProblem {
  const keyPath = formatKeyPath(issue.path);
  const problem = {
    code: 'BAD_FORMAT',
    at: keyPath,
    got: shown(String(issue.path.at(-1))),
    need: issue.issues.map(({ message }) => message).join('; '),
  };
  return { problem, showAt: { keyPath, part: 'key' } };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    return (value as Record<PropertyKey, unknown>)[step];
  }, input);
}
