import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The pure tests of this room, with fewer random cases each, for mutation testing. */
export default defineConfig({
  resolve: {
    alias: [{ find: /^@rochdale\/([a-z-]+)$/, replacement: `${root}libs/$1/src/index.ts` }],
  },
  test: {
    include: ['libs/governance/src/**/*.spec.ts'],
    exclude: ['**/*.int.spec.ts'],
    setupFiles: ['libs/testing/src/each-file.ts', 'libs/governance/mutation/fewer-runs.mjs'],
    testTimeout: 20_000,
  },
});
