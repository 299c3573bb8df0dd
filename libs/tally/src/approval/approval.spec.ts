import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Rational } from '../arithmetic/rational.js';
import { approvalElection } from '../model/make-election.js';
import {
  approvalProfiles,
  approvalsOf,
  countBy,
  outcomeOf,
  renamedOutcome,
  splitAndReversed,
  subsetsOf,
} from '../testing/arbitrary-ballots.js';
import type { Profile } from '../testing/arbitrary-ballots.js';

type Approvals = Profile<readonly number[]>;

const everyRule = [
  'approval/approval',
  'approval/satisfaction',
  'approval/pav',
  'approval/seqpav',
  'approval/seqphragmen',
  'approval/chamberlin-courant',
];

/** What a committee is worth by Thiele's rules, ballot by ballot. */
function worthOf(
  { ballots }: Approvals,
  committee: readonly number[],
  step: (nth: number) => Rational,
): Rational {
  let sum = Rational.ZERO;
  for (const [weight, approved] of ballots) {
    const winners = approved.filter((index) => committee.includes(index)).length;
    for (let nth = 1; nth <= winners; nth += 1) sum = sum.add(step(nth).mul(Rational.of(weight)));
  }
  return sum;
}

const harmonic = (nth: number): Rational => Rational.of(1, nth);
const firstOnly = (nth: number): Rational => (nth === 1 ? Rational.ONE : Rational.ZERO);

function bestCommittees(profile: Approvals, step: (nth: number) => Rational): number[][] {
  const committees = subsetsOf(profile.candidates, profile.seats);
  const worths = committees.map((committee) => worthOf(profile, committee, step));
  const best = worths.reduce((most, one) => (one.compare(most) > 0 ? one : most));
  return committees.filter((_, at) => worths[at]?.equals(best));
}

function committeesOf(result: ReturnType<typeof countBy>): number[][] {
  const sets = result.outcomes?.map(({ winnerIndexes }) => winnerIndexes) ?? [result.winnerIndexes];
  return sets.map((set) => set.toSorted((a, b) => a - b));
}

describe('approval and satisfaction approval', () => {
  const election = approvalElection({ candidates: ['A', 'B', 'C', 'D'], seats: 2 }, [
    [4, [0, 1]],
    [3, [2]],
    [3, [3]],
    [2, []],
  ]);

  it('approval adds up the ballots', () => {
    const result = countBy('approval/approval', election);
    expect(result.totals).toEqual(['4', '4', '3', '3']);
    expect(result.winnerIndexes).toEqual([0, 1]);
  });

  it('satisfaction approval splits a ballot over its approvals', () => {
    const result = countBy('approval/satisfaction', election);
    expect(result.totals).toEqual(['2', '2', '3', '3']);
    expect(result.winnerIndexes).toEqual([2, 3]);
    const thirds = approvalElection({ candidates: ['A', 'B', 'C'] }, [
      ['1/2', [0, 1, 2]],
      [1, [1]],
    ]);
    expect(countBy('approval/satisfaction', thirds).totals).toEqual(['1/6', '7/6', '1/6']);
  });

  it('a tie for the last seat is reported with every outcome', () => {
    const tied = approvalElection({ candidates: ['A', 'B', 'C'], seats: 2 }, [
      [2, [0]],
      [1, [1, 2]],
    ]);
    const result = countBy('approval/approval', tied);
    expect(result.winnerIndexes).toEqual([0]);
    expect(committeesOf(result)).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(result.ties).toMatchObject([{ candidates: [1, 2], brokenBy: 'report' }]);
    const first = countBy('approval/approval', tied, { tie: 'candidate-order' });
    expect(first.winnerIndexes).toEqual([0, 1]);
    expect(first.ties).toMatchObject([{ chosen: [1], brokenBy: 'candidate-order' }]);
    const lot = countBy('approval/approval', tied, { tie: 'lot', seed: 'dice: 4 2' });
    expect(countBy('approval/approval', tied, { tie: 'lot', seed: 'dice: 4 2' })).toEqual(lot);
  });
});

