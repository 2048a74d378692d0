import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Problem } from '../src/core/problem.js';
import {
  baseChainTooLong,
  baseCycle,
  baseNotFound,
  baseOutsideProject,
  baseWithoutProject,
} from './base-problems.js';
import { nearestProject, YAML_EXTENSIONS } from './find-clusters.js';
import { printable, readText } from './read-text.js';
import { baseReference } from './schema/base-reference.js';
import { parseYaml, type YamlDocument } from './yaml-document.js';

/** The files a cluster file builds on. */
export interface Bases {
  /** Nearest first; the last one may have no value. */
  readonly documents: readonly YamlDocument[];
  /** What kept a base from being read; a base's own faults are with its document. */
  readonly problems: readonly Problem[];
  /** Whether every file of the chain could be read: otherwise nobody knows which keys are missing. */
  readonly complete: boolean;
}

/** Folder of the files that only others build on, below the project's root. */
const BASES = join('config', 'bases');

/** Who reads a cluster file has to read its bases too: a few layers can be kept in mind. */
const MOST_BASES = 5;

/**
 * Follows `extends` from one file to the next. Reads nothing outside the project: a cluster must be
 * the same on each machine that has the repository.
 *
 * @param path - of the file that `document` was read from
 */
export function readBases(document: YamlDocument, path: string): Bases {
  const documents: YamlDocument[] = [];
  const chain = [resolve(path)];
  const root = nearestProject(dirname(resolve(path))) ?? nearestProject(process.cwd());
  for (let last = document; ;) {
    const reference = extendsOf(last.value);
    if (reference === undefined) return { documents, problems: [], complete: true };
    const { success, data } = baseReference.safeParse(reference);
    if (!success) return { documents, problems: [], complete: false };
    const found = findBase(data, chain.at(-1) ?? '', root);
    const next = typeof found === 'string' ? readBase(found, chain) : found;
    if ('code' in next) {
      const problem = { source: last.positions.ofValue('extends'), ...next };
      return { documents, problems: [problem], complete: false };
    }
    last = next.document;
    documents.push(last);
    if (last.value === undefined) return { documents, problems: [], complete: false };
    chain.push(next.path);
  }
}

function extendsOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'extends')
    ? (value as Record<string, unknown>)['extends']
    : undefined;
}

interface Base {
  /** Absolute. */
  readonly path: string;
  readonly document: YamlDocument;
}

function readBase(path: string, chain: readonly string[]): Base | Problem {
  const files = [...chain, path].map(printable);
  if (chain.includes(path)) return baseCycle(files);
  if (chain.length > MOST_BASES) return baseChainTooLong(files, MOST_BASES);
  const file = printable(path);
  const text = readText(path, file);
  return typeof text === 'string' ? { path, document: parseYaml(text, file) } : text;
}

/** Absolute path of the file that `reference` means in the file `from`. */
function findBase(reference: string, from: string, root: string | undefined): string | Problem {
  if (root === undefined) return baseWithoutProject(from);
  const isPath = reference.includes('/') || YAML_EXTENSIONS.includes(extname(reference));
  const candidates = isPath
    ? [resolve(dirname(from), reference)]
    : YAML_EXTENSIONS.map((extension) => join(root, BASES, `${reference}${extension}`));
  if (candidates.some((path) => !isWithin(path, root))) return baseOutsideProject(reference);
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) return baseNotFound(reference, candidates.map(printable), known(root));
  // A link can lead out of a project too.
  return isWithin(realpathSync(found), realpathSync(root)) ? found : baseOutsideProject(reference);
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way);
}

/** Names of the bases a project has. */
function known(root: string): string[] {
  const folder = join(root, BASES);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const files = readdirSync(folder).filter((file) => YAML_EXTENSIONS.includes(extname(file)));
  return files.sort().map((file) => basename(file, extname(file)));
}
