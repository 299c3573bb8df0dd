import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleLike } from '../../testing/rules.js';
import type { StanceRule } from '../../testing/rules.js';
import { decideOutcome } from './outcome.js';
import type { StanceWeights } from './stances.js';
import { denominatorNames, noBallots } from './stances.js';

const counts = (changes: Partial<StanceWeights>): StanceWeights => ({ ...noBallots, ...changes });
const sizes = { electorateWeight: 100n, activeMembersWeight: 200n };
const figures = (rule: StanceRule, given: Partial<StanceWeights>) =>
  decideOutcome(rule, counts(given), sizes).figures;
const of = (name: (typeof denominatorNames)[number]) =>
  ruleLike({ decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: name } } });
const mixed = { agree: 8n, abstain: 4n, disagree: 2n, block: 1n };

describe('the figures behind an outcome', () => {
  it('are what was cast, and what agreement is a share of', () => {
    expect(figures(of('cast'), mixed)).toMatchObject({ castWeight: 15n, agreeBaseWeight: 15n });
    expect(figures(of('cast-minus-abstentions'), mixed).agreeBaseWeight).toBe(11n);
    expect(figures(of('electorate'), mixed).agreeBaseWeight).toBe(100n);
    expect(figures(of('active-members'), mixed).agreeBaseWeight).toBe(200n);
  });

  it('tell how far the quorum is, counted as the rule counts it', () => {
    const quorum = { share: '3/20', of: 'electorate', counts: 'ballots' } as const;
    expect(figures(ruleLike({ quorum }), mixed)).toMatchObject({
      quorumWeight: 15n,
      quorumNeededWeight: 15n,
      quorumReached: true,
    });
    const sides = { ...quorum, counts: 'ballots-minus-abstentions' } as const;
    expect(figures(ruleLike({ quorum: sides }), mixed)).toMatchObject({
      quorumWeight: 11n,
      quorumReached: false,
    });
    const active = { ...quorum, of: 'active-members' } as const;
    expect(figures(ruleLike({ quorum: active }), mixed)).toMatchObject({
      quorumNeededWeight: 30n,
      quorumReached: false,
    });
  });

  it('tell of agreement and blocks apart from the quorum, for those who watch', () => {
    const quorum = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
    const rule = ruleLike({ quorum });
    const told = (given: Partial<StanceWeights>) => {
      const { outcome, figures: shown } = decideOutcome(rule, counts(given), sizes);
      return [outcome, shown.agreementReached, shown.blockStands];
    };
    expect(told({ agree: 3n, disagree: 1n })).toEqual(['no-quorum', true, false]);
    expect(told({ agree: 3n, block: 1n })).toEqual(['no-quorum', false, true]);
    expect(told({ agree: 1n, disagree: 3n })).toEqual(['no-quorum', false, false]);
    expect(told({ agree: 9n, block: 1n })).toEqual(['no-quorum', true, false]);
  });
});

describe('where silence is consent', () => {
  const lazy = (objectionsToReject: number, changes: Partial<StanceRule> = {}) =>
    ruleLike({
      decision: { kind: 'lazy', objectionsToReject },
      blocks: { liftedAtShare: null },
      ...changes,
    });
  const told = (rule: StanceRule, given: Partial<StanceWeights>) => {
    const { outcome, reason } = decideOutcome(rule, counts(given), sizes);
    return [outcome, reason];
  };

  it('a block stops, however many objections it takes; it was one of them before', () => {
    expect(told(lazy(3), { block: 1n })).toEqual(['rejected', 'block-stands']);
    const asBefore = (block: bigint) => decideOutcome(lazy(3), counts({ block }), sizes, 1);
    expect(asBefore(2n)).toMatchObject({ outcome: 'passed', reason: 'no-sufficient-objection' });
    expect(asBefore(3n)).toMatchObject({ outcome: 'rejected', reason: 'objections' });
  });

  it('objections weigh together', () => {
    expect(told(lazy(3), { disagree: 2n })).toEqual(['passed', 'no-sufficient-objection']);
    expect(told(lazy(3), { disagree: 4n })).toEqual(['rejected', 'objections']);
    expect(told(lazy(3), { agree: 90n, abstain: 5n, disagree: 3n })).toEqual([
      'rejected',
      'objections',
    ]);
  });

  it('a quorum comes first, whatever was objected', () => {
    const quorum = { share: '1/10', of: 'electorate', counts: 'ballots' } as const;
    const rule = lazy(1, { quorum });
    expect(told(rule, { disagree: 9n })).toEqual(['no-quorum', 'quorum-not-reached']);
    expect(told(rule, { disagree: 10n })).toEqual(['rejected', 'objections']);
    expect(told(rule, { agree: 10n })).toEqual(['passed', 'no-sufficient-objection']);
  });

  it('no agreement is counted; a block is shown as one', () => {
    expect(figures(lazy(9), { agree: 5n })).toMatchObject({
      agreementReached: false,
      blockStands: false,
      agreeBaseWeight: 5n,
    });
    expect(figures(lazy(9), { block: 1n }).blockStands).toBe(true);
  });
});

type Fraction = readonly [bigint, bigint];
const fractions = fc.constantFrom<Fraction>([0n, 1n], [1n, 3n], [1n, 2n], [2n, 3n], [1n, 1n]);
const written = ([part, whole]: Fraction): string => `${part}/${whole}`;

describe('every outcome of a threshold', () => {
  const weights = fc.record({
    agree: fc.bigInt({ min: 0n, max: 12n }),
    abstain: fc.bigInt({ min: 0n, max: 6n }),
    disagree: fc.bigInt({ min: 0n, max: 12n }),
    block: fc.bigInt({ min: 0n, max: 2n }),
  });

  it('is what whole numbers say, multiplied crosswise', () => {
    fc.assert(
      fc.property(
        weights,
        fractions,
        fc.boolean(),
        fc.option(fractions),
        fc.option(fractions),
        fc.bigInt({ min: 0n, max: 9n }),
        (given, share, strict, quorum, lifted, silent) => {
          const cast = given.agree + given.abstain + given.disagree + given.block;
          const size = { electorateWeight: cast + silent, activeMembersWeight: cast + silent };
          const sides = cast - given.abstain;
          const reaches = (weight: bigint, [part, whole]: Fraction, all: bigint) =>
            weight * whole - part * all;
          const rule = ruleLike({
            decision: {
              kind: 'threshold',
              agree: { share: written(share), strict, of: 'cast-minus-abstentions' },
            },
            quorum:
              quorum === null
                ? null
                : { share: written(quorum), of: 'electorate', counts: 'ballots' },
            blocks: { liftedAtShare: lifted === null ? null : written(lifted) },
          });
          const expected = (): string => {
            if (quorum !== null && reaches(cast, quorum, cast + silent) < 0n) return 'no-quorum';
            const isLifted = lifted !== null && reaches(given.agree, lifted, sides) >= 0n;
            if (given.block > 0n && !isLifted) return 'rejected';
            const side = reaches(given.agree, share, sides);
            if (sides === 0n || side < 0n) return 'rejected';
            if (side > 0n) return 'passed';
            if (!strict) return 'passed';
            return given.agree * 2n === sides ? 'tied' : 'rejected';
          };
          const { outcome, figures: shown } = decideOutcome(rule, given, size);
          expect(outcome).toBe(expected());
          expect(outcome === 'no-quorum').toBe(!shown.quorumReached);
        },
      ),
    );
  });
});
