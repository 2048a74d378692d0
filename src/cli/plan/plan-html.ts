import type { PlanReport, ReportedFinding } from '../../plan/plan-report.js';
import { changeText, decidedBy, groupsOf, titleOf } from './finding-groups.js';
import { html, STYLE } from './html-page.js';
import { factsOf, headline, stepText } from './plan-text.js';
import { topologySvg } from './topology-svg.js';

/** The reports as one page that needs nothing from anywhere: style and drawing are in it. */
export function planHtml(reports: readonly PlanReport[]): string {
  const title = `Plan of ${reports.map(({ scope }) => scope).join(', ')}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${html(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...reports.map(section),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function section(report: PlanReport): string {
  return [
    `<h1>${html(headline(report))}</h1>`,
    verdict(report),
    ...report.notes.map((note) => `<p class="note">${html(note)}</p>`),
    approvals(report),
    report.findings.length > 0 ? topologySvg(report) : '',
    rollout(report),
    findings(report),
  ]
    .filter(Boolean)
    .join('\n');
}

function verdict({ findings: all, verdict: said }: PlanReport): string {
  const guarded = all.filter(({ guard }) => guard === said).length;
  const words = {
    'nothing to do': 'Nothing to do.',
    fine: 'May be applied.',
    'needs approval': `${guarded} of ${all.length} findings need approval before this can be applied.`,
    refused: `${guarded} of ${all.length} findings are refused: this can never be applied as it is.`,
  };
  return `<p class="verdict" data-verdict="${html(said)}"><strong>${html(words[said])}</strong></p>`;
}

function approvals({ approvals: all }: PlanReport): string {
  if (all.length === 0) return '';
  const rows = all.map(
    ({ approval, state }) =>
      `<li><code>${html(approval.code)}</code> of <code>${html(approval.object)}</code> until ${html(approval.until)}: ${state}</li>`,
  );
  return `<h2>Approvals</h2>\n<ul>\n${rows.join('\n')}\n</ul>`;
}

/** Steps one below the other; the bar is the time without writes, the longest filling the line. */
function rollout({ rollout: steps }: PlanReport): string {
  if (steps.length === 0) return '';
  const longest = Math.max(...steps.map(({ writeGapSeconds }) => writeGapSeconds), 0.1);
  const rows = steps.map((step) => {
    const share = Math.round((100 * step.writeGapSeconds) / longest);
    const bar =
      step.writeGapSeconds > 0
        ? `<span class="gap" style="width:${share}%" aria-hidden="true"></span>`
        : '';
    return `<li><span>${html(stepText(step))}</span>${bar}</li>`;
  });
  return `<h2>In this order</h2>\n<ol class="timeline">\n${rows.join('\n')}\n</ol>`;
}

function findings(report: PlanReport): string {
  if (report.findings.length === 0) return '';
  const groups = groupsOf(report).map(({ findings: all, first }, index) =>
    [
      `<section class="finding" data-severity="${html(first.severity)}">`,
      `<h3><span class="severity">${html(first.severity)}</span> <code>${html(first.code)}</code></h3>`,
      table(all, `${report.scope} ${index + 1}: ${first.code}`),
      facts(first),
      '</section>',
    ].join('\n'),
  );
  return ['<h2>Findings, worst first</h2>', ...groups].join('\n');
}

/** @param label - what a screen reader calls it, unlike any other on the page */
function table(all: readonly ReportedFinding[], label: string): string {
  const rows = all.map((finding) => {
    const change = changeText(finding) || finding.what;
    return `<tr><th scope="row"><code>${html(titleOf(finding))}</code></th><td>${html(change)}</td><td>${html(decidedBy(finding))}</td></tr>`;
  });
  return [
    `<div class="scroll" role="region" aria-label="${html(`Changes of ${label}`)}" tabindex="0"><table>`,
    '<thead><tr><th scope="col">What</th><th scope="col">Change</th><th scope="col">Because</th></tr></thead>',
    `<tbody>\n${rows.join('\n')}\n</tbody>`,
    '</table></div>',
  ].join('\n');
}

function facts(finding: ReportedFinding): string {
  const items = factsOf(finding).map(([name, text]) => `<dt>${name}</dt><dd>${html(text)}</dd>`);
  return `<dl>\n${items.join('\n')}\n</dl>`;
}
