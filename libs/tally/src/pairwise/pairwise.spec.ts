import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EQUAL_RANK } from '../model/ballots.js';
import { rankedElection } from '../model/make-election.js';
import { RankedBuilder } from '../model/ranked-builder.js';
import {
  countBy,
  outcomeOf,
  permutationsOf,
  rankedOf,
  rankedProfiles,
  renamedOutcome,
  splitAndReversed,
} from '../testing/arbitrary-ballots.js';
import type { Profile, Ranks } from '../testing/arbitrary-ballots.js';
import { kemeny } from './kemeny.js';
import {
  beats,
  condorcetWinnerOf,
  majorityStrength,
  pairwiseMatrixOf,
  smithSetOf,
} from './matrix.js';
import type { PairwiseMatrix } from './matrix.js';
import { rankedPairs } from './ranked-pairs.js';
import { rankByDominance, schulze } from './schulze.js';

const everyRule = [
  'schulze/winning',
  'schulze/margin',
  'ranked-pairs/winning',
  'ranked-pairs/margin',
  'minimax/winning',
  'minimax/margin',
  'copeland/half-points',
  'kemeny-young/kemeny-young',
];
const smithRules = everyRule.filter((name) => !name.startsWith('minimax'));

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}

function matrixOf(profile: Profile<Ranks>): PairwiseMatrix {
  const { ballots } = rankedOf(profile);
  if (ballots.kind !== 'ranked') throw new Error('rankings expected');
  return pairwiseMatrixOf(ballots, profile.candidates);
}

/** Looks every pair up on every ballot. */
function naiveMatrix({ candidates, ballots }: Profile<Ranks>, noOpinion: boolean): number[][] {
  const all = Array.from({ length: candidates }, (_, index) => index);
  const place = (ranks: Ranks, index: number): number => {
    const at = ranks.findIndex((group) => group.includes(index));
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  return all.map((a) =>
    all.map((b) =>
      ballots
        .filter(([, ranks]) => {
          const [first, second] = [place(ranks, a), place(ranks, b)];
          return first < second && (!noOpinion || second < Number.POSITIVE_INFINITY);
        })
        .reduce((sum, [weight]) => sum + weight, 0),
    ),
  );
}

describe('the pairwise matrix', () => {
  it('counts a voter for the candidate ranked higher, left-out ones last', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        expect(matrixOf(profile).map((row) => row.map(Number))).toEqual(
          naiveMatrix(profile, false),
        );
      }),
    );
  });

  it('does not compare candidates left out if leaving out is no opinion', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        const result = countBy('schulze/winning', rankedOf(profile), { unranked: 'no-opinion' });
        expect(result.pairwise?.map((row) => row.map(Number))).toEqual(naiveMatrix(profile, true));
      }),
    );
  });

  it('passes over gaps', () => {
    const election = rankedElection({ candidates: ['A', 'B', 'C'] }, [[3, [null, 1, null, 0]]]);
    const result = countBy('schulze/winning', election);
    expect(result.pairwise).toEqual([
      ['0', '0', '3'],
      ['3', '0', '3'],
      ['0', '0', '0'],
    ]);
  });

  it('counts a candidate ranked twice at the first place', () => {
    const builder = new RankedBuilder();
    for (const cell of [1, 0, 1 | EQUAL_RANK]) builder.push(cell);
    builder.endBallot(2);
    const matrix = pairwiseMatrixOf(builder.build(), 3);
    expect(matrix).toEqual([
      [0n, 0n, 2n],
      [2n, 0n, 2n],
      [0n, 0n, 0n],
    ]);
  });

  it('shows votes of fractional weight as they are', () => {
    const election = rankedElection({ candidates: ['A', 'B'] }, [['1/2', [0, 1]]]);
    expect(countBy('schulze/winning', election).pairwise?.[0]).toEqual(['0', '1/2']);
  });

  it('leaves those who withdrew out of the comparison', () => {
    const election = rankedElection({ candidates: ['A', 'B', 'C'], withdrawn: [0] }, [
      [5, [0, 1, 2]],
      [4, [2, 1]],
    ]);
    const result = countBy('schulze/winning', election);
    expect(result.rankingIndexes).toEqual([[1], [2]]);
    expect(result.figures?.['condorcetWinner']).toBe(1);
  });
});

