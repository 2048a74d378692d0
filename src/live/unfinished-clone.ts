import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a data directory is a copy that `pg_basebackup` never finished.
 *
 * It writes `backup_label` first and `pg_control` last, and a server that starts on the copy renames the
 * first and keeps the second: only a copy that was broken off has the one without the other.
 *
 * @see https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/backup/basebackup.c (perform_base_backup)
 */
export function isUnfinishedClone(pgdata: string): boolean {
  return (
    existsSync(join(pgdata, 'backup_label')) && !existsSync(join(pgdata, 'global', 'pg_control'))
  );
}

/** Empties the directory and leaves it in place, so that Patroni clones again. */
export function removeUnfinishedClone(pgdata: string): void {
  if (!isUnfinishedClone(pgdata)) throw new Error(`${pgdata} is no unfinished clone`);
  // Last of all what it is known by, so that a kill in between does not hide what it is.
  const names = readdirSync(pgdata).filter((name) => name !== 'backup_label');
  for (const name of [...names, 'backup_label']) {
    rmSync(join(pgdata, name), { recursive: true, force: true });
  }
}
