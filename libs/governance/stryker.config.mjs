// Mutation testing of governance's rules: `npx stryker run libs/governance/stryker.config.mjs`,
// from the root of the repository.

/** What a policy may say and what may become of a proposal; the rest is for the other tests. */
const rules = ['policy/decision-rule.ts', 'proposal/{lifecycle,proposal-terms}.ts'].map(
  (pattern) => `libs/governance/src/${pattern}`,
);

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'libs/governance/mutation/vitest.config.mjs' },
  mutate: rules,
  // Words in messages are no decisions.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: [
    '**',
    '!libs',
    '!libs/**',
    '!migrations',
    '!migrations/**',
    '!package.json',
    '!tsconfig.json',
  ],
  tempDirName: '.stryker-tmp',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: '.stryker-tmp/governance.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 80, break: null },
};
