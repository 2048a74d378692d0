import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { packageRoot } from './package-root.js';

/** Version of this package, as `--version` prints it. */
export function readToolVersion(): string {
  const text = readFileSync(new URL('package.json', packageRoot), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
