import type { Clock } from '../core/clock.js';
import { errorText } from '../live/http.js';
import {
  fail,
  type Check,
  type CheckContext,
  type CheckResult,
  type Finding,
  type VerifyReport,
} from './check.js';

/** Runs the checks side by side; one that throws has failed, with the reason as what it got. */
export async function verifyCluster(
  context: CheckContext,
  checks: readonly Check[],
): Promise<VerifyReport> {
  const results = await Promise.all(checks.map((check) => runCheck(context, check)));
  const count = (wanted: CheckResult['status']) =>
    results.filter(({ status }) => status === wanted).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), checks: results };
}

async function runCheck(context: CheckContext, check: Check): Promise<CheckResult> {
  const { clock } = context;
  const started = clock.now();
  const finding = await attempt(check, context);
  return {
    id: check.id,
    title: check.title,
    status: finding.status,
    seconds: secondsSince(clock, started),
    detail: finding.status === 'fail' ? finding.problem.got : finding.detail,
    ...(finding.status === 'fail' && { problem: finding.problem }),
  };
}

async function attempt(check: Check, context: CheckContext): Promise<Finding> {
  try {
    return await check.run(context);
  } catch (error) {
    return fail({ at: check.title, got: errorText(error), need: 'an answer' });
  }
}

function secondsSince(clock: Clock, started: number): number {
  return Math.round(clock.now() - started) / 1000;
}