describe('what all pairwise methods promise', () => {
  it('a candidate who wins every comparison is elected', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        const winner = condorcetWinnerOf(matrixOf(profile));
        fc.pre(winner !== undefined);
        for (const name of everyRule) {
          expect(countBy(name, rankedOf(profile)).winnerIndexes, name).toEqual([winner]);
        }
      }),
    );
  });

  it('the winner comes from the Smith set, where promised', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        const smith = smithSetOf(matrixOf(profile));
        for (const name of smithRules) {
          const { winnerIndexes } = countBy(name, rankedOf(profile), { 'co-winners': true });
          expect(
            winnerIndexes.every((index) => smith.includes(index)),
            name,
          ).toBe(true);
        }
      }),
    );
  });

  it('the order of ballots and how their weight is split make no difference', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        for (const name of everyRule) {
          const result = countBy(name, rankedOf(profile));
          const other = countBy(name, rankedOf(splitAndReversed(profile)));
          expect(outcomeOf(other), name).toEqual(outcomeOf(result));
        }
      }),
    );
  });

  it('renaming the candidates renames the result', () => {
    fc.assert(
      fc.property(rankedProfiles(), fc.nat(), (profile, turn) => {
        const to = Array.from(
          { length: profile.candidates },
          (_, index) => (index + turn) % profile.candidates,
        );
        const ballots = profile.ballots.map(
          ([weight, ranks]) =>
            [weight, ranks.map((group) => group.map((index) => to[index] as number))] as const,
        );
        for (const name of everyRule) {
          const result = countBy(name, rankedOf(profile));
          const other = countBy(name, rankedOf({ ...profile, ballots }));
          expect(outcomeOf(other), name).toEqual(renamedOutcome(result, to));
        }
      }),
    );
  });

  it('the seats are filled, or the tie is reported with every outcome', () => {
    fc.assert(
      fc.property(rankedProfiles({ seats: 3 }), (profile) => {
        for (const name of everyRule) {
          const { winnerIndexes, outcomes, ties } = countBy(name, rankedOf(profile));
          if (winnerIndexes.length === profile.seats) continue;
          expect(ties.length, name).toBeGreaterThan(0);
          expect(outcomes?.length, name).toBeGreaterThan(1);
        }
      }),
    );
  });
});

describe('Schulze', () => {
  it('takes the strongest of all chains', () => {
    fc.assert(
      fc.property(rankedProfiles({ most: 4 }), (profile) => {
        const matrix = matrixOf(profile);
        const others = matrix.map((_, index) => index);
        const { strongestPaths } = schulze(matrix, 'winning');
        for (const from of others) {
          for (const to of others.filter((index) => index !== from)) {
            const between = others.filter((index) => index !== from && index !== to);
            const chains = [...Array(between.length + 1).keys()]
              .flatMap((length) => permutationsOf(between).map((order) => order.slice(0, length)))
              .map((middle) => [from, ...middle, to]);
            const strengths = chains.map((chain) =>
              chain
                .slice(1)
                .map((b, at) => majorityStrength(matrix, chain[at] as number, b, 'winning'))
                .reduce((weakest, link) => (link < weakest ? link : weakest)),
            );
            const strongest = strengths.reduce((best, one) => (one > best ? one : best));
            expect(strongestPaths[from]?.[to]).toBe(strongest);
          }
        }
      }),
    );
  });

  it('keeps the way from a candidate to itself at nothing', () => {
    const { strongestPaths } = schulze(
      [
        [0n, 2n, 1n],
        [1n, 0n, 2n],
        [2n, 1n, 0n],
      ],
      'winning',
    );
    expect(strongestPaths.map((row, at) => row[at])).toEqual([0n, 0n, 0n]);
  });

  it('refuses to rank by a relation that goes in a circle', () => {
    expect(() => rankByDominance([0, 1], () => true)).toThrow('has a cycle');
  });

  it('elects all who tie if they win together, and records it', () => {
    const election = rankedElection({ candidates: ['A', 'B'] }, [
      [1, [0]],
      [1, [1]],
    ]);
    const result = countBy('schulze/winning', election, { 'co-winners': true });
    expect(result.winnerIndexes).toEqual([0, 1]);
    expect(result.ties).toMatchObject([{ candidates: [0, 1], brokenBy: 'method' }]);
  });
});

