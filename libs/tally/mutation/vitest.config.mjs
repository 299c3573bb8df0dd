import { defineConfig } from 'vitest/config';

/** Our own tests of this package, with fewer random profiles each, for mutation testing. */
export default defineConfig({
  test: {
    include: ['libs/tally/src/**/*.spec.ts'],
    exclude: ['**/conformance.spec.ts'],
    setupFiles: ['libs/tally/mutation/fewer-runs.mjs'],
    testTimeout: 20_000,
  },
});
