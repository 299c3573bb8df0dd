// Mutation testing of the counting core: `npx stryker run libs/tally/stryker.config.mjs`, from the
// root of the repository. With `--mutate 'libs/tally/src/pairwise/schulze.ts'` only that file.
// The conformance cases stay out: they would hide what our own tests do not notice.

/** What decides who wins, and what of a file counts; wordings are tested, but not mutated. */
const core = [
  'arithmetic/*.ts',
  'approval/{approval-profile,thiele,phragmen}.ts',
  'borda/borda.ts',
  'budget/{budget-case,completions,equal-shares,points,square-root}.ts',
  'consent/consent.ts',
  'irv/irv.ts',
  'model/{ranked-builder,weights}.ts',
  'pairwise/{copeland,kemeny,matrix,minimax,ranked-pairs,schulze}.ts',
  'plurality/{first-choices,plurality,two-round}.ts',
  'rctab/{batch-elimination,rctab-count,rctab-papers}.ts',
  'score/{allocated-score,majority-judgment,score-table,star}.ts',
  'stance/stance-count.ts',
  'stv/{gregory,meek,meek-distribution,meek-tree,piles,quotas,sure-losers}.ts',
  'stv/{vote-arithmetic,warren-prices}.ts',
  'pabulib/{ballot-limits,ballots,points}.ts',
  'csv/{candidate-names,rank-words,ranked-row}.ts',
  'reading/marks.ts',
  'seating/{seats-by-ranking,through-ties}.ts',
  'ties/*.ts',
].flatMap((pattern) => [
  `libs/tally/src/${pattern}`,
  `!libs/tally/src/${pattern.replace('.ts', '.spec.ts')}`,
]);

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'libs/tally/mutation/vitest.config.mjs' },
  mutate: core,
  // Words in messages and options are no decisions.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: [
    '**',
    '!libs',
    '!libs/tally',
    '!libs/tally/**',
    '!package.json',
    '!tsconfig.json',
  ],
  tempDirName: '.stryker-tmp',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: '.stryker-tmp/tally.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 80, break: null },
};
