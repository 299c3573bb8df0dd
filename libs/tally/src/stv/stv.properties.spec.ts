import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Rational } from '../arithmetic/rational.js';
import { count } from '../methods/registry.js';
import type { TallyResult } from '../model/result.js';
import type { PlainElection } from '../testing/arbitrary-elections.js';
import {
  arbitraryStrict,
  arbitraryWeak,
  electionOf,
  renumbered,
} from '../testing/arbitrary-elections.js';

const strictVariants = [
  'scottish',
  'wigm-prf',
  'meek-prf',
  'meek',
  'warren',
  'gregory-droop',
  'gregory-hare',
  'gregory-hagenbach-bischoff',
  'gregory-imperiali',
  'stv-rctab-wigm',
  'stv-rctab-wigm-one-per-round',
];

function stv(plain: PlainElection, variant: string, options = {}): TallyResult {
  return count(electionOf(plain), { method: 'stv', variant, options });
}

function number(text: string | undefined): Rational {
  const value = Rational.parse(text ?? '');
  if (value === null) throw new Error(`'${text}' is no number`);
  return value;
}

function sum(texts: readonly string[]): Rational {
  return texts.reduce((total, text) => total.add(number(text)), Rational.ZERO);
}

function setOf(winnerIndexes: readonly number[]): string {
  return winnerIndexes.toSorted((a, b) => a - b).join();
}

interface Won {
  readonly winnerIndexes: readonly number[];
}

/** Winners when every tie is left open: one set for each way it can go. */
function outcomeSets(result: Won & { readonly outcomes?: readonly Won[] }): string[] {
  const outcomes = result.outcomes ?? [result];
  return outcomes.map(({ winnerIndexes }) => setOf(winnerIndexes)).sort();
}

