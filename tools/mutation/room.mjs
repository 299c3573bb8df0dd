// What the mutation tests of rooms have in common. A room's stryker.config.mjs names its pure
// rules; only the room's own pure tests judge them, so that no scenario hides what they miss.

/** The Stryker configuration of a room. Files are named from the room's src, without `.ts`. */
export function mutationOf(room, rules) {
  return {
    testRunner: 'vitest',
    vitest: { configFile: `libs/${room}/mutation/vitest.config.mjs` },
    mutate: rules.map((rule) => `libs/${room}/src/${rule}.ts`),
    // Words in messages and options are no decisions.
    mutator: { excludedMutations: ['StringLiteral'] },
    ignorePatterns: [
      '**',
      '!libs',
      '!libs/**',
      '!tools/mutation/**',
      '!package.json',
      '!tsconfig.json',
    ],
    tempDirName: '.stryker-tmp',
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 10_000,
    reporters: ['clear-text', 'progress-append-only', 'json'],
    jsonReporter: { fileName: `.stryker-tmp/${room}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    thresholds: { high: 90, low: 80, break: null },
  };
}
