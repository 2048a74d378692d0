import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { resultDirectory } from './lab-hosts.js';

/** One measured value, beside the bar it is meant to stay under. */
export interface Figure {
  /** Figures of one table share it. */
  readonly table: string;
  readonly what: string;
  readonly value: string;
  /** Compared with `bar`; a figure without a bar is only told. */
  readonly number?: number;
  readonly bar?: number;
  readonly unit?: string;
  readonly note?: string;
}

const recordFile = join(resultDirectory, 'figures.jsonl');

export function clearFigures(): void {
  mkdirSync(resultDirectory, { recursive: true });
  rmSync(recordFile, { force: true });
}

/** Keeps a figure for the tables at the end of the run. Never fails a test. */
export function record(figure: Figure): void {
  mkdirSync(resultDirectory, { recursive: true });
  appendFileSync(recordFile, `${JSON.stringify(figure)}\n`);
}

/** Seconds with a bar, the usual figure. */
export function recordSeconds(table: string, what: string, seconds: number, bar?: number): void {
  record({
    table,
    what,
    value: `${seconds.toFixed(2)} s`,
    number: seconds,
    ...(bar !== undefined && { bar, unit: 's' }),
  });
}

/** All figures as text tables; also written to `.lab/e2e/figures.json`. */
export function figureTables(): string {
  mkdirSync(resultDirectory, { recursive: true });
  const figures = readFigures();
  writeFileSync(join(resultDirectory, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
  return [...new Set(figures.map(({ table }) => table))]
    .map((title) =>
      tableOf(
        title,
        figures.filter(({ table }) => table === title),
      ),
    )
    .join('\n\n');
}

function readFigures(): Figure[] {
  if (!existsSync(recordFile)) return [];
  const lines = readFileSync(recordFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Figure);
}

function tableOf(title: string, figures: readonly Figure[]): string {
  const header = ['what', 'measured', 'bar', 'within bar', 'note'];
  const rows = [header, ...figures.map(rowOf)];
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [`== ${title}`, ...lines].join('\n');
}

function rowOf(figure: Figure): string[] {
  const { what, value, number, bar, unit = '', note = '' } = figure;
  if (bar === undefined || number === undefined) return [what, value, '', '', note];
  return [what, value, `<= ${bar} ${unit}`.trimEnd(), number <= bar ? 'yes' : 'NO', note];
}
