// Mutation testing of the rules of money that goes out: `npx stryker run
// libs/payouts/stryker.config.mjs`, from the root of the repository.

/** What decides whether, by whom, to whom and how often money leaves. */
const rules = [
  'payee/payee.ts',
  'payout/payout.ts',
  'payout/release-rules.ts',
  'settlement/settlement-rules.ts',
].map((file) => `libs/payouts/src/${file}`);

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'libs/payouts/mutation/vitest.config.mjs' },
  mutate: rules,
  ignorePatterns: [
    '**',
    '!libs',
    ...['payouts', 'platform'].flatMap((room) => [`!libs/${room}`, `!libs/${room}/**`]),
    '!package.json',
    '!tsconfig.json',
  ],
  tempDirName: '.stryker-tmp',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: '.stryker-tmp/payouts.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 80, break: null },
};
