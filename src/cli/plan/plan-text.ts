import picocolors from 'picocolors';
import { harmless } from '../../core/problem.js';
import type { Severity } from '../../plan/finding.js';
import type { PlanReport, ReportedFinding } from '../../plan/plan-report.js';
import type { RolloutStep } from '../../plan/rollout.js';
import {
  changeText,
  decidedBy,
  gapText,
  groupsOf,
  membersText,
  titleOf,
  type FindingGroup,
} from './finding-groups.js';

export interface TextStyle {
  /** Columns a line may take. */
  readonly width: number;
  readonly colour: boolean;
}

const LABEL = 10;
/** Narrower, words would stand alone on their lines. */
const LEAST_WIDTH = 60;

type Paint = (text: string) => string;

/** The report for a terminal, worst first; values from outside cannot steer it. */
export function planText(report: PlanReport, { colour, width }: TextStyle): string {
  const { bold, dim, green, red, yellow } = picocolors.createColors(colour);
  const paints: Readonly<Record<Severity, Paint>> = {
    none: dim,
    live: green,
    reload: green,
    'member restart': yellow,
    handover: yellow,
    interruption: yellow,
    replace: red,
    'data loss': red,
  };
  const columns = Math.max(width, LEAST_WIDTH);
  const groups = groupsOf(report).map((group) =>
    groupText(group, columns, paints[group.first.severity]),
  );
  const sections = [
    bold(wrap(headline(report), columns, '', '  ')),
    ...groups,
    rolloutText(report.rollout, columns, bold),
    approvalsText(report, columns),
    ...report.notes.map((note) => wrapped('note', note, columns)),
    verdictText(report, columns),
  ];
  return sections.filter(Boolean).join('\n\n');
}

export function headline({ findings, scope, severity, writeGapSeconds }: PlanReport): string {
  if (findings.length === 0) return `${scope}: nothing would change`;
  const count = `${findings.length} change${findings.length === 1 ? '' : 's'}`;
  const gap = writeGapSeconds > 0 ? `, about ${writeGapSeconds} s without writes in all` : '';
  return `${scope}: ${count}, at worst ${severity}${gap}`;
}

function groupText({ findings, first }: FindingGroup, width: number, paint: Paint): string {
  return [
    `${paint(first.severity)} [${first.code}]`,
    ...findings.map((finding) => findingText(finding, width)),
    ...factsOf(first).map(([name, text]) => wrapped(name.toLowerCase(), text, width)),
  ].join('\n');
}

function findingText(finding: ReportedFinding, width: number): string {
  const change = changeText(finding);
  const parts = [`${titleOf(finding)}${change === '' ? `: ${finding.what}` : `: ${change}`}`];
  const decided = decidedBy(finding);
  if (decided !== '') parts.push(`(${decided})`);
  return wrap(parts.join(' '), width, '  ', '      ');
}

/** What every output says of a finding besides its change: name and text, nothing that is empty. */
export function factsOf(finding: ReportedFinding): (readonly [name: string, text: string])[] {
  const facts: (readonly [string, string])[] = [
    ['Members', membersText(finding)],
    ['Gap', gapText(finding)],
    ['Clients', finding.clients],
    ['Why', finding.why],
    ['Fix', finding.fix ?? ''],
    ['Guard', guardText(finding)],
  ];
  return facts.filter(([, text]) => text !== '');
}

export function guardText({ code, guard, object }: ReportedFinding): string {
  if (guard === undefined) return '';
  if (guard === 'approved') return 'approved in the cluster file';
  if (guard === 'refused') return 'refused; no approval changes that';
  return `needs in the cluster file: approve: [{ code: ${code}, object: ${JSON.stringify(object)}, until: YYYY-MM-DD }]`;
}

function rolloutText(steps: readonly RolloutStep[], width: number, head: Paint): string {
  if (steps.length === 0) return '';
  const lines = steps.map((step, index) =>
    wrap(`${index + 1}. ${stepText(step)}`, width, '  ', '     '),
  );
  return [head('in this order'), ...lines].join('\n');
}

export function stepText(step: RolloutStep): string {
  const { beside, handovers, members, order, what, writeGapSeconds } = step;
  const parts = [
    what,
    ...(members.length > 0 ? [`on ${members.join(', ')}${order ? `, ${order}` : ''}`] : []),
    ...(handovers > 0 ? [handovers === 1 ? '1 handover' : `${handovers} handovers at most`] : []),
    ...(writeGapSeconds > 0 ? [`about ${writeGapSeconds} s without writes`] : []),
    ...(beside ? ['beside the members'] : []),
  ];
  return parts.join('; ');
}

function approvalsText({ approvals }: PlanReport, width: number): string {
  const lines = approvals.map(({ approval: { code, object, until }, state }) => {
    const said = {
      used: `lets ${code} of ${object} pass until ${until}`,
      stale: `${code} of ${object}: nothing in this plan; take it out of the cluster file`,
      expired: `${code} of ${object} ended on ${until}; take it out of the cluster file`,
    };
    return wrapped('approval', said[state], width);
  });
  return lines.join('\n');
}

function verdictText({ findings, verdict }: PlanReport, width: number): string {
  if (verdict === 'nothing to do') return '';
  const guarded = findings.filter(({ guard }) => guard === verdict).length;
  const said = {
    fine: 'may be applied',
    'needs approval': `${guarded} of ${findings.length} need approval before this can be applied`,
    refused: `refused: ${guarded} of ${findings.length} can never be applied like this`,
  };
  return wrapped('verdict', said[verdict], width);
}

function wrapped(label: string, text: string, width: number): string {
  return wrap(text, width, `  ${label.padEnd(LABEL)}`, ' '.repeat(LABEL + 2));
}

/** Breaks at blanks; a word that is too long stands alone. */
function wrap(text: string, width: number, first: string, next: string): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of harmless(text).replaceAll('\n', ' ').split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
