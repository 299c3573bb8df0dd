import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../../testing/rules.js';
import type { StanceRule } from '../../testing/rules.js';
import { decideOutcome } from './outcome.js';
import type { Stance, StanceWeights } from './stances.js';
import { noBallots } from './stances.js';

const plain = ruleLike();

const counts = (agree: number, disagree = 0, abstain = 0, block = 0): StanceWeights => ({
  agree: BigInt(agree),
  disagree: BigInt(disagree),
  abstain: BigInt(abstain),
  block: BigInt(block),
});
const size = (electorate: number, active = electorate) => ({
  electorateWeight: BigInt(electorate),
  activeMembersWeight: BigInt(active),
});
const threshold = (
  share: string,
  strict: boolean,
  of: 'electorate' | 'cast' | 'cast-minus-abstentions' | 'active-members',
): StanceRule => ({ ...plain, decision: { kind: 'threshold', agree: { share, strict, of } } });
const outcome = (rule: StanceRule, given: StanceWeights, sizes = size(100)) =>
  decideOutcome(rule, given, sizes).outcome;

function tally(list: readonly Stance[]): StanceWeights {
  const sums = { ...noBallots };
  for (const one of list) sums[one] += 1n;
  return sums;
}

describe('a threshold', () => {
  it('with strictness asks for more than the share; without, the share is enough', () => {
    expect(outcome(threshold('2/3', false, 'cast'), counts(66, 33))).toBe('passed');
    expect(outcome(threshold('2/3', true, 'cast'), counts(66, 33))).toBe('rejected');
    expect(outcome(threshold('2/3', true, 'cast'), counts(67, 33))).toBe('passed');
    expect(outcome(threshold('2/3', false, 'cast'), counts(65, 34))).toBe('rejected');
  });

  it('is exact where floating point is not', () => {
    const weights = { ...noBallots, agree: 10n ** 15n, disagree: 2n * 10n ** 15n };
    const third = threshold('1/3', false, 'cast');
    const all = { electorateWeight: 10n ** 16n / 2n, activeMembersWeight: 10n ** 16n / 2n };
    expect(outcome(third, weights, all)).toBe('passed');
    const less = { ...weights, agree: weights.agree - 1n };
    expect(outcome(third, less, all)).toBe('rejected');
  });

  it('counts abstentions only where its denominator says so', () => {
    const given = counts(4, 3, 3);
    expect(outcome(threshold('1/2', true, 'cast-minus-abstentions'), given)).toBe('passed');
    expect(outcome(threshold('1/2', true, 'cast'), given)).toBe('rejected');
  });

  it('of the electorate or of the active members counts the silent too', () => {
    expect(outcome(threshold('1/2', true, 'electorate'), counts(50), size(100))).toBe('rejected');
    expect(outcome(threshold('1/2', true, 'electorate'), counts(51), size(100))).toBe('passed');
    expect(outcome(threshold('1/2', true, 'active-members'), counts(51), size(60, 102))).toBe(
      'rejected',
    );
    expect(outcome(threshold('1/2', true, 'active-members'), counts(52), size(60, 102))).toBe(
      'passed',
    );
  });

  it('is never reached by nobody', () => {
    expect(outcome(threshold('0/1', false, 'cast'), noBallots)).toBe('rejected');
    expect(outcome(threshold('1/2', false, 'cast-minus-abstentions'), counts(0, 0, 9))).toBe(
      'rejected',
    );
  });
});

