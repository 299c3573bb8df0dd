import { defineConfig } from 'vitest/config';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

/** `@rochdale/<room>` is the room's door, its index.ts, and nothing else of it. */
const alias = [{ find: /^@rochdale\/([a-z-]+)$/, replacement: `${root}libs/$1/src/index.ts` }];

const shared = { resolve: { alias } };

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'pure',
          include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts'],
          exclude: ['**/*.int.spec.ts', '**/node_modules/**'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
