/**
 * Ends a process that was started detached, and all that it started. What has ended is no error.
 *
 * @param leader - its process id; undefined if it could not be started
 */
export function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    // Windows has no process groups: there the process alone is ended.
    process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends the group when this process does, as at a second Ctrl-C.
 *
 * @returns forgets it again
 */
export function killGroupAtExit(leader: number | undefined): () => void {
  const kill = () => {
    killGroup(leader);
  };
  process.once('exit', kill);
  return () => {
    process.off('exit', kill);
  };
}
