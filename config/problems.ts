import { isUtf8 } from 'node:buffer';
import type { Problem } from '../src/core/problem.js';
import { ROOT } from './key-path.js';
import { anyOf, nearest, shown, shownWithKind } from './words.js';

/** Words for the faults of reading that users meet; others show the system's own code. */
const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  ENOTDIR: 'a path through something that is no folder',
  ENAMETOOLONG: 'a path that is too long',
  ELOOP: 'a circle of links',
};

export function fileUnreadable(file: string, fault: string): Problem {
  return {
    code: 'FILE_UNREADABLE',
    at: file,
    got: READ_FAULTS[fault] ?? fault,
    need: 'a cluster file that can be read',
    fix: 'check the path and its permissions',
  };
}

export function fileTooLarge(file: string, bytes: number, most: number): Problem {
  return {
    code: 'FILE_TOO_LARGE',
    at: file,
    got: `${bytes} bytes`,
    need: `${most} bytes or fewer`,
    why: 'a cluster file has a few kilobytes; this is probably another file',
    fix: 'check the path',
  };
}

export function fileNotText(file: string, bytes: Uint8Array): Problem {
  return {
    code: 'FILE_NOT_TEXT',
    at: ROOT,
    got: 'bytes that are not UTF-8',
    need: 'UTF-8 text',
    fix: 'save the file as UTF-8',
    source: { file, line: firstBadLine(bytes), column: 1 },
  };
}

/** Line whose bytes are the first that are not UTF-8; a line feed is never part of another sign. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to + 1;
  }
  return line;
}

export function noProject(from: string): Problem {
  return {
    code: 'NO_PROJECT',
    at: from,
    got: 'no cdktf.json here or in a folder above',
    need: "a project's folder",
    fix: 'change into the project, or give the path of a cluster file',
  };
}

export function clusterNotFound(cluster: string, known: readonly string[]): Problem {
  const meant = nearest(cluster, known);
  return {
    code: 'CLUSTER_NOT_FOUND',
    at: 'CLUSTER',
    got: shown(cluster),
    need: known.length > 0 ? anyOf(known) : 'a file in config/clusters',
    why: 'a cluster is named after its file in config/clusters',
    fix: meant ? `write ${meant}` : 'name one of these, or give a path',
  };
}

export function clusterNotNamed(known: readonly string[]): Problem {
  return {
    code: 'CLUSTER_NOT_NAMED',
    at: 'CLUSTER',
    got: known.length > 0 ? 'no name for one file' : 'no cluster file',
    need: known.length > 0 ? anyOf(known) : 'a file in config/clusters',
    why: 'the name can be left out only if there is one cluster',
    fix: known.length > 0 ? 'name one of these, or give a path' : 'write config/clusters/NAME.yaml',
  };
}

export function formatMissing(newest: number): Problem {
  return {
    code: 'MISSING_KEY',
    at: 'format',
    got: 'nothing',
    need: `the format of its keys; the newest is ${newest}`,
    fix: `add format: ${newest} if the file was written for this release`,
  };
}

export function formatUnknown(format: unknown, known: readonly number[]): Problem {
  const newest = Math.max(...known);
  const isNewer = typeof format === 'number' && format > newest;
  return {
    code: 'FORMAT_UNKNOWN',
    at: 'format',
    got: shownWithKind(format),
    need: anyOf(known.map(String)),
    why: isNewer
      ? 'the file was written for a later release of patroni-swarm'
      : 'this release knows no such format',
    fix: isNewer ? 'use that release, or a later one' : 'write the number of the format',
  };
}
