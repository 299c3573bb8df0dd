import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kernel = fileURLToPath(new URL('kernel.mjs', import.meta.url));

/** The pure tests of a room's nouns, with fewer random cases, as mutation testing runs them. */
export function pureSpecsOf(room) {
  return defineConfig({
    resolve: {
      alias: [
        { find: '@rochdale/platform', replacement: kernel },
        { find: /^@rochdale\/([a-z-]+)$/, replacement: `${root}libs/$1/src/index.ts` },
      ],
    },
    test: {
      // What lies in the room's own folder tests what the room declares, and needs the whole door.
      include: [`libs/${room}/src/*/**/*.spec.ts`],
      exclude: ['**/*.int.spec.ts', '**/*.long.spec.ts'],
      setupFiles: ['tools/mutation/fewer-runs.mjs'],
      testTimeout: 20_000,
    },
  });
}