describe('proportional rules', () => {
  it('proportional approval finds all best committees', () => {
    fc.assert(
      fc.property(approvalProfiles({ most: 6, seats: 4 }), (profile) => {
        const result = countBy('approval/pav', approvalsOf(profile));
        const best = bestCommittees(profile, harmonic);
        expect(committeesOf(result)).toEqual(best);
        expect(result.figures?.['satisfaction']).toBe(
          worthOf(profile, best[0] as number[], harmonic).toString(),
        );
      }),
    );
  });

  it('Chamberlin and Courant leave as few voters as possible without a winner', () => {
    fc.assert(
      fc.property(approvalProfiles({ most: 6, seats: 4 }), (profile) => {
        const result = countBy('approval/chamberlin-courant', approvalsOf(profile));
        expect(committeesOf(result)).toEqual(bestCommittees(profile, firstOnly));
      }),
    );
  });

  it('sequential proportional approval takes the best next candidate each time', () => {
    fc.assert(
      fc.property(approvalProfiles({ most: 5, seats: 3 }), (profile) => {
        const result = countBy('approval/seqpav', approvalsOf(profile), { tie: 'candidate-order' });
        const committee: number[] = [];
        for (const winner of result.winnerIndexes) {
          const worths = Array.from({ length: profile.candidates }, (_, index) =>
            committee.includes(index)
              ? Rational.of(-1)
              : worthOf(profile, [...committee, index], harmonic),
          );
          const best = worths.reduce((most, one) => (one.compare(most) > 0 ? one : most));
          expect(winner).toBe(worths.findIndex((worth) => worth.equals(best)));
          committee.push(winner);
        }
      }),
    );
  });

  it('proportional approval gives every cohesive group what is owed to it (EJR)', () => {
    fc.assert(
      fc.property(approvalProfiles({ most: 5, seats: 3 }), (profile) => {
        for (const committee of committeesOf(countBy('approval/pav', approvalsOf(profile)))) {
          expect(isExtendedJustified(profile, committee)).toBe(true);
        }
      }),
    );
  });

  it('Phragmén leaves no large group with a common candidate without a winner (JR)', () => {
    fc.assert(
      fc.property(approvalProfiles({ most: 5, seats: 3 }), (profile) => {
        const result = countBy('approval/seqphragmen', approvalsOf(profile));
        for (const committee of committeesOf(result)) {
          expect(isJustified(profile, committee)).toBe(true);
        }
      }),
    );
  });

  /** No group of an n/k share that agrees on a candidate is left without any winner. */
  function isJustified(profile: Approvals, committee: readonly number[]): boolean {
    return isOwed(profile, committee, 1);
  }

  function isExtendedJustified(profile: Approvals, committee: readonly number[]): boolean {
    return Array.from({ length: profile.seats }, (_, at) => at + 1).every((level) =>
      isOwed(profile, committee, level),
    );
  }

  function isOwed(
    { ballots, candidates, seats }: Approvals,
    committee: readonly number[],
    level: number,
  ): boolean {
    const all = ballots.reduce((sum, [weight]) => sum + weight, 0);
    return subsetsOf(candidates, level).every((common) => {
      const short = ballots
        .filter(([, approved]) => common.every((index) => approved.includes(index)))
        .filter(([, approved]) => committee.filter((c) => approved.includes(c)).length < level)
        .reduce((sum, [weight]) => sum + weight, 0);
      return short * seats < level * all;
    });
  }

  it('Phragmén shares the load of a seat evenly over those who approve', () => {
    const election = approvalElection({ candidates: ['A', 'B', 'C', 'D'], seats: 3 }, [
      [2, [0, 1]],
      [2, [0, 2]],
      [1, [3]],
    ]);
    const result = countBy('approval/seqphragmen', election, { tie: 'candidate-order' });
    expect(result.rounds?.map(({ votes }) => votes)).toEqual([
      ['1/4', '1/2', '1/2', '1'],
      ['', '3/4', '3/4', '1'],
      ['', '', '3/4', '1'],
    ]);
    expect(result.winnerIndexes).toEqual([0, 1, 2]);
    const half = approvalElection({ candidates: ['A', 'B'], seats: 2 }, [
      ['1/2', [0]],
      [1, [1]],
    ]);
    const rounds = countBy('approval/seqphragmen', half).rounds;
    expect(rounds?.[0]?.votes).toEqual(['2', '1']);
  });

  it('seats that nobody approves for are a tie among the rest', () => {
    const election = approvalElection({ candidates: ['A', 'B', 'C'], seats: 2 }, [[1, [0]]]);
    const result = countBy('approval/seqphragmen', election);
    expect(result.winnerIndexes).toEqual([0]);
    expect(committeesOf(result)).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });

  it('of equally good committees the one with the earliest by the tie rule is taken', () => {
    const election = approvalElection(
      { candidates: ['A', 'B', 'C'], seats: 2, tieOrder: [2, 1, 0] },
      [
        [1, [0]],
        [1, [1]],
        [1, [2]],
      ],
    );
    const result = countBy('approval/pav', election, { tie: 'tie-order' });
    expect(result.winnerIndexes).toEqual([1, 2]);
    expect(result.ties).toMatchObject([{ candidates: [0, 1, 2], chosen: [1, 2] }]);
  });

  it('gives up when comparing the committees would take too long', () => {
    const candidates = Array.from({ length: 60 }, (_, index) => `c${index}`);
    const ballots = candidates.flatMap((_, a) =>
      [1, 7, 13, 29].map((step) => {
        const approved = [0, 1, 2, 3, 4, 5].map((nth) => (a + nth * step + nth * nth) % 60);
        return [100 + ((a * 37 + step * 11) % 17), [...new Set(approved)]] as const;
      }),
    );
    const election = approvalElection({ candidates, seats: 20 }, ballots);
    expect(() => countBy('approval/pav', election)).toThrow('too many to compare them all');
  });

  it('gives up with an error, not after years, when the committees are too many', () => {
    const candidates = Array.from({ length: 60 }, (_, index) => `c${index}`);
    const election = approvalElection({ candidates, seats: 30 }, [[1, [0]]]);
    expect(() => countBy('approval/pav', election)).toThrow('committees');
  });
});

