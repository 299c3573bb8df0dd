// Mutation testing of the rules of voting: `npx stryker run libs/voting/stryker.config.mjs`, from
// the root of the repository.

/** What decides an outcome, and who may take part; SQL and use cases are for the other tests. */
const rules = [
  'ballot/receipt.ts',
  'count/{count-vote,late-quorum}.ts',
  'electorate/electorate.ts',
  'kind/ballot-kind.ts',
  'kind/stances/{early-close,outcome,stances,stances.kind,tie}.ts',
  'rule/{share,vote-rule}.ts',
].map((pattern) => `libs/voting/src/${pattern}`);

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'libs/voting/mutation/vitest.config.mjs' },
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
  jsonReporter: { fileName: '.stryker-tmp/voting.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 80, break: null },
};
