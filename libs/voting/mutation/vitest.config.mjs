import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The pure tests of this room, with fewer random cases each, for mutation testing. */
export default defineConfig({
  resolve: {
    alias: [
      { find: '@rochdale/platform', replacement: `${root}libs/voting/mutation/kernel.ts` },
      { find: /^@rochdale\/([a-z-]+)$/, replacement: `${root}libs/$1/src/index.ts` },
    ],
  },
  test: {
    include: ['libs/voting/src/**/*.spec.ts'],
    exclude: ['**/*.int.spec.ts'],
    setupFiles: ['libs/voting/mutation/fewer-runs.mjs'],
    testTimeout: 20_000,
  },
});
