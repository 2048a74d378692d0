import { createInterface } from 'node:readline/promises';
import { UserError } from '../core/problem.js';

/**
 * Asks on a terminal; without one it refuses, so that no pipeline agrees by accident.
 *
 * @throws UserError `NOT_CONFIRMED`
 */
export async function confirm(what: string): Promise<void> {
  if (!process.stdin.isTTY) throw notConfirmed('no terminal to ask on');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${what} Go on? Type yes: `);
  terminal.close();
  if (answer.trim() !== 'yes') throw notConfirmed(`"${answer.trim()}"`);
}

function notConfirmed(got: string): UserError {
  return new UserError(
    [{ code: 'NOT_CONFIRMED', at: 'confirmation', got, need: 'yes', fix: 'pass --yes' }],
    'refused',
  );
}
