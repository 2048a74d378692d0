import type { PlanReport } from '../../plan/plan-report.js';
import { inColour } from '../colours.js';
import { planHtml } from './plan-html.js';
import { planMarkdown } from './plan-markdown.js';
import { planText } from './plan-text.js';

export type PlanFormat = 'text' | 'json' | 'markdown' | 'html';

interface Wanted {
  readonly format: PlanFormat;
  readonly json?: boolean;
  readonly out?: string;
}

const WIDTH = 100;

/** The reports as asked for; JSON is one document, or a list if the plan has several clusters. */
export function reportText(reports: readonly PlanReport[], { format, json, out }: Wanted): string {
  switch (json === true ? 'json' : format) {
    case 'json':
      return JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2);
    case 'markdown':
      return planMarkdown(reports);
    case 'html':
      return planHtml(reports);
    case 'text': {
      const terminal = out === undefined && process.stdout.isTTY;
      const colour = terminal ? inColour() : false;
      const width = terminal ? process.stdout.columns : WIDTH;
      return reports.map((report) => planText(report, { colour, width })).join('\n\n');
    }
  }
}
