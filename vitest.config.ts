import { defineConfig } from 'vitest/config';

/** Kept apart from vite.config.ts: unit tests need neither the build's plugins nor the published schema. */
export default defineConfig({
  test: {
    environment: 'node',
    // A guard against what never ends, not a measure: machines that run tests are shared.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          // The engine keeps nothing between calls, so its tests may share what they import, which takes longer than they do.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'app', include: ['test/app/**/*.test.{ts,tsx}', 'test/*.test.ts'] } },
    ],
  },
});
