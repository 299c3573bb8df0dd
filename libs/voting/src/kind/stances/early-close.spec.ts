import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../../testing/rules.js';
import type { StanceRule } from '../../testing/rules.js';
import { mayCloseEarly } from './early-close.js';
import { decideOutcome } from './outcome.js';
import type { Stance, StanceWeights } from './stances.js';
import { denominatorNames, noBallots, stanceNames } from './stances.js';

/** What a vote looks like half way: who has voted, and what each who is silent weighs. */
interface HalfWay {
  readonly cast: readonly { readonly stance: Stance; readonly weight: bigint }[];
  readonly silent: readonly bigint[];
}

const counts = (changes: Partial<StanceWeights>): StanceWeights => ({ ...noBallots, ...changes });
const size = (electorateWeight: bigint, activeMembersWeight = electorateWeight) => ({
  electorateWeight,
  activeMembersWeight,
});

function weigh({ cast }: HalfWay): StanceWeights {
  const weights = { ...noBallots };
  for (const { stance, weight } of cast) weights[stance] += weight;
  return weights;
}

/** Every way in which the silent could still vote, one by one, or stay silent. */
function futures(offered: readonly Stance[], now: StanceWeights, silent: readonly bigint[]) {
  let all = [now];
  for (const weight of silent) {
    all = all.flatMap((one) => [
      one,
      ...offered.map((stance) => ({ ...one, [stance]: one[stance] + weight })),
    ]);
  }
  return all;
}

const shares = fc.constantFrom('0/1', '1/3', '1/2', '2/3', '3/4', '1/1');
const offers = fc
  .subarray(['abstain', 'disagree', 'block'] as const)
  .filter((some) => some.includes('disagree') || some.includes('block'))
  .map((some): Stance[] => ['agree', ...some]);
const rules = fc
  .record({
    stances: offers,
    share: shares,
    strict: fc.boolean(),
    of: fc.constantFrom(...denominatorNames),
    quorumShare: fc.option(shares),
    quorumOf: fc.constantFrom('electorate' as const, 'active-members' as const),
    quorumCounts: fc.constantFrom('ballots' as const, 'ballots-minus-abstentions' as const),
    liftedAtShare: fc.option(shares),
    objectionsToReject: fc.option(fc.integer({ min: 1, max: 6 })),
  })
  .map((one): StanceRule => {
    const { objectionsToReject } = one;
    const isLazy = objectionsToReject !== null;
    const ofAll = one.of === 'electorate' || one.of === 'active-members';
    const of = !isLazy && ofAll ? (one.of as 'electorate') : one.quorumOf;
    const { share, strict, quorumShare } = one;
    return ruleLike({
      stances: one.stances,
      decision: isLazy
        ? { kind: 'lazy', objectionsToReject }
        : { kind: 'threshold', agree: { share, strict, of: one.of } },
      quorum: quorumShare === null ? null : { share: quorumShare, of, counts: one.quorumCounts },
      blocks: one.stances.includes('block')
        ? { liftedAtShare: isLazy ? null : one.liftedAtShare }
        : null,
      earlyClose: { when: 'outcome-certain' },
    });
  });
const weights = fc.bigInt({ min: 1n, max: 5n });

function halfWays({ stances }: StanceRule) {
  const ballot = fc.record({ stance: fc.constantFrom(...stances), weight: weights });
  return fc.record({
    cast: fc.array(ballot, { maxLength: 6 }),
    silent: fc.array(weights, { maxLength: 4 }),
  });
}

