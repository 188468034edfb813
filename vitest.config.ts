import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Of the commands that tests start as processes, Node compiles each module once and keeps it there. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

// Real child processes, SQLite files and packed tarballs: generous, since no test asserts on time.
const patience = { testTimeout: 60_000, hookTimeout: 120_000 };

/** What the SDK counts and waits to send belongs to the process: each of these files gets one of its own. */
const ONE_PROCESS_EACH = [
  'packages/sdk/test/**/*.test.ts',
  'test/{sdk,live-capture,live-privacy}.test.ts',
  'bench/sdk.test.ts',
];
const NEVER = ['test/browser/**', '**/node_modules/**'];

/** Much of it waits for processes and disks: two cores are kept busy by three. */
const unit = { setupFiles: ['test/throwaway-home.ts'], maxWorkers: 3, ...patience };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/{src,test,generator,build}/**/*.test.{ts,tsx}',
            'test/**/*.test.ts',
            'bench/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...NEVER, ...ONE_PROCESS_EACH],
          // No module keeps state: what one file has loaded, the next one need not load again.
          isolate: false,
          ...unit,
        },
      },
      { test: { name: 'unit-alone', include: ONE_PROCESS_EACH, exclude: NEVER, ...unit } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          setupFiles: ['test/throwaway-home.ts'],
          globalSetup: ['test/browser/prepared.ts'],
          // After the others: a browser and the process that it looks at want both cores.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          // Playwright and the kit are loaded once a worker, not once a file.
          isolate: false,
          // Vitest's own second is not enough where both cores are busy.
          expect: { poll: { timeout: 30_000 } },
          ...patience,
        },
      },
    ],
  },
});
