import { UserError, type Problem } from '../src/core/problem.js';
import { readBases } from './bases.js';
import { ROOT } from './key-path.js';
import { lenient, lostKeyPath } from './lenient-schema.js';
import { mergeBase } from './merge-base.js';
import { Positions } from './positions.js';
import { printable, readText } from './read-text.js';
import { clusterFileSchema, type ClusterConfig } from './schema/cluster.js';
import { findSchemaProblems, type SchemaProblem } from './schema-problems.js';
import { parseYaml, type YamlDocument } from './yaml-document.js';

/** What one cluster file says, and everything its shape has wrong. */
export interface ClusterFile {
  /** As problems print it. */
  readonly file: string;
  /** Undefined if the file has any problem. */
  readonly config: ClusterConfig | undefined;
  /**
   * What could be read, with defaults filled in, although the file has problems: values named in
   * `doubtful` may be undefined whatever the type says. Undefined if it is no YAML at all.
   */
  readonly readable: ClusterConfig | undefined;
  /** Key paths whose values are wrong, missing, or may have been meant otherwise. */
  readonly doubtful: readonly string[];
  /** In file order. */
  readonly problems: readonly Problem[];
  readonly positions: Positions;
}

const positionsByConfig = new WeakMap<ClusterConfig, Positions>();
let lenientSchema: ReturnType<typeof lenient> | undefined;

/**
 * Reads a cluster file and returns its checked content with all defaults filled in.
 *
 * Checks shape only; rules between keys are the model's (`readCluster` does both).
 *
 * @throws UserError with every problem of the file, in file order
 */
export function loadClusterConfig(file: string): ClusterConfig {
  const { config, problems } = readClusterFile(file);
  if (!config) throw new UserError(problems);
  return config;
}

/** Reads a cluster file for a caller that goes on with problems; throws nothing a user can cause. */
export function readClusterFile(path: string): ClusterFile {
  const file = printable(path);
  const text = readText(path, file);
  if (typeof text !== 'string') return unreadable(file, text);
  return parseClusterFile(text, file);
}

/**
 * The same for text that is at hand, such as an earlier revision of the file.
 *
 * @param file - its name as problems print it; a base is looked up from there
 */
export function parseClusterFile(text: string, file: string): ClusterFile {
  const own = parseYaml(text, file);
  if (own.value === undefined) {
    return { ...unreadable(file, ...own.problems), positions: own.positions };
  }
  const bases = readBases(own, file);
  const { value, positions } = onTopOf(bases.documents, own);
  const result = clusterFileSchema.safeParse(value);
  const readProblems = [
    ...bases.problems,
    ...[own, ...bases.documents].flatMap(({ problems }) => problems),
  ];
  const found = [
    ...bases.documents.flatMap(problemsOfBase),
    ...(result.success ? [] : placedProblems(value, positions)),
  ].filter(({ problem }) => bases.complete || problem.code !== 'MISSING_KEY');
  const problems = [...readProblems, ...found.map(({ problem }) => problem)];
  if (result.success && problems.length === 0) {
    positionsByConfig.set(result.data, positions);
    const config = result.data;
    return { file, config, readable: config, doubtful: [], problems, positions };
  }
  lenientSchema ??= lenient(clusterFileSchema);
  const readable = lenientSchema.safeParse(value).data as ClusterConfig | undefined;
  return {
    file,
    config: undefined,
    readable,
    doubtful: [
      ...(bases.complete ? [] : [ROOT]),
      ...problems.map(({ at }) => at),
      ...found.flatMap(({ meant }) => meant ?? []),
    ].map((at) => lostKeyPath(readable, at)),
    problems: inFileOrder(withoutRepeats(problems)),
    positions,
  };
}

/** One file from several: each says what is written in it, and takes the rest from the next. */
function onTopOf(
  bases: readonly YamlDocument[],
  own: Pick<YamlDocument, 'value' | 'positions'>,
): Pick<YamlDocument, 'value' | 'positions'> {
  const [next, ...rest] = bases;
  if (next?.value === undefined) return own;
  const below = onTopOf(rest, next);
  const { value, inherited } = mergeBase(below.value, own.value);
  return { value, positions: own.positions.onTopOf(below.positions, inherited) };
}

/** What is wrong in a base whatever is put on top of it; it need not be complete. */
function problemsOfBase({ value, positions }: YamlDocument): SchemaProblem[] {
  if (value === undefined) return [];
  return placedProblems(value, positions).filter(
    ({ problem: { code, at } }) => code !== 'MISSING_KEY' || at === 'format',
  );
}

function placedProblems(value: unknown, positions: Positions): SchemaProblem[] {
  return findSchemaProblems(clusterFileSchema, value).map((found) => {
    const { keyPath, part } = found.showAt;
    const source = part === 'key' ? positions.ofKey(keyPath) : positions.ofValue(keyPath);
    return { ...found, problem: { ...found.problem, source } };
  });
}

/** A mistake in a base is found in the base and in what is made of it. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const id = ({ code, at, source }: Problem) => JSON.stringify([code, at, source]);
  return [...new Map(problems.map((problem) => [id(problem), problem])).values()];
}

/** Those of the files that have this scope; a file that mentions neither it nor a base is not parsed. */
export function filesOfScope(scope: string, paths: readonly string[]): ClusterFile[] {
  return paths.flatMap((path) => {
    const file = printable(path);
    const text = readText(path, file);
    if (typeof text !== 'string' || !(text.includes(scope) || text.includes('extends'))) return [];
    const parsed = parseClusterFile(text, file);
    return parsed.readable?.scope === scope ? parsed : [];
  });
}

/** Where a loaded configuration was written; undefined for one that no file holds. */
export function positionsOf(config: ClusterConfig): Positions | undefined {
  return positionsByConfig.get(config);
}

/** Those without a place first; a base before the file on top of it if its name sorts first. */
export function inFileOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(({ source: a }, { source: b }) => {
    if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}

function unreadable(file: string, ...problems: Problem[]): ClusterFile {
  const nothing = { config: undefined, readable: undefined, doubtful: [] };
  return { file, ...nothing, problems: inFileOrder(problems), positions: new Positions(file) };
}
