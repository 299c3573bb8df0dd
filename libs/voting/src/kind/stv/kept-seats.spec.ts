import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../voting.kinds.js';
import { countBack } from '../../count/count-back.js';
import { countVote } from '../../count/count-vote.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { ballotsFor, grouped, held } from '../../testing/option-votes.js';
import { ruleLike } from '../../testing/rules.js';
import { ballotKindOf } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';
import { keptSeats } from './kept-seats.js';

const options = ['Ann', 'Ben', 'Cyn', 'Dov', 'Eva'];
const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const rule = (changes: object = {}) =>
  ({
    ...plain,
    ballotKind: 'stv',
    options,
    method: 'scottish',
    winners: 3,
    maximum: null,
    tieRule: 'lot',
    ...changes,
  }) as VoteRule;
const size = { electorateWeight: 500n, activeMembersWeight: 500n };
const orders = fc.array(
  fc.tuple(
    fc.bigInt({ min: 1n, max: 30n }),
    fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 1 }),
  ),
  { minLength: 1, maxLength: 9 },
);
type Orders = readonly (readonly [bigint, readonly number[]])[];
const groupsOf = (ballots: Orders) =>
  grouped(
    ballots.map(([weight, numbers]) => ({
      mark: { ranks: numbers.map((option, at) => ({ option, rank: at + 1 })) },
      weight,
    })),
  );
const wonBy = (of: { count: object }) => (of.count as OptionCount).winners;

describe('seats kept for a class', () => {
  const workers = [null, 'worker', null, 'worker', null];
  const kept = { reserved: [{ group: 'worker', atLeast: 2 }], groups: workers };

  it.each(['scottish', 'meek', 'warren'])(
    'are filled by %s, if enough of it are ranked',
    (method) => {
      fc.assert(
        fc.property(orders, (ballots) => {
          const winners = wonBy(
            countVote(rule({ method, ...kept }), groupsOf(ballots), size, 'seed'),
          );
          const ranked = new Set(ballots.flatMap(([, numbers]) => numbers));
          const stand = [2, 4].filter((number) => ranked.has(number)).length;
          expect(winners.filter((number) => number % 2 === 0)).toHaveLength(stand);
          // What is kept for who does not stand goes to nobody else.
          expect(winners.length).toBe(stand + Math.min(1, ranked.size - stand));
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each([
    [{ reserved: [{ group: 'worker', atLeast: 4 }], groups: workers }, 'No more seats'],
    [{ reserved: kept.reserved }, 'who is of them'],
    [{ groups: workers }, 'who is of them'],
    [{ ...kept, groups: ['worker'] }, 'of a group, or of none'],
    [{ ...kept, groups: ['user', null, null, null, null] }, 'no such group'],
    [{ ...kept, options: undefined }, 'with the options'],
  ])('are meant as they can be kept: %j', (changes, why) => {
    const asked = rule(changes);
    expect(ballotKindOf(asked).contradiction(asked)).toContain(why);
  });

  it('are none in a vote for fewer seats than are kept', () => {
    const asked = { winners: 3, reserved: kept.reserved, groups: workers };
    expect(keptSeats(asked, [0, 1, 2, 3, 4], 1)).toEqual({ seats: 1 });
    expect(keptSeats(asked, [0, 2, 4], 3)).toEqual({ seats: 1 });
  });
});

describe('a count-back', () => {
  it.each(['scottish', 'meek', 'warren'])('by %s keeps who sits, and fills the seat', (method) => {
    fc.assert(
      fc.property(orders, fc.nat(2), (ballots, nth) => {
        const groups = groupsOf(ballots);
        const winners = wonBy(countVote(rule({ method }), groups, size, 'seed'));
        const vacated = winners[nth % winners.length] ?? 0;
        const sitting = winners.filter((number) => number !== vacated);
        const back = countBack(rule({ method }), groups, size, 'seed', {
          gone: [vacated],
          sitting,
        });
        const now = wonBy(back);
        expect(now).not.toContain(vacated);
        expect(sitting.every((number) => now.includes(number) || back.outcome !== 'passed')).toBe(
          true,
        );
        expect(now.length).toBeLessThanOrEqual(sitting.length + 1);
      }),
      { numRuns: 40 },
    );
  });

  it('comes to what it came to where nothing changed', () => {
    fc.assert(
      fc.property(orders, (ballots) => {
        const groups = groupsOf(ballots);
        const winners = wonBy(countVote(rule(), groups, size, 'seed'));
        const sitting = winners.slice(1);
        const back = countBack(rule(), groups, size, 'seed', { gone: [], sitting });
        // Who gave the seat up, were they there still, takes it again.
        expect(new Set(wonBy(back))).toEqual(new Set(winners));
      }),
      { numRuns: 40 },
    );
  });

  it('is of ballots in whichever order', () => {
    const asked = held('stv', { method: 'meek', winners: 2, maximum: null });
    fc.assert(
      fc.property(ballotsFor(asked), (ballots) => {
        const back = (some: typeof ballots) =>
          countBack(asked, grouped(some), size, null, { gone: [1], sitting: [2] });
        expect(back(ballots.toReversed())).toEqual(back(ballots));
      }),
      { numRuns: 30 },
    );
  });
});
