import { UserError } from '../../src/core/problem.js';

/** Code and place of each problem that `action` throws; empty if it throws none. */
export function problemCodes(action: () => unknown): [string, string][] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, at }) => [code, at]);
  }
  return [];
}
