/** So many voters who say the same, and why. */
export type Said = readonly [voters: number, mark: unknown, reason?: string];

/** What members are asked, and what they say. */
export interface Question {
  readonly by: string;
  readonly title: string;
  readonly body: string;
  readonly policyKey: string;
  readonly options?: readonly string[];
  readonly voteTerms?: object;
  readonly said: readonly Said[];
}

/** Options by number, the best first. */
export const ranks = (...options: readonly number[]) => ({
  ranks: options.map((option, at) => ({ option, rank: at + 1 })),
});

/** A score for each option, in their order. */
export const scores = (...given: readonly number[]) => ({
  scores: given.map((score, at) => ({ option: at + 1, score })),
});

/** Dots for each option, in their order. */
export const dots = (...given: readonly number[]) => ({
  dots: given.map((count, at) => ({ option: at + 1, dots: count })).filter((one) => one.dots > 0),
});

export const projects = (...numbers: readonly number[]) => ({ projects: numbers });

/** What there is to spend, and what each project costs: minor units of the demo's currency. */
export const spending = (budgetMinor: string, ...costsMinor: readonly string[]) => ({
  spending: { currency: 'EUR', budgetMinor, costsMinor, minimumSpendMinor: null, incompatible: [] },
});

/** When to meet: days, or spans of time. */
export const meeting = (title: string, options: readonly string[]): Question => ({
  by: 'casimir',
  title,
  body: 'Say which days suit you, and which would if need be.',
  policyKey: 'meeting',
  options,
  said: [
    [2, { times: [{ option: 1, answer: 'yes' }] }],
    [
      2,
      {
        times: [
          { option: 1, answer: 'if-need-be' },
          { option: 3, answer: 'yes' },
        ],
      },
    ],
  ],
});
