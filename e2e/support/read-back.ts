import { queryOnce, type ClientTarget } from './short-lived-client.js';
import type { WriterRecord } from './writer.js';

export interface ReadBack {
  /** Acknowledged ids that are not in the table. */
  readonly lost: readonly number[];
  /** Of the writes without an answer: how many are in the table. */
  readonly ambiguousPresent: number;
}

/** Compares what the writer was told with what the server at `target` holds. */
export async function readBack(target: ClientTarget, record: WriterRecord): Promise<ReadBack> {
  const rows = await queryOnce(target, 'select id::int as id from e2e_writes where run = $1', [
    record.run,
  ]);
  const present = new Set(rows.map((row) => Number(row['id'])));
  return {
    lost: record.acknowledged.map(({ id }) => id).filter((id) => !present.has(id)),
    ambiguousPresent: record.ambiguous.filter((id) => present.has(id)).length,
  };
}
