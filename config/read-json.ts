import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { UserError } from '../src/core/problem.js';

/** What to say when the file is not there or not as our command wrote it. */
export interface MissingFile {
  readonly code: string;
  readonly why: string;
  readonly fix: string;
}

/**
 * Reads a JSON file that one of our commands wrote.
 *
 * @param file - relative to `root`, as problems name it
 * @throws UserError with the code of `missing`
 */
export function readJsonFile<T extends z.ZodType>(
  root: string,
  file: string,
  schema: T,
  missing: MissingFile,
): z.output<T> {
  const path = join(root, file);
  if (!existsSync(path)) {
    throw new UserError([{ at: file, got: 'no such file', need: 'the file', ...missing }]);
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new UserError([{ at: file, got: 'no JSON', need: 'the file as written', ...missing }]);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UserError([
    {
      at: `${file} ${issue?.path.join('.') ?? ''}`.trim(),
      got: issue?.message ?? 'another format',
      need: 'the file as written',
      ...missing,
    },
  ]);
}
