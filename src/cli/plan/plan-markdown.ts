import type { RecordedService, ServiceTier } from '../../model/record/cluster-record.js';
import type { PlanReport } from '../../plan/plan-report.js';
import { changeText, decidedBy, groupsOf, titleOf, type FindingGroup } from './finding-groups.js';
import { factsOf, headline, stepText } from './plan-text.js';

/** A comment of a pull request may have 65,536 characters; bytes are counted, and some kept back. */
export const MOST_MARKDOWN_BYTES = 60_000;

/** Room for the line that says what was left out. */
const LEFT_OUT_BYTES = 500;

/**
 * The reports as a comment for a pull request: worst first, and never longer than such a comment may
 * be, whatever the size of the plan.
 */
export function planMarkdown(reports: readonly PlanReport[]): string {
  const budget = Math.floor(MOST_MARKDOWN_BYTES / Math.max(1, reports.length));
  return reports.map((report) => oneReport(report, budget)).join('\n\n');
}

function oneReport(report: PlanReport, budget: number): string {
  const head = [
    `## ${escaped(headline(report))}`,
    verdictLine(report),
    ...report.notes.map((note) => `_${escaped(note)}_`),
    approvalLines(report),
    rolloutLines(report),
    topology(report),
  ].filter(Boolean);
  let text = head.join('\n\n');
  let left = report.findings.length;
  for (const group of groupsOf(report)) {
    const next = groupSection(group);
    if (size(text) + size(next) + LEFT_OUT_BYTES > budget) break;
    text += `\n\n${next}`;
    left -= group.findings.length;
  }
  if (left === 0) return cut(text, budget);
  const worst = report.findings.at(-left)?.severity ?? '';
  return cut(
    `${text}\n\n**${left} more findings, ${worst} at worst, are left out here:** see the report as text, JSON or HTML.`,
    budget,
  );
}

function verdictLine({ findings, verdict }: PlanReport): string {
  const guarded = findings.filter(({ guard }) => guard === verdict).length;
  const said = {
    'nothing to do': '',
    fine: '✅ May be applied.',
    'needs approval': `⚠️ **${guarded} findings need approval** before this can be applied.`,
    refused: `⛔ **${guarded} findings are refused**: this can never be applied as it is.`,
  };
  return said[verdict];
}

function approvalLines({ approvals }: PlanReport): string {
  return approvals
    .filter(({ state }) => state !== 'used')
    .map(
      ({ approval, state }) =>
        `- approval of \`${approval.code}\` for ${code(approval.object)} is **${state}**: take it out of the cluster file`,
    )
    .join('\n');
}

function rolloutLines({ rollout }: PlanReport): string {
  if (rollout.length === 0) return '';
  const lines = rollout.map((step, index) => `${index + 1}. ${escaped(stepText(step))}`);
  return ['### In this order', '', ...lines].join('\n');
}

function groupSection({ findings, first }: FindingGroup): string {
  const rows = findings.map((finding) => {
    const change = changeText(finding) || finding.what;
    return `| ${code(titleOf(finding))} | ${code(change)} | ${escaped(decidedBy(finding))} |`;
  });
  return [
    `### ${first.severity} · \`${first.code}\``,
    '',
    '| What | Change | Because |',
    '|---|---|---|',
    ...rows,
    '',
    ...factsOf(first).map(([name, text]) => `- ${name}: ${escaped(text)}`),
  ].join('\n');
}

const TIERS: readonly ServiceTier[] = ['pgbouncer', 'haproxy', 'patroni', 'etcd', 'reconciler'];

/** A diagram of the services; those that a finding touches stand out. */
function topology(report: PlanReport): string {
  if (report.findings.length === 0) return '';
  const touched = touchedServices(report);
  const boxes = TIERS.flatMap((tier) => {
    const services = report.services.filter((service) => service.tier === tier);
    if (services.length === 0) return [];
    return [`  subgraph ${tier}`, ...services.map((one) => `    ${box(one)}`), '  end'];
  });
  const marks = [...touched].map((name) => `  class ${id(name)} changed`);
  return [
    '```mermaid',
    'flowchart TD',
    ...boxes,
    '  pgbouncer --> haproxy --> patroni --> etcd',
    '  reconciler -.-> patroni',
    '  classDef changed fill:#f9c74f,stroke:#b45309,color:#1f2937',
    ...marks,
    '```',
  ].join('\n');
}

function box({ name, nodes }: RecordedService): string {
  const at = nodes.length > 0 ? `<br/>${nodes.join(', ')}` : '';
  return `${id(name)}["${name}${at}"]`;
}

/** Names of the services that a finding restarts, makes anew, reloads or removes. */
export function touchedServices({ findings, services }: PlanReport): Set<string> {
  const touched = new Set<string>();
  for (const { members, object, severity, tier } of findings) {
    if (severity === 'none' || severity === 'live') continue;
    const of = tier ?? 'patroni';
    for (const service of services) {
      const here = service.tier === of && service.nodes.some((node) => members.includes(node));
      if (here || service.name === object) touched.add(service.name);
    }
  }
  return touched;
}

const id = (name: string) => name.replaceAll(/[^A-Za-z0-9]/g, '_');

function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** What a value holds must not become markup, a mention or another cell. */
function escaped(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}[\]<>|#@!]/g, String.raw`\$&`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 2000);
}

function size(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The last resort: a head that alone is too long. */
function cut(text: string, budget: number): string {
  if (size(text) <= budget) return text;
  return `${Buffer.from(text, 'utf8')
    .subarray(0, budget - 20)
    .toString('utf8')}\n\n(cut)`;
}
