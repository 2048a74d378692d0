import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import ts from 'typescript';

export const repositoryRoot = join(import.meta.dirname, '..');

/** Folders with TypeScript of ours that is compiled and shipped. */
const SHIPPED = ['config', 'constructs', 'lab', 'src', 'stacks'];
const OTHER = ['e2e', 'examples', 'test'];

export interface SourceFile {
  /** Relative to the repository, `/` between folders. */
  readonly path: string;
  readonly text: string;
}

export function shippedFiles(): SourceFile[] {
  return SHIPPED.flatMap(typescriptIn);
}

export function allFiles(): SourceFile[] {
  return [...SHIPPED, ...OTHER].flatMap(typescriptIn);
}

function typescriptIn(folder: string): SourceFile[] {
  const root = join(repositoryRoot, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?ts$/.test(entry.name))
    .map((entry) =>
      relative(repositoryRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'),
    )
    .filter((path) => !/(^|\/)(node_modules|dist|cdktf\.out)\//.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }));
}

/** What the file imports, re-exports or loads: packages as named, own files from the repository. */
export function importsOf({ path, text }: SourceFile): string[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.map(({ fileName }) =>
    fileName.startsWith('.') ? posix.join(posix.dirname(path), fileName) : fileName,
  );
}

/** `src/model` of `src/model/rules/rule.ts`, `config` of `config/load.ts`. */
export function folderOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'src' ? `${first}/${second}` : first;
}