describe('a quorum', () => {
  const rule: StanceRule = {
    ...plain,
    quorum: { share: '1/10', of: 'electorate', counts: 'ballots' },
  };

  it('is reached by the share itself, rounded up to whole votes', () => {
    expect(outcome(rule, counts(10), size(100))).toBe('passed');
    expect(outcome(rule, counts(9), size(100))).toBe('no-quorum');
    expect(outcome(rule, counts(10), size(101))).toBe('no-quorum');
    expect(outcome(rule, counts(11), size(101))).toBe('passed');
  });

  it('counts who takes part, not who could', () => {
    expect(outcome(rule, noBallots, size(100))).toBe('no-quorum');
  });

  it('counts abstentions or not, as it says', () => {
    const strict: StanceRule = {
      ...rule,
      quorum: { share: '1/10', of: 'electorate', counts: 'ballots-minus-abstentions' },
    };
    expect(outcome(rule, counts(5, 0, 5))).toBe('passed');
    expect(outcome(strict, counts(5, 0, 5))).toBe('no-quorum');
  });
});

describe('a block', () => {
  it('stands unless agreement reaches the lifting share', () => {
    expect(outcome(plain, counts(89, 0, 0, 10))).toBe('rejected');
    expect(outcome(plain, counts(90, 0, 0, 10))).toBe('passed');
    expect(decideOutcome(plain, counts(89, 0, 0, 10), size(100)).reason).toBe('block-stands');
  });

  it('stands against everybody where nothing lifts it', () => {
    const hard: StanceRule = { ...plain, blocks: { liftedAtShare: null } };
    expect(outcome(hard, counts(99, 0, 0, 1))).toBe('rejected');
  });
});

describe('a tie', () => {
  it('is equal sides, not agreement that is exactly what it has to exceed', () => {
    expect(outcome(threshold('1/2', true, 'electorate'), counts(50, 50))).toBe('tied');
    expect(outcome(threshold('1/2', true, 'electorate'), counts(50, 49))).toBe('rejected');
    expect(outcome(threshold('1/2', true, 'cast'), counts(5, 3, 2))).toBe('rejected');
    expect(outcome(threshold('1/2', true, 'cast'), counts(5, 3, 0, 2))).toBe('rejected');
    // Who blocks is on the other side, also where the block is lifted.
    const liftable = { ...threshold('1/2', true, 'cast'), blocks: { liftedAtShare: '1/2' } };
    expect(outcome(liftable, counts(5, 3, 0, 2))).toBe('tied');
    expect(outcome(liftable, counts(5, 2, 1, 2))).toBe('rejected');
    const asBefore = decideOutcome(threshold('2/3', true, 'cast'), counts(66, 33), size(100), 1);
    expect(asBefore).toMatchObject({ outcome: 'tied', reason: 'exactly-at-threshold' });
  });

  it('is told apart from a rejection', () => {
    expect(outcome(plain, counts(5, 5))).toBe('tied');
    expect(outcome(plain, counts(5, 6))).toBe('rejected');
    expect(outcome(threshold('2/3', true, 'cast'), counts(5, 5))).toBe('rejected');
    expect(outcome(threshold('1/2', false, 'cast'), counts(5, 5))).toBe('passed');
  });
});

describe('lazy consensus', () => {
  const lazy: StanceRule = {
    ...plain,
    stances: ['agree', 'abstain', 'disagree'],
    blocks: null,
    decision: { kind: 'lazy', objectionsToReject: 2 },
  };

  it('passes in silence and falls at the number of objections', () => {
    expect(outcome(lazy, noBallots)).toBe('passed');
    expect(outcome(lazy, counts(0, 1))).toBe('passed');
    expect(outcome(lazy, counts(50, 2))).toBe('rejected');
  });
});

describe('counting', () => {
  it('does not depend on the order of the ballots, and more agreement never hurts', () => {
    const stance = fc.constantFrom<Stance>('agree', 'abstain', 'disagree', 'block');
    fc.assert(
      fc.property(fc.array(stance, { maxLength: 30 }), (ballots) => {
        const straight = decideOutcome(plain, tally(ballots), size(40));
        expect(decideOutcome(plain, tally(ballots.toReversed()), size(40))).toEqual(straight);
        const more = decideOutcome(plain, tally([...ballots, 'agree']), size(40));
        expect(straight.outcome === 'passed' && more.outcome !== 'passed').toBe(false);
      }),
    );
  });
});
