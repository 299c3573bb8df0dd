import { z } from 'zod';
import { votingErrors } from '../../voting.errors.js';

/** The most options that a vote is between. */
export const maxOptions = 50;

const sameName = (name: string): string => name.normalize('NFC').toLowerCase();

/** What a vote is between, in the order in which it is shown: texts that differ. */
export const optionList = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((name) => !/\p{Cc}/u.test(name), 'An option is one line of text.'),
  )
  .min(2)
  .max(maxOptions)
  .refine(
    (names) => new Set(names.map(sameName)).size === names.length,
    'An option is named twice.',
  );

/**
 * The options in a rule. The rule of a policy may name them, for every vote under it; where it does
 * not, each proposal brings its own, and they are in the rule that is frozen with it.
 */
export interface WithOptions {
  readonly options?: readonly string[] | undefined;
}

/** The options of a vote that has opened. */
export function optionsOf({ options }: WithOptions): readonly string[] {
  if (options === undefined) throw new Error('a vote by options has its options');
  return options;
}

/** An option on a ballot: its number, from 1, in the order in which options are shown. */
export const optionNumber = z.int().min(1).max(1_000_000);

/** What a ballot says of options, in the order of the options, so that the same is said alike. */
export function inOrder<Said extends { readonly option: number }>(said: readonly Said[]): Said[] {
  return said.toSorted((one, other) => one.option - other.option);
}

/** @throws CodedError OPTION_UNKNOWN, OPTION_REPEATED, OPTIONS_TOO_MANY */
export function checkOptions(
  numbers: readonly number[],
  rule: WithOptions,
  maximum: number | null,
): void {
  const count = optionsOf(rule).length;
  const path = ['mark'];
  const unknown = numbers.find((number) => number > count);
  if (unknown !== undefined) {
    const message = `There is no option ${unknown}: this vote is between ${count}.`;
    throw votingErrors.error('OPTION_UNKNOWN', message, { path, data: { option: unknown } });
  }
  const repeated = numbers.find((number, place) => numbers.indexOf(number) !== place);
  if (repeated !== undefined) {
    const message = `Option ${repeated} is on the ballot twice.`;
    throw votingErrors.error('OPTION_REPEATED', message, { path, data: { option: repeated } });
  }
  if (maximum !== null && numbers.length > maximum) {
    const message = `A ballot names at most ${maximum} of the options.`;
    throw votingErrors.error('OPTIONS_TOO_MANY', message, { path, data: { maximum } });
  }
}
