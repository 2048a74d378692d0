import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '../src/core/zod.js';

const schema = z.object({
  /** `unix://` address of the engine. */
  host: z.string(),
  /** Started by us, so ours to stop. */
  own: z.boolean(),
  /** Project whose lab runs there. */
  projectRoot: z.string(),
});

export type EngineRecord = z.output<typeof schema>;

/** @returns undefined where no lab was started, or its record was cut off by a crash */
export function readEngineRecord(runDirectory: string): EngineRecord | undefined {
  try {
    const text = readFileSync(recordFile(runDirectory), 'utf8');
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export async function writeEngineRecord(runDirectory: string, record: EngineRecord): Promise<void> {
  await writeFile(recordFile(runDirectory), `${JSON.stringify(record, null, 2)}\n`);
}

function recordFile(runDirectory: string): string {
  return join(runDirectory, 'engine.json');
}
