import { CodedError } from '@rochdale/platform';
import { defineBallotKind } from '@rochdale/voting';
import { z } from 'zod';

const rule = z.strictObject({ options: z.array(z.string().min(1)).min(2) });

/** A kind that no room ships: a ballot names one of the options, and the most votes win. */
defineBallotKind({
  name: 'pick-one',
  mark: z.strictObject({ option: z.string().min(1).max(60) }),
  rule,
  counted: z.object({ winner: z.string().nullable() }).catchall(z.string().regex(/^\d+$/)),

  contradiction: ({ options }) =>
    new Set(options).size === options.length ? null : 'An option is named twice.',
  classOf: () => 'minority',

  check({ option }, { rule: { options } }) {
    if (!options.includes(option)) {
      throw new CodedError('OPTION_NOT_OFFERED', 'invalid', 'This vote does not offer that.');
    }
  },

  abstains: () => false,

  count(groups, { rule: { options } }) {
    const weights = new Map<string, bigint>(options.map((option) => [option, 0n]));
    for (const { mark, weight } of groups) weights.set(mark.option, weight);
    const [first, second] = [...weights].toSorted(([, a], [, b]) => (a < b ? 1 : -1));
    const isTied = first?.[1] === second?.[1];
    return {
      outcome: isTied ? 'tied' : 'passed',
      reason: isTied ? 'equal-votes' : 'most-votes',
      count: { winner: isTied ? null : (first?.[0] ?? null), ...Object.fromEntries(weights) },
    };
  },
});
