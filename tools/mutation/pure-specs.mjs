import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The pure tests of a room, with fewer random cases each, as mutation testing runs them. */
export function pureSpecsOf(room) {
  return defineConfig({
    resolve: {
      alias: [{ find: /^@rochdale\/([a-z-]+)$/, replacement: `${root}libs/$1/src/index.ts` }],
    },
    test: {
      include: [`libs/${room}/src/**/*.spec.ts`],
      exclude: ['**/*.int.spec.ts', '**/*.long.spec.ts'],
      setupFiles: ['tools/mutation/fewer-runs.mjs'],
      testTimeout: 20_000,
    },
  });
}
