import { defineConfig } from 'vitest/config';
import { ByFileName } from './e2e/support/by-file-name.js';

export default defineConfig({
  test: {
    sequence: { sequencer: ByFileName },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/postgres/**'],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'postgres', include: ['test/postgres/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['e2e/support/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
