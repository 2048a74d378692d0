import { expect, test } from 'vitest';
import { planReport, type PlanReport } from '../../src/plan/plan-report.js';
import { planHtml } from '../../src/cli/plan/plan-html.js';
import { MOST_MARKDOWN_BYTES, planMarkdown } from '../../src/cli/plan/plan-markdown.js';
import { planText } from '../../src/cli/plan/plan-text.js';
import { changeOf } from '../plan/plans.js';

const reportOf = (name: string) => planReport(changeOf(name), [], '2026-11-25');
const plain = { width: 100, colour: false };

/** The report of a plan with `count` findings, whose values try to become markup. */
function huge(count: number): PlanReport {
  const report = reportOf('several');
  const [finding] = report.findings;
  if (!finding) throw new Error('no finding');
  const text = '\u001b[31m<script>alert(1)</script>|`@everyone`\n## head ';
  const findings = Array.from({ length: count }, (_, at) => ({
    ...finding,
    object: `key-${at}`,
    why: `reason ${at}`,
    after: { text: text.repeat(20) },
  }));
  return { ...report, findings };
}

test('text begins with the worst and ends with the verdict', () => {
  const text = planText(reportOf('lossy'), plain);
  expect(text.split('\n')[0]).toBe('lab: 2 changes, at worst data loss');
  expect(text.split('\n')[2]).toBe('data loss [SYNC_TURNED_OFF]');
  expect(text).toContain('patroni.dcs.synchronous_mode: true -> false');
  expect(text).toContain('approve: [{ code: SYNC_TURNED_OFF');
  expect(text.trimEnd().split('\n').at(-1)).toBe(
    '  verdict   1 of 2 need approval before this can be applied',
  );
});

test('findings that do the same are told under one head', () => {
  const text = planText(reportOf('memory'), plain);
  expect(text.match(/\[PARAMETER_RELOAD\]/g)).toHaveLength(1);
  const oneLine = text.replaceAll(/\s+/g, ' ');
  expect(oneLine).toContain('follows from nodes[node-1, node-2, node-3].memory: 3GB -> 4GB');
  expect(oneLine).toContain('patroni resources.limits.memory_bytes: 2125MB -> 3047MB');
});

test.each([60, 80, 120])('no line is longer than %i columns, but for one long word', (width) => {
  const text = planText(reportOf('several'), { width, colour: false });
  const long = text.split('\n').filter((line) => line.length > width && line.trim().includes(' '));
  expect(long).toEqual([]);
});

test('colour is only where it is asked for, and a value cannot steer the terminal', () => {
  expect(planText(huge(1), plain)).not.toContain('\u001b');
  expect(planText(reportOf('lossy'), { width: 100, colour: true })).toContain('\u001b[31m');
});

test.each(['nothing', 'several', 'node-removed', 'first'])('%s fits a comment', (name) => {
  const text = planMarkdown([reportOf(name)]);
  expect(Buffer.byteLength(text)).toBeLessThan(MOST_MARKDOWN_BYTES);
  expect(text).not.toContain('left out here');
});

test('a comment stays below its limit whatever the plan, worst first, and says what is left out', () => {
  const text = planMarkdown([huge(5000)]);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_MARKDOWN_BYTES);
  expect(text).toContain('key-0`');
  expect(text).toMatch(/\*\*\d{4} more findings, interruption at worst, are left out here/);
});

test('the diagram marks the services that are touched', () => {
  const text = planMarkdown([reportOf('images')]);
  expect(text).toContain('```mermaid\nflowchart TD');
  expect(text).toContain('class lab_patroni_node_1 changed');
  expect(text).not.toContain('class lab_etcd_node_1 changed');
});

test('a page needs nothing from anywhere and lets no value become markup', () => {
  const page = planHtml([huge(3)]);
  expect(page).not.toMatch(/(src|href)=|url\(|@import|<script/);
  expect(page).toContain('&#60;script&#62;');
  expect(page).toContain("default-src 'none'");
  expect(page).toMatch(/<svg [^>]*role="img" aria-label="Services of the cluster; touched: /);
});

test('JSON is the documented document', () => {
  expect(JSON.parse(JSON.stringify(reportOf('mixed-parameters')))).toMatchObject({
    format: 1,
    scope: 'lab',
    verdict: 'fine',
    severity: 'interruption',
    rollout: [
      { what: 'PgBouncer restarts host by host', beside: true, handovers: 0 },
      { what: 'PostgreSQL reloads', handovers: 0, writeGapSeconds: 0 },
      { what: 'PostgreSQL restarts', handovers: 1, writeGapSeconds: 1.95 },
      { what: 'PostgreSQL restarts, the primary in place', handovers: 0, writeGapSeconds: 3.25 },
    ],
  });
});
