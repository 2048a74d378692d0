import { expect, test } from 'vitest';
import { settledChecks } from '../../src/cli/settled-checks.js';
import type { VerifyReport } from '../../src/verify/check.js';
import { FakeClock } from '../ops/fake-clock.js';

const outcome = (status: 'pass' | 'fail'): VerifyReport => ({
  passed: status === 'pass' ? 1 : 0,
  failed: status === 'fail' ? 1 : 0,
  skipped: 0,
  checks: [
    { id: 'x', title: 'services running', status, seconds: 0, detail: '2 of 3 PgBouncer tasks' },
  ],
});

function checking(outcomes: readonly ('pass' | 'fail')[]) {
  const said: string[] = [];
  let runs = 0;
  const verify = () => {
    const now = outcomes[Math.min(runs, outcomes.length - 1)] ?? 'pass';
    runs += 1;
    return Promise.resolve(outcome(now));
  };
  const result = settledChecks(verify, new FakeClock(), (line) => said.push(line));
  return { result, said, runs: () => runs };
}

test('checks that pass are run once', async () => {
  const { result, said, runs } = checking(['pass']);
  expect((await result).failed).toBe(0);
  expect([runs(), said]).toEqual([1, []]);
});

test('a proxy that comes a little later is waited for', async () => {
  const { result, said } = checking(['fail', 'fail', 'pass']);
  expect((await result).failed).toBe(0);
  expect(said).toEqual(Array(2).fill('not yet: services running: 2 of 3 PgBouncer tasks'));
});

test('what does not pass within a minute has failed', async () => {
  const { result, runs } = checking(['fail']);
  expect((await result).failed).toBe(1);
  expect(runs()).toBeLessThan(40);
});
