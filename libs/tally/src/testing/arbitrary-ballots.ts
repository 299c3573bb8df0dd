import fc from 'fast-check';

import type { Election } from '../model/election.js';
import { approvalElection, rankedElection, scoreElection } from '../model/make-election.js';
import { count } from '../methods/registry.js';
import type { RawOptions } from '../method/options.js';
import type { TallyResult } from '../model/result.js';

/** A profile as plain data, so that tests can permute, split and shrink it. */
export interface Profile<T> {
  readonly candidates: number;
  readonly seats: number;
  readonly ballots: readonly (readonly [number, T])[];
}

export type Ranks = readonly (readonly number[])[];
export type Scores = readonly (number | null)[];

interface Size {
  readonly least?: number;
  readonly most?: number;
  readonly ballots?: number;
  readonly seats?: number;
}

function profiles<T>(
  size: Size,
  ballot: (candidates: number) => fc.Arbitrary<T>,
): fc.Arbitrary<Profile<T>> {
  return fc.integer({ min: size.least ?? 2, max: size.most ?? 5 }).chain((candidates) =>
    fc.record({
      candidates: fc.constant(candidates),
      seats: fc.integer({ min: 1, max: Math.min(size.seats ?? 1, candidates) }),
      ballots: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), ballot(candidates)), {
        minLength: 1,
        maxLength: size.ballots ?? 8,
      }),
    }),
  );
}

/** Rankings with equal ranks that leave candidates out. */
export function rankedProfiles(size: Size = {}): fc.Arbitrary<Profile<Ranks>> {
  return profiles(size, (candidates) =>
    fc
      .tuple(
        fc.shuffledSubarray(
          Array.from({ length: candidates }, (_, index) => index),
          { minLength: 1 },
        ),
        fc.array(fc.boolean(), { minLength: candidates, maxLength: candidates }),
      )
      .map(([order, joins]) => {
        const ranks: number[][] = [];
        order.forEach((index, at) => {
          const last = ranks.at(-1);
          if (last !== undefined && joins[at] === true && at % 2 === 1) last.push(index);
          else ranks.push([index]);
        });
        return ranks;
      }),
  );
}

/** Sets of approved candidates, some of them empty. */
export function approvalProfiles(size: Size = {}): fc.Arbitrary<Profile<readonly number[]>> {
  return profiles(size, (candidates) =>
    fc.subarray(Array.from({ length: candidates }, (_, index) => index)),
  );
}

/** Scores from 0 to 5 with blanks. */
export function scoreProfiles(size: Size = {}): fc.Arbitrary<Profile<Scores>> {
  return profiles(size, (candidates) =>
    fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { freq: 6 }), {
      minLength: candidates,
      maxLength: candidates,
    }),
  );
}

const frameOf = ({ candidates, seats }: Profile<unknown>) => ({
  candidates: Array.from({ length: candidates }, (_, index) => `c${index}`),
  seats,
});

export function rankedOf(profile: Profile<Ranks>): Election {
  return rankedElection(frameOf(profile), profile.ballots);
}

export function approvalsOf(profile: Profile<readonly number[]>): Election {
  return approvalElection(frameOf(profile), profile.ballots);
}

export function scoresOf(profile: Profile<Scores>): Election {
  return scoreElection(frameOf(profile), profile.ballots);
}

/** Counts by `method/variant`. */
export function countBy(name: string, election: Election, options: RawOptions = {}): TallyResult {
  const [method = '', variant = ''] = name.split('/');
  return count(election, { method, variant, options });
}

/** The same ballots in another order, each of weight w as w ballots of weight 1. */
export function splitAndReversed<T>(profile: Profile<T>): Profile<T> {
  const ballots = profile.ballots.flatMap(([weight, ballot]) =>
    Array.from({ length: weight }, () => [1, ballot] as const),
  );
  return { ...profile, ballots: ballots.toReversed() };
}

/** The outcome of a count without what names or options it had. */
export function outcomeOf(result: TallyResult) {
  const sets = (result.outcomes ?? []).map(({ winnerIndexes }) => sorted(winnerIndexes).join());
  return {
    winners: sorted(result.winnerIndexes),
    ranking: result.rankingIndexes?.map((group) => sorted(group)),
    totals: result.totals,
    outcomes: sets.sort(),
  };
}

/** The outcome with every candidate renamed by `to`, to be compared with a renamed profile's. */
export function renamedOutcome(result: TallyResult, to: readonly number[]) {
  const rename = (index: number): number => to[index] as number;
  const outcome = outcomeOf(result);
  const totals = outcome.totals && [...outcome.totals];
  outcome.totals?.forEach((total, index) => {
    if (totals) totals[rename(index)] = total;
  });
  const sets = (result.outcomes ?? []).map((one) => sorted(one.winnerIndexes.map(rename)).join());
  return {
    winners: sorted(outcome.winners.map(rename)),
    ranking: outcome.ranking?.map((group) => sorted(group.map(rename))),
    totals,
    outcomes: sets.sort(),
  };
}

export function sorted(indexes: readonly number[]): number[] {
  return indexes.toSorted((a, b) => a - b);
}

/** All orders of the items. */
export function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, at) =>
    permutationsOf(items.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}

/** All subsets of that size, in ascending order. */
export function subsetsOf(count: number, size: number): number[][] {
  if (size === 0) return [[]];
  return subsetsOf(count, size - 1).flatMap((subset) =>
    Array.from({ length: count }, (_, index) => index)
      .filter((index) => index > (subset.at(-1) ?? -1))
      .map((index) => [...subset, index]),
  );
}
