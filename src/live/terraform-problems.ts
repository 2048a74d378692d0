import { UserError } from '../core/problem.js';
import type { TerraformDiagnostic, TerraformEnded } from './terraform-process.js';

const SHOWN_LINES = 12;

/** One row per error that Terraform itself reports; else its last lines. */
export function terraformFailed(command: string, ended: TerraformEnded): UserError {
  const errors = ended.messages.flatMap(({ diagnostic }) =>
    diagnostic?.severity === 'error' ? [diagnostic] : [],
  );
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