describe('a certain outcome', () => {
  it('is one that no voter who is silent could alter, whatever each of them weighs', () => {
    const votes = rules.chain((rule) => fc.tuple(fc.constant(rule), halfWays(rule), fc.nat(3)));
    const seen = { certain: 0, open: 0 };
    fc.assert(
      fc.property(votes, ([rule, halfWay, others]) => {
        const now = weigh(halfWay);
        const all = [...halfWay.cast.map(({ weight }) => weight), ...halfWay.silent];
        const electorate = all.reduce((sum, weight) => sum + weight, 0n);
        fc.pre(electorate > 0n);
        const sizes = size(electorate, electorate + BigInt(others));
        const { outcome } = decideOutcome(rule, now, sizes);
        const isCertain = futures(rule.stances, now, halfWay.silent).every(
          (future) => decideOutcome(rule, future, sizes).outcome === outcome,
        );
        seen[isCertain ? 'certain' : 'open'] += 1;
        expect(mayCloseEarly(rule, now, sizes)).toBe(isCertain);
      }),
    );
    // Both ends were tried, so that neither `always` nor `never` would do.
    expect(seen.certain).toBeGreaterThan(5);
    expect(seen.open).toBeGreaterThan(5);
  });

  const certain = (changes: Partial<StanceRule> = {}) =>
    ruleLike({ earlyClose: { when: 'outcome-certain' }, blocks: null, ...changes });
  const sides: readonly Stance[] = ['agree', 'disagree'];

  it('of a majority is reached with the vote that settles it, not one before', () => {
    const ofAll = { kind: 'threshold', agree: { share: '1/2', strict: true } } as const;
    const rule = certain({
      stances: [...sides],
      decision: { ...ofAll, agree: { ...ofAll.agree, of: 'electorate' } },
    });
    expect(mayCloseEarly(rule, counts({ agree: 5n }), size(10n))).toBe(false);
    expect(mayCloseEarly(rule, counts({ agree: 6n }), size(10n))).toBe(true);
    expect(mayCloseEarly(rule, counts({ disagree: 5n }), size(10n))).toBe(false);
    expect(mayCloseEarly(rule, counts({ disagree: 6n }), size(10n))).toBe(true);
    // Half and half of everybody is a tie, and certain.
    expect(mayCloseEarly(rule, counts({ agree: 5n, disagree: 5n }), size(10n))).toBe(true);
  });

  it('is never of a vote that one more could block, where anybody may', () => {
    const rule = certain({ stances: [...stanceNames], blocks: { liftedAtShare: null } });
    expect(mayCloseEarly(rule, counts({ agree: 9n }), size(10n))).toBe(false);
    expect(mayCloseEarly(rule, counts({ agree: 10n }), size(10n))).toBe(true);
    expect(mayCloseEarly(rule, counts({ agree: 8n, block: 1n }), size(10n))).toBe(true);
  });

  it('waits for a quorum that could still be made, and not for one that could not', () => {
    const quorum = { share: '1/2', of: 'active-members', counts: 'ballots' } as const;
    const rule = certain({ stances: [...sides], quorum });
    expect(mayCloseEarly(rule, counts({ agree: 1n }), size(10n, 20n))).toBe(false);
    expect(mayCloseEarly(rule, counts({ agree: 1n }), size(10n, 21n))).toBe(true);
  });

  it('of lazy consensus is the last objection that it takes, or too few left to object', () => {
    const decision = { kind: 'lazy', objectionsToReject: 3 } as const;
    const rule = certain({ stances: [...sides], decision });
    expect(mayCloseEarly(rule, counts({ disagree: 2n }), size(10n))).toBe(false);
    expect(mayCloseEarly(rule, counts({ disagree: 3n }), size(10n))).toBe(true);
    expect(mayCloseEarly(rule, counts({ agree: 7n }), size(10n))).toBe(false);
    expect(mayCloseEarly(rule, counts({ agree: 8n }), size(10n))).toBe(true);
  });
});

describe('a super-quorum', () => {
  const rule = (agreeShare: string, changes: Partial<StanceRule> = {}) =>
    ruleLike({ earlyClose: { when: 'super-quorum', agreeShare }, ...changes });

  it('is the share itself of the whole electorate, exactly', () => {
    const billions = 10n ** 12n;
    const all = size(3n * billions);
    expect(mayCloseEarly(rule('2/3'), counts({ agree: 2n * billions }), all)).toBe(true);
    expect(mayCloseEarly(rule('2/3'), counts({ agree: 2n * billions - 1n }), all)).toBe(false);
    expect(mayCloseEarly(rule('2/3'), counts({ agree: 2n * billions + 1n }), all)).toBe(true);
  });

  it('is of who agrees alone: others who vote make none', () => {
    const given = counts({ agree: 5n, abstain: 2n, disagree: 2n });
    expect(mayCloseEarly(rule('2/3'), given, size(9n))).toBe(false);
  });

  it('is none with a single block, even one that is lifted', () => {
    expect(mayCloseEarly(rule('2/3'), counts({ agree: 99n }), size(100n))).toBe(true);
    expect(mayCloseEarly(rule('2/3'), counts({ agree: 99n, block: 1n }), size(100n))).toBe(false);
  });

  it('is of the electorate, not of the active members', () => {
    expect(mayCloseEarly(rule('1/2'), counts({ agree: 5n }), size(10n, 100n))).toBe(true);
  });

  it('ends nothing that has not passed: who agrees last would make it fail', () => {
    const twoThirds = { kind: 'threshold', agree: { share: '2/3', strict: false } } as const;
    const higher = rule('1/2', {
      decision: { ...twoThirds, agree: { ...twoThirds.agree, of: 'electorate' } },
    });
    expect(mayCloseEarly(higher, counts({ agree: 5n }), size(9n))).toBe(false);
    expect(mayCloseEarly(higher, counts({ agree: 6n }), size(9n))).toBe(true);
    const quorum = { share: '1/2', of: 'active-members', counts: 'ballots' } as const;
    expect(mayCloseEarly(rule('1/2', { quorum }), counts({ agree: 9n }), size(10n, 20n))).toBe(
      false,
    );
    const tie = counts({ agree: 5n, disagree: 5n });
    expect(mayCloseEarly(rule('1/2'), tie, size(10n))).toBe(false);
  });
});

describe('a rule without early closing', () => {
  it('never closes early, not even with every ballot in', () => {
    const rule = ruleLike({ earlyClose: null });
    expect(mayCloseEarly(rule, counts({ agree: 10n }), size(10n))).toBe(false);
  });
});
