import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/{src,test,generator}/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    // Real child processes, SQLite files and packed tarballs: generous, since no test asserts on time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['test/throwaway-home.ts'],
  },
});
