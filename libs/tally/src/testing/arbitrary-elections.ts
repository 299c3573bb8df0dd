import fc from 'fast-check';

import type { Election } from '../model/election.js';
import { rankedElection } from '../model/make-election.js';

/** A ranked election as plain data, so that properties can change it and count it again. */
export interface PlainElection {
  readonly candidates: number;
  readonly seats: number;
  readonly ballots: readonly (readonly [number, readonly (readonly number[])[]])[];
}

/** Elections by strict rankings, some of them short. */
export function arbitraryStrict(maxSeats: number, maxCandidates = 6): fc.Arbitrary<PlainElection> {
  return fc
    .integer({ min: maxSeats + 1, max: Math.max(maxSeats + 1, maxCandidates) })
    .chain((candidates) =>
      fc.record({
        candidates: fc.constant(candidates),
        seats: fc.integer({ min: 1, max: maxSeats }),
        ballots: fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), arbitraryRanking(candidates)), {
          minLength: 1,
          maxLength: 12,
        }),
      }),
    );
}

function arbitraryRanking(candidates: number): fc.Arbitrary<number[][]> {
  const all = Array.from({ length: candidates }, (_, index) => index);
  return fc
    .shuffledSubarray(all, { minLength: 1 })
    .map((ranking) => ranking.map((candidate) => [candidate]));
}

/** Elections whose ballots may hold equal ranks. */
export function arbitraryWeak(maxSeats: number, maxCandidates = 5): fc.Arbitrary<PlainElection> {
  return arbitraryStrict(maxSeats, maxCandidates).chain((plain) =>
    fc
      .array(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), {
        minLength: plain.ballots.length,
        maxLength: plain.ballots.length,
      })
      .map((joins) => ({
        ...plain,
        ballots: plain.ballots.map(
          ([weight, ranks], at) => [weight, joined(ranks, joins[at] ?? [])] as const,
        ),
      })),
  );
}

function joined(ranks: readonly (readonly number[])[], joins: readonly boolean[]): number[][] {
  const groups: number[][] = [];
  ranks.forEach((rank, place) => {
    if (place > 0 && joins[place]) groups.at(-1)?.push(...rank);
    else groups.push([...rank]);
  });
  return groups;
}

/** The election itself; `names` renames the candidates. */
export function electionOf(plain: PlainElection, seats = plain.seats): Election {
  const candidates = Array.from({ length: plain.candidates }, (_, index) => `C${index}`);
  return rankedElection({ candidates, seats }, plain.ballots);
}

/** The same election with every candidate renumbered: `order[old]` is the new index. */
export function renumbered(plain: PlainElection, order: readonly number[]): PlainElection {
  return {
    ...plain,
    ballots: plain.ballots.map(
      ([weight, ranks]) =>
        [weight, ranks.map((rank) => rank.map((index) => order[index] as number))] as const,
    ),
  };
}
