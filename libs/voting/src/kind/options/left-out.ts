import type { ElectionFrame } from '@rochdale/tally';
import { optionsOf } from './options.js';
import type { WithOptions } from './options.js';

/**
 * Options that cannot win any more when voting closes, by number: members who are on no list by
 * then. No rule that is adopted or frozen says so; it is laid over it where a vote is counted.
 */
interface WithLeftOut {
  readonly leftOut?: readonly number[];
}

/** Which options are left out of the count; none where nobody said so. */
export const leftOutOf = (rule: object): readonly number[] => (rule as WithLeftOut).leftOut ?? [];

interface WithSitting {
  readonly sitting?: readonly number[];
}

/** Who holds a seat already, where ballots are counted again to fill another; by number. */
export const sittingIn = (rule: object): readonly number[] => (rule as WithSitting).sitting ?? [];

type Standing = Pick<ElectionFrame, 'candidates' | 'withdrawn' | 'notes'>;

/** Who stands in a count: all options, without those that are left out, which it says of each. */
export function standingIn(rule: WithOptions): Standing & { readonly candidates: string[] } {
  const candidates = [...optionsOf(rule)];
  const out = leftOutOf(rule);
  if (out.length === 0) return { candidates };
  return {
    candidates,
    withdrawn: out.map((number) => number - 1),
    notes: out.map(
      (number) =>
        `${candidates[number - 1] ?? ''} is a candidate who is no more eligible: ballots pass on ` +
        'to whom they name besides, and who names nobody else takes no side.',
    ),
  };
}

/** How many can win of those who stand. */
export const seatsAmong = (seats: number, { candidates, withdrawn = [] }: Standing): number =>
  Math.max(1, Math.min(seats, candidates.length - withdrawn.length));

/** What a ballot says of options, without those that are left out. */
export const withoutOptions = <Said extends { readonly option: number }>(
  said: readonly Said[],
  out: ReadonlySet<number>,
): Said[] => said.filter(({ option }) => !out.has(option));
