import type { Phase } from '../core/phase.js';

/** What a user sees of running phases. */
export interface PhaseView {
  started(title: string): void;
  said(title: string, line: string): void;
  finished(title: string, milliseconds: number): void;
  failed(title: string, milliseconds: number): void;
  /** No more calls follow; resolves when the terminal is free again. */
  close(): Promise<void>;
}

export interface PhaseTiming {
  readonly title: string;
  readonly milliseconds: number;
}

/**
 * Runs phases as early as what they need is done, side by side where they do not need each other.
 *
 * The first failure aborts the others, and all have ended before it is thrown.
 *
 * @param phases - each listed after the ones it needs
 * @returns what each took, without waiting for its needs, in the order given
 */
export async function runPhases(
  phases: readonly Phase[],
  view: PhaseView,
  signal: AbortSignal,
): Promise<PhaseTiming[]> {
  const failure = new AbortController();
  const together = AbortSignal.any([signal, failure.signal]);
  const running = new Map<string, Promise<PhaseTiming>>();
  for (const phase of phases) {
    const needs = phase.needs.map((title) => needOf(running, phase, title));
    running.set(phase.title, runPhase(phase, needs, view, together, failure));
  }
  const outcomes = await Promise.allSettled(running.values());
  await view.close();
  if (failure.signal.aborted) throw failure.signal.reason;
  signal.throwIfAborted();
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

function needOf<T>(running: ReadonlyMap<string, T>, phase: Phase, title: string): T {
  const need = running.get(title);
  if (!need) throw new Error(`phase "${phase.title}" needs "${title}", which is not before it`);
  return need;
}

async function runPhase(
  phase: Phase,
  needs: readonly Promise<unknown>[],
  view: PhaseView,
  signal: AbortSignal,
  failure: AbortController,
): Promise<PhaseTiming> {
  await Promise.all(needs);
  signal.throwIfAborted();
  const start = performance.now();
  view.started(phase.title);
  try {
    await phase.run((line) => {
      view.said(phase.title, line);
    }, signal);
  } catch (error) {
    view.failed(phase.title, performance.now() - start);
    if (!signal.aborted) failure.abort(error);
    throw error;
  }
  const milliseconds = performance.now() - start;
  view.finished(phase.title, milliseconds);
  return { title: phase.title, milliseconds };
}
