import type { TestProject } from 'vitest/node';
import { clearFigures, figureTables } from './figures.js';

/** Prints the figures after the last scenario; a scenario that was skipped fails the run. */
export function setup(project: TestProject): () => void {
  clearFigures();
  return () => {
    process.stdout.write(`\n${figureTables()}\n`);
    const skipped = project.vitest.state
      .getTestModules()
      .flatMap((module) => [...module.children.allTests('skipped')]);
    if (skipped.length === 0) return;
    process.stdout.write(`\nskipped:\n${skipped.map((test) => `  ${test.fullName}`).join('\n')}\n`);
    process.exitCode = 1;
  };
}
