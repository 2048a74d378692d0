import { readFileSync, statSync } from 'node:fs';
import { relative, isAbsolute } from 'node:path';
import { TextDecoder } from 'node:util';
import { UserError, type Problem, type SourcePosition } from '../src/core/problem.js';
import { fileNotText, fileTooLarge, fileUnreadable } from './problems.js';
import { Positions } from './positions.js';
import { lenient, lostKeyPath } from './lenient-schema.js';
import { clusterSchema, type ClusterConfig } from './schema/cluster.js';
import { findSchemaProblems } from './schema-problems.js';
import { parseYaml } from './yaml-document.js';

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

/** Room for 50 nodes and 500 databases; the limit keeps the time to refuse any other file short. */
const MOST_BYTES = 64 * 1024;

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

/** The same for text that is at hand, such as an earlier revision of the file. */
export function parseClusterFile(text: string, file: string): ClusterFile {
  const { value, problems: yamlProblems, positions } = parseYaml(text, file);
  if (value === undefined) {
    return { ...unreadable(file, ...yamlProblems), positions };
  }
  const result = clusterSchema.safeParse(value);
  if (result.success && yamlProblems.length === 0) {
    positionsByConfig.set(result.data, positions);
    const config = result.data;
    return { file, config, readable: config, doubtful: [], problems: [], positions };
  }
  const found = findSchemaProblems(clusterSchema, value);
  const schemaProblems = found.map(({ problem, showAt: { keyPath, part } }) => ({
    ...problem,
    source: part === 'key' ? positions.ofKey(keyPath) : positions.ofValue(keyPath),
  }));
  lenientSchema ??= lenient(clusterSchema);
  const readable = lenientSchema.safeParse(value).data as ClusterConfig | undefined;
  return {
    file,
    config: undefined,
    readable,
    doubtful: [
      ...[...yamlProblems, ...found.map(({ problem }) => problem)].map(({ at }) => at),
      ...found.flatMap(({ meant }) => meant ?? []),
    ].map((at) => lostKeyPath(readable, at)),
    problems: inFileOrder([...yamlProblems, ...schemaProblems]),
    positions,
  };
}

/** Those of the files that have this scope; a file that does not even mention it is not parsed. */
export function filesOfScope(scope: string, paths: readonly string[]): ClusterFile[] {
  return paths.flatMap((path) => {
    const file = printable(path);
    const text = readText(path, file);
    if (typeof text !== 'string' || !text.includes(scope)) return [];
    const parsed = parseClusterFile(text, file);
    return parsed.readable?.scope === scope ? parsed : [];
  });
}

/** Where a loaded configuration was written; undefined for one that no file holds. */
export function positionsOf(config: ClusterConfig): Positions | undefined {
  return positionsByConfig.get(config);
}

export function inFileOrder(problems: readonly Problem[]): Problem[] {
  const key = (source?: SourcePosition) => (source ? source.line * 1e6 + source.column : 0);
  return [...problems].sort((a, b) => key(a.source) - key(b.source));
}

/** The text, or what keeps it from being read. Never opens a pipe or a device: those may not end. */
function readText(path: string, file: string): string | Problem {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return fileUnreadable(file, stat.isDirectory() ? 'a folder' : 'no file');
    if (stat.size > MOST_BYTES) return fileTooLarge(file, stat.size, MOST_BYTES);
    const bytes = readFileSync(path);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return fileNotText(file, bytes);
    }
  } catch (error) {
    return fileUnreadable(file, (error as NodeJS.ErrnoException).code ?? 'an unknown fault');
  }
}

function unreadable(file: string, ...problems: Problem[]): ClusterFile {
  const nothing = { config: undefined, readable: undefined, doubtful: [] };
  return { file, ...nothing, problems: inFileOrder(problems), positions: new Positions(file) };
}

/** Relative to where the user stands if it is below: that is what an editor opens on a click. */
function printable(path: string): string {
  const here = relative(process.cwd(), path).replaceAll('\\', '/');
  return here === '' || here.startsWith('..') || isAbsolute(here) ? path : here;
}
