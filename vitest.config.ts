import { defineConfig } from 'vitest/config';
import { ByFileName } from './e2e/support/by-file-name.js';

const OWN_PROCESS = 'test/stacks/lazy-packages.test.ts';

/** One lab for all, so one after another. */
const SCENARIOS = {
  globalSetup: ['e2e/support/global-setup.ts'],
  testTimeout: 300_000,
  hookTimeout: 120_000,
  fileParallelism: false,
};

export default defineConfig({
  test: {
    sequence: { sequencer: ByFileName },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/postgres/**', OWN_PROCESS],
          // Files share one process, so what they import is loaded once: a third of the time.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      // Tests of what is loaded, and when.
      { test: { name: 'loading', include: [OWN_PROCESS] } },
      { test: { name: 'postgres', include: ['test/postgres/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          ...SCENARIOS,
          include: ['e2e/*.e2e.ts'],
        },
      },
      // What needs no lab, though packages from a registry.
      {
        test: {
          name: 'e2e-library',
          globalSetup: ['e2e/support/global-setup.ts'],
          include: ['e2e/library/*.e2e.ts'],
        },
      },
      // What the usual suite has no time for.
      {
        test: {
          name: 'e2e-long',
          ...SCENARIOS,
          include: ['e2e/01-start.e2e.ts', 'e2e/long/*.e2e.ts'],
        },
      },
    ],
  },
});