describe('ranked pairs', () => {
  it('finds every ranking that some order of equal majorities leads to', () => {
    fc.assert(
      fc.property(rankedProfiles({ most: 4, ballots: 5 }), (profile) => {
        const matrix = matrixOf(profile);
        const { majorities, acceptable } = rankedPairs(matrix, 'winning');
        fc.pre(majorities.length <= 6);
        const expected = new Set(
          permutationsOf(majorities)
            .filter((order) => order.every((one, at) => at === 0 || isOrdered(order[at - 1], one)))
            .map((order) => JSON.stringify(lockOneByOne(matrix.length, order))),
        );
        expect(new Set(acceptable.map((ranking) => JSON.stringify(ranking)))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  function isOrdered(
    first: { strength: bigint } | undefined,
    second: { strength: bigint },
  ): boolean {
    return first === undefined || first.strength >= second.strength;
  }

  /** Locks majorities in by search for a cycle, and peels the ranking off. */
  function lockOneByOne(
    candidates: number,
    order: readonly { winner: number; loser: number }[],
  ): number[][] {
    const locked: [number, number][] = [];
    const reaches = (from: number, to: number): boolean =>
      from === to || locked.some(([a, b]) => a === from && reaches(b, to));
    for (const { winner, loser } of order) {
      if (!reaches(loser, winner)) locked.push([winner, loser]);
    }
    const ranking: number[][] = [];
    let left = Array.from({ length: candidates }, (_, index) => index);
    while (left.length > 0) {
      const top = left.filter((a) => !left.some((b) => b !== a && reaches(b, a)));
      ranking.push(top);
      left = left.filter((a) => !top.includes(a));
    }
    return ranking;
  }

  const cycle = rankedElection({ candidates: ['A', 'B', 'C'] }, [
    [1, [0, 1, 2]],
    [1, [1, 2, 0]],
    [1, [2, 0, 1]],
  ]);

  it('reports all rankings of a perfect cycle and elects nobody', () => {
    const result = countBy('ranked-pairs/winning', cycle);
    expect(result.winnerIndexes).toEqual([]);
    expect(result.rankingIndexes).toBeUndefined();
    expect(result.outcomes?.map(({ winnerIndexes }) => winnerIndexes)).toEqual([[0], [1], [2]]);
    expect(result.ties).toMatchObject([{ candidates: [0, 1, 2], brokenBy: 'report' }]);
  });

  it('takes the ranking that comes first by the tie rule', () => {
    const election = { ...cycle, tieOrder: [2, 0, 1] };
    const result = countBy('ranked-pairs/winning', election, { tie: 'tie-order' });
    expect(result.winnerIndexes).toEqual([2]);
    expect(result.rankingIndexes).toEqual([[2], [0], [1]]);
    expect(result.ties).toMatchObject([{ chosen: [2], brokenBy: 'tie-order' }]);
    expect(result.outcomes?.length).toBe(3);
    const kemenys = countBy('kemeny-young/kemeny-young', election, { tie: 'tie-order' });
    expect(kemenys.rankingIndexes).toEqual([[2], [0], [1]]);
    const locked = listOf<{ winner: number }>(result.figures?.['locked']);
    expect(locked.map(({ winner }) => winner)).toEqual([0, 2]);
  });

  it('measures by the lead under margin and by the votes under winning', () => {
    const election = rankedElection({ candidates: ['A', 'B', 'C'] }, [
      [3, [0]],
      [4, [1, 0]],
      [2, [2, 1]],
    ]);
    const strengths = (name: string) =>
      listOf<{ strength: string }>(countBy(name, election).figures?.['locked']).map(
        ({ strength }) => strength,
      );
    expect(strengths('ranked-pairs/winning')).toEqual(['7', '6', '4']);
    expect(strengths('ranked-pairs/margin')).toEqual(['5', '3', '2']);
  });
});

describe('Kemeny–Young', () => {
  it('finds the best of all orders, and all of them', () => {
    fc.assert(
      fc.property(rankedProfiles(), (profile) => {
        const matrix = matrixOf(profile);
        const scoreOf = (order: readonly number[]): bigint =>
          order
            .flatMap((a, at) => order.slice(at + 1).map((b) => matrix[a]?.[b] as bigint))
            .reduce((sum, votes) => sum + votes, 0n);
        const orders = permutationsOf(matrix.map((_, index) => index));
        const best = orders.map(scoreOf).reduce((most, one) => (one > most ? one : most));
        const found = kemeny(matrix);
        expect(found.score).toBe(best);
        expect(found.rankings).toEqual(orders.filter((order) => scoreOf(order) === best));
        expect(found.rankingCount).toBe(BigInt(found.rankings.length));
      }),
    );
  });

  it('refuses eleven candidates', () => {
    const candidates = Array.from({ length: 11 }, (_, index) => `c${index}`);
    const election = rankedElection({ candidates }, [[1, [0]]]);
    expect(() => countBy('kemeny-young/kemeny-young', election)).toThrow('up to 10 candidates');
  });
});

describe('minimax and Copeland', () => {
  it('minimax takes the worst comparison by each strength', () => {
    const election = rankedElection({ candidates: ['A', 'B', 'C'] }, [
      [4, [0, 1, 2]],
      [3, [1, 2, 0]],
      [2, [2, 0, 1]],
    ]);
    expect(countBy('minimax/winning', election).totals).toEqual(['5', '6', '7']);
    expect(countBy('minimax/margin', election).totals).toEqual(['1', '3', '5']);
    expect(countBy('minimax/opposition', election).totals).toEqual(['5', '6', '7']);
    expect(countBy('minimax/winning', election).winnerIndexes).toEqual([0]);
  });

  it('a winner of every comparison has a negative worst margin and no worst defeat', () => {
    const election = rankedElection({ candidates: ['A', 'B'] }, [
      [3, [0]],
      [1, [1]],
    ]);
    expect(countBy('minimax/margin', election).totals).toEqual(['-2', '2']);
    expect(countBy('minimax/winning', election).totals).toEqual(['0', '3']);
    expect(countBy('minimax/opposition', election).totals).toEqual(['1', '3']);
  });

  it('Copeland gives half a point for a draw', () => {
    const election = rankedElection({ candidates: ['A', 'B', 'C'] }, [
      [1, [0, 1]],
      [1, [1, 0]],
    ]);
    const result = countBy('copeland/half-points', election);
    expect(result.totals).toEqual(['3/2', '3/2', '0']);
    expect(result.figures).toMatchObject({ wins: [1, 1, 0], losses: [0, 0, 2], draws: [1, 1, 0] });
  });

  it('beats means more votes, not as many', () => {
    expect(
      beats(
        [
          [0n, 1n],
          [1n, 0n],
        ],
        0,
        1,
      ),
    ).toBe(false);
  });
});
