import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { Problem, SourcePosition } from '../src/core/problem.js';
import { ROOT } from './key-path.js';
import { Positions } from './positions.js';
import { shown } from './words.js';

export interface YamlDocument {
  /** Plain data; undefined if the text cannot be read as YAML. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly positions: Positions;
}

/** One broken bracket makes hundreds of follow-up errors; the first few are the useful ones. */
const MOST_SYNTAX_PROBLEMS = 5;
const MOST_ALIASES = 100;

/**
 * Reads one YAML 1.2 document (core schema, no merge keys, no tags of one's own).
 *
 * A key given twice is reported, and the rest of the file is still read; after any other fault there
 * is no value, because everything that follows would be a guess.
 */
export function parseYaml(text: string, file: string): YamlDocument {
  const lines = new LineCounter();
  // uniqueKeys compares every key with every other; Positions finds repeated keys in one pass.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    stringKeys: true,
    uniqueKeys: false,
  });
  const positions = new Positions(file, lines, document.contents);
  const { yaml } = document.directives;
  const faults = distinctPlaces([...document.errors, ...document.warnings]);
  const problems = faults
    .slice(0, MOST_SYNTAX_PROBLEMS)
    .map((fault) => syntaxProblem(fault, text, positions));
  if (yaml.explicit && yaml.version !== '1.2') problems.push(oldVersion(yaml.version, positions));
  if (problems.length === 0) problems.push(...unknownAliases(document, positions));
  if (problems.length > 0) return { value: undefined, problems, positions };
  try {
    const value = document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
    return { value, problems: positions.repeated.map(duplicateKey), positions };
  } catch (error) {
    // The library's way to say that the aliases multiply beyond the limit.
    if (!(error instanceof ReferenceError)) throw error;
    return { value: undefined, problems: [tooManyAliases(positions)], positions };
  }
}

/** The first fault of each place: what follows it there is its consequence. */
function distinctPlaces(faults: readonly YAMLError[]): YAMLError[] {
  const places = new Set<number>();
  return faults.filter(({ pos: [offset] }) => !places.has(offset) && places.add(offset));
}

/** Aliases whose anchor does not stand before them. */
function unknownAliases(document: Document, positions: Positions): Problem[] {
  const anchors = new Set<string>();
  const problems: Problem[] = [];
  visit(document, {
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, { source, range }) {
      if (!anchors.has(source)) problems.push(unknownAlias(source, positions, range?.[0] ?? 0));
    },
  });
  return problems.slice(0, MOST_SYNTAX_PROBLEMS);
}

function syntaxProblem(fault: YAMLError, text: string, positions: Positions): Problem {
  const offset = Math.min(fault.pos[0], text.length);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).trim();
  return {
    code: 'YAML_SYNTAX',
    at: ROOT,
    got: line === '' ? 'the end of a block' : shown(line),
    need: 'one YAML 1.2 document',
    why: fault.message,
    fix: 'check indentation (spaces only), brackets and quotes here and in the line above',
    source: positions.atOffset(offset),
  };
}

function oldVersion(version: string, positions: Positions): Problem {
  return {
    code: 'YAML_SYNTAX',
    at: ROOT,
    got: `%YAML ${version}`,
    need: 'YAML 1.2',
    why: 'older versions read on, off, yes and 010 as other values',
    fix: 'remove the %YAML line',
    source: positions.atOffset(0),
  };
}

function duplicateKey({ at, source }: { at: string; source: SourcePosition }): Problem {
  return {
    code: 'DUPLICATE_KEY',
    at,
    got: 'the key a second time',
    need: 'each key once',
    why: 'one of the two values would silently be ignored',
    fix: 'remove one of them',
    source,
  };
}

function unknownAlias(anchor: string, positions: Positions, offset: number): Problem {
  return {
    code: 'YAML_SYNTAX',
    at: ROOT,
    got: shown(`*${anchor}`),
    need: 'an alias of an anchor that stands before it',
    fix: `write &${anchor} before the value that is meant, or quote the text`,
    source: positions.atOffset(offset),
  };
}

function tooManyAliases(positions: Positions): Problem {
  return {
    code: 'YAML_SYNTAX',
    at: ROOT,
    got: `aliases that stand for more than ${MOST_ALIASES} values`,
    need: 'fewer aliases',
    why: 'nested aliases multiply and could fill the memory',
    fix: 'write the values out',
    source: positions.atOffset(0),
  };
}
