import { defineConfig } from 'vitest/config';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

/** `@rochdale/<room>` is the room's door, its index.ts, and nothing else of it. */
const alias = [
  { find: /^@rochdale\/([a-z-]+)$/, replacement: `${root}libs/$1/src/index.ts` },
  // Nest's own graphql and ours have to be one: its classes are told apart by instanceof.
  { find: /^graphql$/, replacement: `${root}node_modules/graphql/index.js` },
];

/** Properties that take minutes: `npm run test:long` runs them, and nothing else does. */
const long = '**/*.long.spec.ts';

/**
 * Specs of what a process has declared (jobs, line matchers, actions): the others share our
 * modules, which takes a third of the time, and would find each other's declarations.
 */
const alone = ['**/*.alone{,.int}.spec.ts'];

/**
 * What takes whole trees and installations: docs/how-to-add.md followed in a copy of the tree,
 * which is compiled, judged and tested; servers and services that are started, killed and started
 * again; the demo's year seeded and asked whole, and backed up and restored by the runbook; and
 * every operation asked with ids of every kind, every action killed at each of its steps, every
 * page looked at in a browser; and everything read that somebody may read, to
 * learn what they may not.
 * A check of its own beside `npm test`: `npm run check:walks`.
 */
const walks = [
  'test/architecture/how-to-add.spec.ts',
  'tools/postgres.spec.mjs',
  'tools/start.spec.mjs',
  'test/scenarios/demo.spec.ts',
  'test/scenarios/demo-at-any-time.spec.ts',
  'test/scenarios/back-up.spec.ts',
  'test/e2e/actions-by-hand.e2e.spec.ts',
  'test/e2e/erased-ids.e2e.spec.ts',
  'test/e2e/operations-fuzz.e2e.spec.ts',
  'test/e2e/pages-in-a-browser.e2e.spec.ts',
  'test/e2e/seen-by.e2e.spec.ts',
  'test/e2e/visibility.e2e.spec.ts',
  'test/privacy/demo.spec.ts',
  'test/privacy/electorates.spec.ts',
  'test/privacy/one-act.spec.ts',
  'test/privacy/public-votes.spec.ts',
  'test/privacy/random-worlds.spec.ts',
  'test/privacy/told-outside.spec.ts',
  'test/privacy/two-partners.spec.ts',
];

/** Where a run keeps what it made of each file, so that it makes it once for all its projects. */
const madeOfFiles = mkdtempSync(join(tmpdir(), 'rochdale-vitest-'));
process.once('exit', () => rmSync(madeOfFiles, { recursive: true, force: true }));
const experimental = { fsModuleCache: true, fsModuleCachePath: madeOfFiles };

const database = ['libs/testing/src/global-setup.ts'];

interface Kind {
  include: string[];
  exclude?: string[];
  needsDatabase?: boolean;
  timeoutMs?: number;
  /** Whether our modules are loaded anew for each file, as what is registered in them needs. */
  afresh?: boolean;
  /** Whether each file gets a process of its own: a second more than `afresh` takes. */
  isolate?: boolean;
}

function kind(name: string, options: Kind): TestProjectInlineConfiguration {
  const { include, exclude = [], needsDatabase = false, timeoutMs = 60_000 } = options;
  const { afresh = false, isolate = false } = options;
  return {
    resolve: { alias },
    test: {
      name,
      include,
      exclude: [
        '**/node_modules/**',
        '**/fixtures/**',
        ...exclude,
        ...(name === 'long' ? [] : [long]),
      ],
      sequence: { setupFiles: 'list' },
      setupFiles: [
        'libs/testing/src/each-file.ts',
        ...(afresh ? ['libs/testing/src/afresh.ts'] : []),
        'libs/platform/src/testing/sealed-ids.ts',
      ],
      globalSetup: needsDatabase ? database : [],
      pool: 'forks',
      isolate,
      experimental,
      testTimeout: timeoutMs,
      // A wait ends as soon as it is met; vitest's own second is too short beside a full machine.
      expect: { poll: { timeout: 20_000 } },
      hookTimeout: timeoutMs,
    },
  };
}

export default defineConfig({
  test: {
    maxWorkers: '100%',
    experimental,
    reporters: [process.env['CI'] === undefined ? 'default' : 'dot', './tools/test-summary.mjs'],
    projects: [
      kind('pure', {
        include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'test/privacy/**/*.spec.ts'],
        exclude: ['**/*.int.spec.ts', ...alone, ...walks],
      }),
      kind('int', {
        include: ['libs/**/*.int.spec.ts', 'apps/**/*.int.spec.ts', 'migrations/**/*.int.spec.ts'],
        exclude: alone,
        needsDatabase: true,
      }),
      kind('alone', { include: alone, needsDatabase: true, afresh: true }),
      // Whole services and all books: what each process of a project loads takes seconds.
      kind('e2e', {
        include: [
          'test/e2e/**/*.e2e.spec.ts',
          'test/scenarios/**/*.spec.ts',
          'test/invariants/**/*.spec.ts',
        ],
        exclude: walks,
        needsDatabase: true,
      }),
      kind('architecture', {
        include: ['test/architecture/**/*.spec.ts'],
        exclude: walks,
        afresh: true,
      }),
      kind('walks', { include: walks, needsDatabase: true, timeoutMs: 180_000, isolate: true }),
      kind('tools', { include: ['tools/**/*.spec.mjs'], exclude: walks, afresh: true }),
      ...(process.env['LONG_TESTS'] === '1'
        ? [
            kind('long', {
              include: [long],
              needsDatabase: true,
              timeoutMs: 600_000,
              isolate: true,
            }),
          ]
        : []),
    ],
  },
});
