import { defineConfig } from 'vitest/config';

/** Kept apart from vite.config.ts: unit tests need neither the build's plugins nor the published schema. */
export default defineConfig({
  test: {
    include: ['test/engine/**/*.test.{ts,tsx}', 'test/app/**/*.test.{ts,tsx}', 'test/*.test.ts'],
    environment: 'node',
    // A guard against what never ends, not a measure: machines that run tests are shared.
    testTimeout: 60_000,
  },
});
