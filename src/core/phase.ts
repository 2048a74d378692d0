/** Tells the user what a long step is doing right now; one line, no line end. */
export type Report = (line: string) => void;

/** One step of a long command. Phases that do not need each other run side by side. */
export interface Phase {
  /** Shown to the user; unique within a command. */
  readonly title: string;
  /** Titles of the phases that must be done first. */
  readonly needs: readonly string[];
  /** Must be idempotent: a killed command is simply run again. */
  run(report: Report, signal: AbortSignal): Promise<void>;
}
