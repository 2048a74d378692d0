import { basename, extname } from 'node:path';
import type { Problem } from '../src/core/problem.js';
import { anyOf, nearest, shown } from './words.js';

const AT = 'extends';

export function baseNotFound(
  reference: string,
  candidates: readonly string[],
  known: readonly string[],
): Problem {
  const meant = nearest(basename(reference, extname(reference)), known);
  return {
    code: 'BASE_NOT_FOUND',
    at: AT,
    got: `${shown(reference)}, but no ${anyOf(candidates)}`,
    need: known.length > 0 ? `${anyOf(known)}, or a path from this file` : 'a file that exists',
    why: 'a name means a file in config/bases; a path counts from the file that says it',
    fix: meant ? `write ${meant}` : 'write one of these, or remove the key',
  };
}

export function baseOutsideProject(reference: string): Problem {
  return {
    code: 'BASE_OUTSIDE_PROJECT',
    at: AT,
    got: shown(reference),
    need: 'a file inside the project',
    why: 'the cluster must be the same on each machine that has the repository',
    fix: 'copy the file into config/bases',
  };
}

export function baseWithoutProject(file: string): Problem {
  return {
    code: 'NO_PROJECT',
    at: AT,
    got: `no cdktf.json beside or above ${file}`,
    need: 'a cluster file inside a project',
    why: 'bases are looked up below the root of the project',
    fix: 'move the file into a project, or change into one',
  };
}

/** @param files - the chain, its last file being one of those before it */
export function baseCycle(files: readonly string[]): Problem {
  return {
    code: 'BASE_CYCLE',
    at: AT,
    got: files.join(' → '),
    need: 'a chain that ends',
    why: 'a file cannot build on itself',
    fix: 'remove extends from one of these files',
  };
}

export function baseChainTooLong(files: readonly string[], most: number): Problem {
  return {
    code: 'BASE_CHAIN_TOO_LONG',
    at: AT,
    got: files.join(' → '),
    need: `${most} bases or fewer, one on top of the other`,
    why: 'whoever reads a cluster file has to read its bases too',
    fix: 'put two of these files together',
  };
}
