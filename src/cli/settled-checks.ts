import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import type { VerifyReport } from '../verify/check.js';

const WITHIN_MS = 60_000;
const PAUSE_MS = 2000;

/**
 * Runs the checks until all pass, for a while: when hosts were just started, a proxy may need some seconds
 * more than the cluster behind it.
 *
 * @returns what the last run found
 */
export async function settledChecks(
  verify: () => Promise<VerifyReport>,
  clock: Clock,
  report: Report,
): Promise<VerifyReport> {
  const began = clock.now();
  for (;;) {
    const found = await verify();
    if (found.failed === 0 || clock.now() - began >= WITHIN_MS) return found;
    const failed = found.checks.filter(({ status }) => status === 'fail');
    report(failed.map(({ detail, title }) => `not yet: ${title}: ${detail}`).join('; '));
    await clock.sleep(PAUSE_MS);
  }
}
