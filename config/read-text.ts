import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { TextDecoder } from 'node:util';
import type { Problem } from '../src/core/problem.js';
import { fileNotText, fileTooLarge, fileUnreadable } from './problems.js';

/** Room for 50 nodes and 500 databases; the limit keeps the time to refuse any other file short. */
const MOST_BYTES = 64 * 1024;

/**
 * The text of a file, or what keeps it from being read. Never opens a pipe or a device: those may not
 * end.
 *
 * @param file - its name as problems print it
 */
export function readText(path: string, file: string): string | Problem {
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

/** Relative to where the user stands if it is below: that is what an editor opens on a click. */
export function printable(path: string): string {
  const here = relative(process.cwd(), path).replaceAll('\\', '/');
  return here === '' || here.startsWith('..') || isAbsolute(here) ? path : here;
}
