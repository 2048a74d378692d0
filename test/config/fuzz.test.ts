import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadClusterConfig } from '../../config/load.js';
import { formatProblem, type Problem, UserError } from '../../src/core/problem.js';
import { validateClusterFiles } from '../../src/model/read-cluster.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { listFiles, renderAll } from '../../src/render/render-all.js';
import { shippedFiles, validFixtures } from '../fixtures/clusters.js';
import { mutate } from './mutations.js';

// `npm run fuzz` reads them all; FUZZ_FIRST and FUZZ_COUNT repeat one that failed.
const first = Number(process.env.FUZZ_FIRST ?? 1);
const count = Number(process.env.FUZZ_COUNT ?? 600);

/** Far above what any file takes (see `npm run fuzz`), far below what a user would call hanging. */
const MOST_SECONDS = 10;
const MOST_BYTES = 512 * 1024 ** 2;

const folder = mkdtempSync(join(tmpdir(), 'patroni-swarm-fuzz-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const originals = [...validFixtures(), ...shippedFiles()].map((file) => readFileSync(file));

interface Outcome {
  readonly accepted: boolean;
  /** What must not happen. */
  readonly faults: readonly string[];
}

test(`${count} broken files: each is accepted, or refused with a place and words`, () => {
  const file = join(folder, 'orders.yaml');
  const faults: string[] = [];
  const slowest = { seconds: 0, seed: 0, how: '' };
  let accepted = 0;
  const memoryBefore = process.resourceUsage().maxRSS * 1024;
  for (let seed = first; seed < first + count; seed += 1) {
    const { how, bytes } = mutate(originals, seed);
    writeFileSync(file, bytes);
    const start = process.cpuUsage();
    const outcome = inspect(file);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds > slowest.seconds) Object.assign(slowest, { seconds, seed, how });
    faults.push(...outcome.faults.map((fault) => `FUZZ_FIRST=${seed} (${how}): ${fault}`));
    if (outcome.accepted) accepted += 1;
  }
  const memory = process.resourceUsage().maxRSS * 1024 - memoryBefore;
  process.stdout.write(
    `fuzz: seeds ${first} to ${first + count - 1}: ${accepted} accepted, ${count - accepted} refused, ` +
      `slowest ${slowest.seconds.toFixed(2)} s (seed ${slowest.seed}: ${slowest.how}), ` +
      `memory grew by ${Math.round(memory / 1024 ** 2)} MB\n`,
  );
  expect(faults).toEqual([]);
  expect(slowest.seconds).toBeLessThan(MOST_SECONDS);
  expect(memory).toBeLessThan(MOST_BYTES);
}, 600_000);

/** The whole way of `validate`, and for a file it accepts that of `render`. */
function inspect(file: string): Outcome {
  try {
    const problems = validateClusterFiles([file]);
    if (problems.length > 0) return { accepted: false, faults: problems.flatMap(faultsOf) };
    const rendered = listFiles(renderAll(resolveCluster(loadClusterConfig(file))));
    return { accepted: true, faults: rendered.size > 0 ? [] : ['nothing rendered'] };
  } catch (error) {
    if (error instanceof UserError) {
      return { accepted: false, faults: error.problems.flatMap(wordFaults) };
    }
    return { accepted: false, faults: [(error as Error).stack ?? String(error)] };
  }
}

/** A file that cannot be read at all has no place in it. */
function faultsOf(problem: Problem): string[] {
  const { source, code } = problem;
  const placed = source ? source.line >= 1 && source.column >= 1 : code.startsWith('FILE_');
  return [...(placed ? [] : [`no place: ${formatProblem(problem)}`]), ...wordFaults(problem)];
}

function wordFaults(problem: Problem): string[] {
  const text = formatProblem(problem);
  const words = /\bundefined\b|\[object|\bNaN\b/.test(text.replace(/^ {2}got .*$/m, ''));
  const size = text.length > 20_000;
  return words || size ? [`no words for a user: ${text.slice(0, 400)}`] : [];
}