describe('what all approval methods promise', () => {
  it('the order of ballots and how their weight is split make no difference', () => {
    fc.assert(
      fc.property(approvalProfiles({ seats: 3 }), (profile) => {
        for (const name of everyRule) {
          const other = countBy(name, approvalsOf(splitAndReversed(profile)));
          expect(outcomeOf(other), name).toEqual(outcomeOf(countBy(name, approvalsOf(profile))));
        }
      }),
    );
  });

  it('renaming the candidates renames the result', () => {
    fc.assert(
      fc.property(approvalProfiles({ seats: 3 }), fc.nat(), (profile, turn) => {
        const to = Array.from(
          { length: profile.candidates },
          (_, index) => (index + turn) % profile.candidates,
        );
        const ballots = profile.ballots.map(
          ([weight, approved]) => [weight, approved.map((index) => to[index] as number)] as const,
        );
        for (const name of everyRule) {
          const other = countBy(name, approvalsOf({ ...profile, ballots }));
          const result = countBy(name, approvalsOf(profile));
          expect(outcomeOf(other), name).toEqual(renamedOutcome(result, to));
        }
      }),
    );
  });

  it('the seats are filled, or the tie is reported with every outcome', () => {
    fc.assert(
      fc.property(approvalProfiles({ seats: 3 }), (profile) => {
        for (const name of everyRule) {
          const { winnerIndexes, outcomes, ties } = countBy(name, approvalsOf(profile));
          if (winnerIndexes.length === profile.seats) continue;
          expect(ties.length, name).toBeGreaterThan(0);
          expect(outcomes?.length, name).toBeGreaterThan(1);
        }
      }),
    );
  });

  it('with one seat all of them but satisfaction approval elect the most approved', () => {
    fc.assert(
      fc.property(approvalProfiles(), (profile) => {
        const most = outcomeOf(countBy('approval/approval', approvalsOf(profile)));
        for (const name of everyRule.filter((one) => !one.endsWith('satisfaction'))) {
          const { winners, outcomes } = outcomeOf(countBy(name, approvalsOf(profile)));
          expect({ winners, outcomes }, name).toEqual({
            winners: most.winners,
            outcomes: most.outcomes,
          });
        }
      }),
    );
  });
});
