import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const kernel = fileURLToPath(new URL('kernel.mjs', import.meta.url));

/** The pure tests of this room, for mutation testing: no database, no other room. */
export default defineConfig({
  resolve: {
    alias: [{ find: '@rochdale/platform', replacement: kernel }],
  },
  test: {
    include: ['libs/payouts/src/**/*.spec.ts'],
    exclude: ['**/*.int.spec.ts'],
    setupFiles: ['libs/payouts/mutation/fewer-runs.mjs'],
    testTimeout: 20_000,
  },
});
