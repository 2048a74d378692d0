import { parseDocument } from 'yaml';
import { UserError, type Problem } from '../src/core/problem.js';
import { type FormatStep, formatSteps, newestFormat } from './format-steps.js';
import { formatMissing, formatUnknown } from './problems.js';
import { printable, readText } from './read-text.js';
import { parseYaml } from './yaml-document.js';

/** What a file says, in the newest format. */
export interface UpgradedFile {
  readonly file: string;
  /** Format the file has, and the newest. */
  readonly from: number;
  readonly to: number;
  /** What was rewritten, in order; none if the file has the newest format. */
  readonly changes: readonly string[];
  /** Byte for byte the file's own if it has the newest format. */
  readonly text: string;
}

/**
 * Rewrites a cluster file, or a base, to the newest format, keeping its comments.
 *
 * Upgrading what came out changes nothing more. Looks at the format alone: what else is wrong in the
 * file stays as it is, for `validate` to report.
 *
 * @param steps - @default the steps of this release
 * @throws UserError if the file cannot be read, or has a format this release does not know
 */
export function upgradeFile(
  path: string,
  steps: readonly FormatStep[] = formatSteps,
): UpgradedFile {
  const file = printable(path);
  const text = readText(path, file);
  if (typeof text !== 'string') throw new UserError([text]);
  const from = formatOf(text, file, steps);
  const to = newestFormat(steps);
  const due = steps.filter((step) => step.from >= from);
  if (due.length === 0) return { file, from, to, changes: [], text };
  const document = parseDocument(text);
  for (const step of due) step.apply(document);
  document.set('format', to);
  return {
    file,
    from,
    to,
    changes: due.flatMap(({ changes }) => changes),
    text: document.toString({ lineWidth: 0 }),
  };
}

function formatOf(text: string, file: string, steps: readonly FormatStep[]): number {
  const { value, problems, positions } = parseYaml(text, file);
  if (problems.length > 0) throw new UserError(problems);
  const format: unknown = isMap(value) ? value['format'] : undefined;
  const newest = newestFormat(steps);
  const known = [...steps.map(({ from }) => from), newest];
  if (known.includes(format as number)) return format as number;
  const problem: Problem =
    format === undefined ? formatMissing(newest) : formatUnknown(format, known);
  throw new UserError([{ ...problem, source: positions.ofValue('format') }]);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
