import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count } from '../methods/registry.js';
import { rankedElection } from '../model/make-election.js';
import type { ElectionFrame } from '../model/make-election.js';
import type { TallyResult } from '../model/result.js';

const variants = ['scottish', 'meek-prf', 'warren', 'gregory-droop'] as const;
type Ballot = readonly [number, readonly number[]];

const inOrder = ({ winnerIndexes }: TallyResult): number[] =>
  winnerIndexes.toSorted((one, other) => one - other);

const names = (many: number): string[] => Array.from({ length: many }, (_, at) => `C${at}`);

function stv(
  variant: string,
  frame: Omit<ElectionFrame, 'candidates'> & { readonly many: number },
  ballots: readonly Ballot[],
): TallyResult {
  const election = rankedElection({ ...frame, candidates: names(frame.many) }, ballots);
  return count(election, { method: 'stv', variant, options: { tie: 'candidate-order' } });
}

/** Six candidates, the first `ofGroup` of whom are of a group; two are elected at least of it. */
const elections = fc
  .record({
    seats: fc.integer({ min: 1, max: 4 }),
    ofGroup: fc.integer({ min: 1, max: 5 }),
    kept: fc.integer({ min: 1, max: 4 }),
    ballots: fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 30 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
      ),
      { minLength: 1, maxLength: 10 },
    ),
  })
  .map(({ seats, ofGroup, kept, ballots }) => ({
    seats,
    ballots,
    group: Array.from({ length: ofGroup }, (_, at) => at),
    atLeast: Math.min(kept, seats, ofGroup),
  }));

describe.each(variants)('seats that are kept for a group, by %s', (variant) => {
  it('are filled by it wherever enough of it stand, and all seats are', () => {
    fc.assert(
      fc.property(elections, ({ seats, ballots, group, atLeast }) => {
        const reserved = [{ candidates: group, atLeast }];
        const { winnerIndexes } = stv(variant, { many: 6, seats, reserved }, ballots);
        expect(new Set(winnerIndexes).size).toBe(seats);
        const ofGroup = winnerIndexes.filter((index) => group.includes(index));
        expect(ofGroup.length).toBeGreaterThanOrEqual(atLeast);
      }),
      { numRuns: 150 },
    );
  });

  it('change nothing where the group wins as many by itself', () => {
    fc.assert(
      fc.property(elections, ({ seats, ballots, group, atLeast }) => {
        const plain = stv(variant, { many: 6, seats }, ballots);
        const won = plain.winnerIndexes.filter((index) => group.includes(index)).length;
        // Where it would with one to spare, no step of the count is another.
        if (won <= atLeast || group.length === 6) return;
        const reserved = [{ candidates: group, atLeast }];
        const kept = stv(variant, { many: 6, seats, reserved }, ballots);
        expect(inOrder(kept)).toEqual(inOrder(plain));
      }),
      { numRuns: 100 },
    );
  });

  it('and by who holds one already: they stay, and one more is elected for who is gone', () => {
    fc.assert(
      fc.property(elections, fc.nat(3), ({ seats, ballots }, nth) => {
        const first = stv(variant, { many: 6, seats }, ballots);
        const gone = first.winnerIndexes[nth % seats] ?? 0;
        const sitting = first.winnerIndexes.filter((index) => index !== gone);
        const again = stv(variant, { many: 6, seats, sitting, withdrawn: [gone] }, ballots);
        expect(again.winnerIndexes).toHaveLength(seats);
        expect(sitting.every((index) => again.winnerIndexes.includes(index))).toBe(true);
        expect(again.winnerIndexes).not.toContain(gone);
        // Counted again with nobody gone, those are elected who were.
        const same = stv(variant, { many: 6, seats, sitting: first.winnerIndexes }, ballots);
        expect(inOrder(same)).toEqual(inOrder(first));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a count with kept seats', () => {
  // C0 and C1 have two quotas together; one seat is for a user, C2 or C3.
  const ballots: readonly Ballot[] = [
    [40, [0, 1]],
    [35, [1, 0]],
    [15, [2, 3]],
    [10, [3, 2]],
  ];
  const reserved = [{ candidates: [2, 3], atLeast: 1 }];

  it.each(variants)('passes over whom it leaves no seat, by %s', (variant) => {
    expect(inOrder(stv(variant, { many: 4, seats: 2 }, ballots))).toEqual([0, 1]);
    const kept = stv(variant, { many: 4, seats: 2, reserved }, ballots);
    expect(inOrder(kept)).toEqual([0, 2]);
    expect(kept.account.join('\n')).toMatch(/C1.* cannot be elected any more/);
  });

  it.each([
    [{ reserved: [{ candidates: [2, 3], atLeast: 3 }] }],
    [{ reserved: [...reserved, { candidates: [3], atLeast: 1 }] }],
    [{ sitting: [0], withdrawn: [0] }],
  ])('is refused where they cannot be kept: %j', (frame) => {
    expect(() => stv('scottish', { many: 4, seats: 2, ...frame }, ballots)).toThrow(
      'seats are kept for more than there are, or twice',
    );
  });

  it('is by STV alone', () => {
    const election = rankedElection({ candidates: names(4), reserved }, ballots);
    const borda = { method: 'borda', variant: 'n-1..0', options: {} };
    expect(() => count(election, borda)).toThrow('keeps seats for nobody');
  });
});
