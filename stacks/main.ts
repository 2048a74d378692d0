import './lazy-archiver.js';
import { parseArgs } from 'node:util';
import { UserError } from '../src/core/problem.js';
import { synthesise } from './synthesise.js';

/**
 * `node dist/stacks/main.js [--json] [CLUSTER…]`: writes `cdktf.out/`. This is the `app` of
 * cdktf.json; `--json` prints problems for another program.
 */
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' } },
  allowPositionals: true,
});

try {
  for (const line of synthesise(process.cwd(), positionals)) process.stdout.write(`${line}\n`);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  if (values.json) process.stdout.write(`${JSON.stringify({ problems: error.problems })}\n`);
  else process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
