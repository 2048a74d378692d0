import './lazy-packages.js';
import './interpreted-zod.js';
import './quick-stringify.js';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { UserError } from '../src/core/problem.js';
import type * as Synthesise from './synthesise.js';

/**
 * `node dist/stacks/main.js [--json] [--without NODE]… [CLUSTER…]`: writes `cdktf.out/`. This is the
 * `app` of cdktf.json; `--json` prints problems for another program, `--without` is for `deploy`.
 */
// By `require`: Node reads the 200 files behind it in one go, an `import` waits for each.
const { synthesise } = createRequire(import.meta.url)('./synthesise.js') as typeof Synthesise;

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, without: { type: 'string', multiple: true } },
  allowPositionals: true,
});

try {
  const lines = synthesise(process.cwd(), positionals, values.without);
  for (const line of lines) process.stdout.write(`${line}\n`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  if (values.json) process.stdout.write(`${JSON.stringify({ problems: error.problems })}\n`);
  else process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
