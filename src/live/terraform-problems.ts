import { UserError } from '../core/problem.js';
import type { TerraformDiagnostic, TerraformEnded } from './terraform-process.js';

const SHOWN_LINES = 12;

const LOCKED = 'Error acquiring the state lock';

/** One row per error that Terraform itself reports; else its last lines. */
export function terraformFailed(command: string, ended: TerraformEnded): UserError {
  const errors = ended.messages.flatMap(({ diagnostic }) =>
    diagnostic?.severity === 'error' ? [diagnostic] : [],
  );
  const locked = errors.find(({ summary }) => summary === LOCKED);
  if (locked) return stateLocked(locked);
  const rows = errors.length > 0 ? errors.map(diagnosticText) : [plainText(ended)];
  return new UserError(
    rows.map(({ at, got }) => ({
      code: 'TERRAFORM_FAILED',
      at: at ?? `terraform ${command}`,
      got,
      need: `terraform ${command} to succeed`,
    })),
    'live',
  );
}

/** Terraform tells who holds the lock, since when and for what; it has waited already. */
function stateLocked({ detail = '' }: TerraformDiagnostic): UserError {
  const holder = detail.split('\n').filter((line) => /^ *(ID|Who|Operation|Created):/.test(line));
  const id = /^ *ID: *(\S+)/m.exec(detail)?.[1] ?? 'ID';
  return new UserError(
    [
      {
        code: 'STATE_LOCKED',
        at: 'terraform state',
        got: holder.map((line) => line.trim().replaceAll(/ +/g, ' ')).join('\n') || detail.trim(),
        need: 'a state that nobody else changes',
        why: 'two applies at a time would each undo what the other did',
        fix: `wait until it has ended; if it died, run terraform force-unlock ${id} in the stack's folder`,
      },
    ],
    'live',
  );
}

function diagnosticText({ address, summary, detail }: TerraformDiagnostic) {
  return { at: address, got: indented([summary, ...(detail ?? '').split('\n')]) };
}

function plainText({ plainLines, exitCode }: TerraformEnded) {
  const lines = plainLines.filter((line) => /[^\s╷│╵]/.test(line)).slice(-SHOWN_LINES);
  return { at: undefined, got: indented(lines.length > 0 ? lines : [`exit code ${exitCode}`]) };
}

function indented(lines: readonly string[]): string {
  return lines.filter((line) => line.trim() !== '').join('\n');
}
