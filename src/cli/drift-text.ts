import { harmless } from '../core/problem.js';
import type { DriftItem } from '../drift/drift-item.js';
import type { DriftReport } from '../drift/drift-report.js';
import { colours } from './colours.js';
import { columns } from './format.js';

/** Beyond this a value is cut: access rules come as one text. */
const WIDEST = 60;

/** What differs, one line each; what was not compared, last. */
export function driftText({ drift, notApplied, scope, unseen }: DriftReport): string {
  const parts = [headline(scope, drift.length)];
  if (drift.length > 0) {
    const head = ['WHERE', 'OBJECT', 'WHAT', 'DECLARED', 'LIVE', 'THEN'];
    parts.push(columns([head, ...drift.map(row)]));
  }
  if (notApplied.length > 0) {
    const lines = notApplied.map(({ object, what }) => `  ${harmless(`${object}: ${what}`)}`);
    parts.push([`not applied yet, see patroni-swarm plan:`, ...lines].join('\n'));
  }
  if (unseen.length > 0) {
    parts.push(
      [colours.red('not compared:'), ...unseen.map((one) => `  ${harmless(one)}`)].join('\n'),
    );
  }
  return parts.join('\n\n');
}

function headline(scope: string, count: number): string {
  if (count === 0) return `${scope}: ${colours.green('nothing was changed behind the file')}`;
  return `${scope}: ${colours.yellow(count === 1 ? '1 difference' : `${count} differences`)}`;
}

function row({ declared, live, object, then, what, where }: DriftItem): string[] {
  return [where, object, what, short(declared), short(live), then].map((cell) =>
    harmless(cell).replaceAll('\n', ' '),
  );
}

function short(text: string): string {
  return text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`;
}
