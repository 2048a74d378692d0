import type { Explanation } from '../model/explain/explanation.js';

const DECIDED: Readonly<Record<Explanation['decidedBy'], string>> = {
  file: 'set',
  tuned: 'tuned',
  mandatory: 'mandatory',
  derived: 'follows from',
  default: 'default',
  product: 'not set',
};

/** An explanation as the terminal shows it: the value first, then a row for each answer. */
export function explanationText(explanation: Explanation): string {
  const { about, because, change, decidedBy, details = [], key, page, source, value } = explanation;
  const place = source ? ` at ${source.file}:${source.line}:${source.column}` : '';
  const rows: [string, string | undefined][] = [
    ['why', `${DECIDED[decidedBy]}: ${because}${place}`],
    ['what', about],
    ['change', change],
    ['page', page],
  ];
  return [
    value === '' ? key : `${key} = ${value}`,
    ...rows.flatMap(([label, text]) =>
      text === undefined ? [] : [`  ${label.padEnd(6)} ${text}`],
    ),
    ...details.map((line) => `  ${line}`),
  ].join('\n');
}
