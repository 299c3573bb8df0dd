import type { TallyResult } from '@rochdale/tally';

/** Why nothing is decided, though the count may name whom it elects. */
const sentences = {
  'quorum-not-reached': 'The quorum of the rule is not reached: nothing is decided.',
  'options-tied': 'Several outcomes are as good as each other: nothing is decided.',
  'share-not-reached': 'Nobody has as much as the rule asks for: nothing is decided.',
} as const;
export type NothingDecided = keyof typeof sentences;

const all: ReadonlySet<string> = new Set(Object.values(sentences));

/** A count that is told to its end: members read in words what the rule makes of it. */
export function inTheEnd(steps: TallyResult | null, reason: NothingDecided): TallyResult | null {
  return steps === null ? null : { ...steps, account: [...steps.account, sentences[reason]] };
}

/** The count as the method alone tells it. */
export function beforeTheEnd<Steps extends { readonly account: readonly string[] }>(
  steps: Steps,
): Steps {
  const { account } = steps;
  return all.has(account.at(-1) ?? '') ? { ...steps, account: account.slice(0, -1) } : steps;
}
