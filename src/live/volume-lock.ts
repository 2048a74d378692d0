import { spawn } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Takes an exclusive `flock` on `path`, waiting for it as long as it takes.
 *
 * Node cannot lock; util-linux `flock` locks the descriptor it inherits, and the lock belongs to the
 * open file, so it stays ours when that process is gone.
 *
 * @returns the open descriptor, or undefined if `signal` ended the wait
 */
export async function lockFile(path: string, signal: AbortSignal): Promise<number | undefined> {
  const descriptor = openSync(path, 'a+');
  if ((await flock(['--exclusive'], descriptor, signal)) !== 0) {
    closeSync(descriptor);
    if (signal.aborted) return undefined;
    throw new Error(`flock failed on ${path}`);
  }
  ftruncateSync(descriptor);
  writeSync(descriptor, hostname());
  return descriptor;
}

/** Host name of the container that took the lock last. */
export function lastHolder(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8') || undefined;
  } catch {
    return undefined;
  }
}

/** True if nobody holds `path` at this moment. */
export async function isUnlocked(path: string): Promise<boolean> {
  const descriptor = openSync(path, 'a+');
  try {
    return (await flock(['--exclusive', '--nonblock'], descriptor)) === 0;
  } finally {
    closeSync(descriptor);
  }
}

function flock(
  flags: readonly string[],
  descriptor: number,
  signal?: AbortSignal,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn('flock', [...flags, '3'], {
      stdio: ['ignore', 'ignore', 'inherit', descriptor],
      ...(signal && { signal }),
    });
    child.once('error', (error) => {
      if (error.name === 'AbortError') resolve(null);
      else reject(error);
    });
    child.once('exit', resolve);
  });
}
