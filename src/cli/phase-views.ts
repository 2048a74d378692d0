import { Listr } from 'listr2';
import type { Phase } from '../core/phase.js';
import { colours } from './colours.js';
import { seconds } from './format.js';
import type { PhaseView } from './run-phases.js';

/** Spinners on a terminal, one line per event elsewhere; always on stderr. */
export function phaseView(phases: readonly Phase[]): PhaseView {
  return process.stderr.isTTY ? new SpinnerView(phases) : new LineView();
}

const SAY_AGAIN_AFTER_MS = 2_000;

/** For logs: a line when a phase starts, now and then what it does, and what it took. */
class LineView implements PhaseView {
  readonly #lastSaid = new Map<string, number>();

  started(title: string): void {
    this.#lastSaid.set(title, performance.now());
    this.#print(`… ${title}`);
  }

  said(title: string, line: string): void {
    const now = performance.now();
    if (now - (this.#lastSaid.get(title) ?? 0) < SAY_AGAIN_AFTER_MS) return;
    this.#lastSaid.set(title, now);
    this.#print(`  ${title}: ${line}`);
  }

  finished(title: string, milliseconds: number): void {
    this.#print(`✔ ${title} (${seconds(milliseconds)})`);
  }

  failed(title: string, milliseconds: number): void {
    this.#print(`✖ ${title} (${seconds(milliseconds)})`);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #print(line: string): void {
    process.stderr.write(`${line}\n`);
  }
}

interface Row {
  readonly ended: Promise<void>;
  end(error?: Error): void;
  show(text: string): void;
}

/** One spinner per phase; a phase that waits for another shows so. */
class SpinnerView implements PhaseView {
  readonly #rows = new Map<string, Row>();
  readonly #listr: Promise<unknown>;

  constructor(phases: readonly Phase[]) {
    const tasks = phases.map((phase) => {
      const row = newRow();
      this.#rows.set(phase.title, row);
      return {
        title: phase.title,
        task: (_: unknown, task: { output: string; title: string }) => {
          row.show = (text) => {
            task.output = text;
          };
          return row.ended;
        },
      };
    });
    this.#listr = new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      rendererOptions: { collapseErrors: true, showErrorMessage: false },
    }).run();
  }

  started(title: string): void {
    this.#rows.get(title)?.show('…');
  }

  said(title: string, line: string): void {
    this.#rows.get(title)?.show(line);
  }

  finished(title: string, milliseconds: number): void {
    this.#rows.get(title)?.show(colours.dim(seconds(milliseconds)));
    this.#rows.get(title)?.end();
  }

  failed(title: string): void {
    this.#rows.get(title)?.end(new Error('failed'));
  }

  async close(): Promise<void> {
    for (const row of this.#rows.values()) row.end(new Error('not run'));
    await this.#listr;
  }
}

function newRow(): Row {
  const { promise, resolve, reject } = deferred();
  return {
    ended: promise,
    end: (error) => {
      if (error) reject(error);
      else resolve();
    },
    show: () => undefined,
  };
}

function deferred() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