describe.each(strictVariants)('STV %s', (variant) => {
  it('fills the seats with different candidates', () => {
    fc.assert(
      fc.property(arbitraryStrict(3), (plain) => {
        const { winnerIndexes } = stv(plain, variant);
        expect(new Set(winnerIndexes).size).toBe(plain.seats);
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of ballots nor on how equal ballots are bundled', () => {
    fc.assert(
      fc.property(arbitraryStrict(3), (plain) => {
        const split = plain.ballots.flatMap(([weight, ranks]) =>
          weight > 1
            ? ([
                [1, ranks],
                [weight - 1, ranks],
              ] as const)
            : ([[weight, ranks]] as const),
        );
        const shuffled = { ...plain, ballots: split.toReversed() };
        expect(stv(shuffled, variant)).toEqual(stv(plain, variant));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on who has which number, when ties are left open', () => {
    fc.assert(
      fc.property(arbitraryStrict(2, 4), (plain) => {
        const order = Array.from(
          { length: plain.candidates },
          (_, at) => plain.candidates - 1 - at,
        );
        const there = stv(renumbered(plain, order), variant, { tie: 'report' });
        const here = stv(plain, variant, { tie: 'report' });
        const moved = (here.outcomes ?? [here]).map(({ winnerIndexes }) => ({
          winnerIndexes: winnerIndexes.map((index) => order[index] as number),
        }));
        expect(outcomeSets(there)).toEqual(outcomeSets({ ...here, outcomes: moved }));
      }),
      { numRuns: 40 },
    );
  });

  it('creates no votes, and loses them only to exhaustion and rounding', () => {
    fc.assert(
      fc.property(arbitraryStrict(3), (plain) => {
        const cast = plain.ballots.reduce((total, [weight]) => total + weight, 0);
        const loose = Rational.of(plain.ballots.length * 40 * 50, 10_000);
        for (const round of stv(plain, variant).rounds ?? []) {
          const seen = sum(round.votes).add(number(round.exhausted ?? '0'));
          const gap = Rational.of(cast).sub(seen);
          const rounded = variant.startsWith('gregory') ? Rational.of(1, 1_000_000) : loose;
          expect(gap.negate().compare(rounded)).toBeLessThanOrEqual(0);
          expect(gap.compare(rounded)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('without any ballot still fills the seats, by the tie rule alone', () => {
    const nobody = stv({ candidates: 4, seats: 2, ballots: [] }, variant);
    expect(nobody.winnerIndexes).toHaveLength(2);
    expect(nobody.ties.length).toBeGreaterThan(0);
  });

  it('is the same twice, byte for byte', () => {
    fc.assert(
      fc.property(arbitraryStrict(3), (plain) => {
        expect(JSON.stringify(stv(plain, variant))).toBe(JSON.stringify(stv(plain, variant)));
      }),
      { numRuns: 20 },
    );
  });
});

/** Sets of candidates that some voters all put before everybody else, and how many voters. */
function solidCoalitions(plain: PlainElection): { members: number[]; voters: number }[] {
  const sets = Array.from({ length: (1 << plain.candidates) - 1 }, (_, at) => at + 1);
  return sets.map((set) => {
    const members = Array.from({ length: plain.candidates }, (_, at) => at).filter(
      (at) => (set >> at) & 1,
    );
    const voters = plain.ballots.reduce((total, [weight, ranks]) => {
      const head = ranks.slice(0, members.length).flat();
      const solid = head.length === members.length && members.every((at) => head.includes(at));
      return solid ? total + weight : total;
    }, 0);
    return { members, voters };
  });
}

describe('proportionality for solid coalitions (Droop)', () => {
  it.each(['gregory-droop', 'scottish', 'wigm-prf', 'meek-prf', 'meek', 'warren'])(
    '%s gives k seats to k quotas of voters who put the same candidates first',
    (variant) => {
      fc.assert(
        fc.property(arbitraryStrict(3, 5), (plain) => {
          const { winnerIndexes } = stv(plain, variant);
          const cast = plain.ballots.reduce((total, [weight]) => total + weight, 0);
          const quota = Math.floor(cast / (plain.seats + 1)) + 1;
          for (const { members, voters } of solidCoalitions(plain)) {
            const due = Math.min(Math.floor(voters / quota), members.length);
            const got = members.filter((index) => winnerIndexes.includes(index)).length;
            expect(got).toBeGreaterThanOrEqual(due);
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe('Warren and quasi-exact Meek', () => {
  it.each(['warren', 'meek'])(
    '%s: no vote is made or lost, and every surplus is spent',
    (variant) => {
      fc.assert(
        fc.property(arbitraryStrict(4, 7), (plain) => {
          const cast = plain.ballots.reduce((total, [weight]) => total + weight, 0);
          // Figures are shown to 18 decimals, each rounded.
          const hair = Rational.of(plain.candidates + 2, 2n * 10n ** 18n);
          for (const round of stv(plain, variant, { batch: 'none' }).rounds ?? []) {
            const gap = Rational.of(cast).sub(sum(round.votes).add(number(round.exhausted)));
            expect((gap.isNegative() ? gap.negate() : gap).compare(hair)).toBeLessThanOrEqual(0);
          }
          for (const surplus of surplusesAtExclusions(plain, variant)) {
            expect(surplus.compare(Rational.of(1, 1_000_000_000n))).toBeLessThanOrEqual(0);
          }
        }),
        { numRuns: 150 },
      );
    },
  );

  it('a price is paid by every paper that has it, and by the others what they have', () => {
    const election = electionOf({
      candidates: 4,
      seats: 2,
      ballots: [
        [6, [[0], [1], [2]]],
        [3, [[1], [3]]],
      ],
    });
    const result = count(election, { method: 'stv', variant: 'warren', options: {} });
    // Six papers pay Ada's price, half of each; the rest of them and three more bring Bo the quota.
    expect(result.rounds?.[0]).toMatchObject({ elected: [0], quota: '3.000000000000000000' });
    expect(result.winnerIndexes).toEqual([0, 1]);
  });
});

/** What the elected hold beyond the quota whenever somebody is excluded. */
function surplusesAtExclusions(plain: PlainElection, variant: string): Rational[] {
  const elected = new Set<number>();
  return (stv(plain, variant, { batch: 'none' }).rounds ?? []).flatMap((round) => {
    const found =
      round.excluded?.length === 0 || round.action?.startsWith('the votes after')
        ? []
        : [...elected].map((index) => number(round.votes[index]).sub(number(round.quota)));
    for (const index of round.elected ?? []) elected.add(index);
    return found;
  });
}

describe('rules that must agree', () => {
  it('for one seat, STV with any quota above half is instant run-off', () => {
    fc.assert(
      fc.property(arbitraryStrict(1, 5), (plain) => {
        const irv = count(electionOf(plain), {
          method: 'irv',
          variant: 'irv-single-elimination',
          options: { tie: 'candidate-order' },
        });
        for (const variant of ['scottish', 'gregory-droop']) {
          const winner = stv(plain, variant, { tie: 'candidate-order' }).winnerIndexes;
          expect(winner).toEqual(irv.winnerIndexes);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('instant run-off is the same by RCTab rules when nobody ties', () => {
    fc.assert(
      fc.property(arbitraryStrict(1, 5), (plain) => {
        const both = ['irv-single-elimination', 'irv'].map((variant) =>
          count(electionOf(plain), { method: 'irv', variant, options: {} }),
        );
        fc.pre(both.every(({ ties }) => ties.length === 0));
        expect(both[1]?.winnerIndexes).toEqual(both[0]?.winnerIndexes);
      }),
      { numRuns: 200 },
    );
  });

  it('without equal ranks, the average of all orders is the ballot itself', () => {
    fc.assert(
      fc.property(arbitraryStrict(3), (plain) => {
        const options = { digits: 9, guard: 0, omega: '1e-6', batch: 'none' };
        const averaged = stv(plain, 'meek-equal-ranks-superposition', options);
        expect(averaged.rounds).toEqual(stv(plain, 'meek', options).rounds);
      }),
      { numRuns: 80 },
    );
  });

  it('a ballot with equal ranks counts as all its orders written out', () => {
    fc.assert(
      fc.property(arbitraryWeak(2, 4), (plain) => {
        const options = { digits: 20, guard: 10, omega: '1e-9', batch: 'none' };
        const written = { ...plain, ballots: plain.ballots.flatMap(writtenOut) };
        const averaged = stv(scaled(plain), 'meek-equal-ranks-superposition', options);
        const direct = stv(written, 'meek', options);
        fc.pre(averaged.ties.length === 0 && direct.ties.length === 0);
        expect(averaged.winnerIndexes).toEqual(direct.winnerIndexes);
        const pairs = (averaged.rounds ?? []).map((round, at) => [round, direct.rounds?.[at]]);
        for (const [left, right] of pairs) {
          left?.votes.forEach((votes, index) => {
            const gap = number(votes).sub(number(right?.votes[index]));
            expect((gap.isNegative() ? gap.negate() : gap).compare(Rational.of(1, 1_000_000))).toBe(
              -1,
            );
          });
        }
      }),
      { numRuns: 80 },
    );
  });

  it('reference and quasi-exact Meek elect the same when no vote is close', () => {
    fc.assert(
      fc.property(arbitraryStrict(3), (plain) => {
        const both = ['meek-prf', 'meek'].map((variant) => stv(plain, variant));
        fc.pre(both.every((result) => result.ties.length === 0 && !hasCloseRound(result)));
        expect(both[0]?.winnerIndexes.toSorted()).toEqual(both[1]?.winnerIndexes.toSorted());
      }),
      { numRuns: 200 },
    );
  });
});

/** Twenty-four papers for each, so that all orders of up to four equals are whole papers. */
function scaled(plain: PlainElection): PlainElection {
  return {
    ...plain,
    ballots: plain.ballots.map(([weight, ranks]) => [weight * 24 * 24, ranks] as const),
  };
}

function writtenOut([weight, ranks]: PlainElection['ballots'][number]): [number, number[][]][] {
  const orders = ranks.reduce<number[][]>(
    (heads, rank) => heads.flatMap((head) => permutations(rank).map((tail) => [...head, ...tail])),
    [[]],
  );
  return orders.map((order) => [
    (weight * 24 * 24) / orders.length,
    order.map((candidate) => [candidate]),
  ]);
}

function permutations(list: readonly number[]): number[][] {
  if (list.length <= 1) return [[...list]];
  return list.flatMap((first, at) =>
    permutations(list.filter((_, place) => place !== at)).map((rest) => [first, ...rest]),
  );
}

/** Whether two candidates, or a candidate and the quota, are within a hair somewhere. */
function hasCloseRound(result: TallyResult): boolean {
  return (result.rounds ?? []).some(({ votes, quota }) => {
    const values = [...votes, quota ?? '0'].map(number).filter((value) => !value.isZero());
    return values.some((left, at) =>
      values.slice(at + 1).some((right) => {
        const gap = left.sub(right);
        const size = gap.isNegative() ? gap.negate() : gap;
        return size.compare(Rational.of(1, 1000)) < 0;
      }),
    );
  });
}
