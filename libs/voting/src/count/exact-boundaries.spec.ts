import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../voting.kinds.js';
import type { Outcome } from '../kind/ballot-kind.js';
import { denominatorNames } from '../kind/stances/stances.js';
import type { Denominator } from '../kind/stances/stances.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { everyRule, saidIn } from '../testing/every-kind.js';
import { held } from '../testing/option-votes.js';
import { countVote } from './count-vote.js';

/** The model: a share is two whole numbers, and nothing is ever divided. */
interface Share {
  readonly parts: bigint;
  readonly of: bigint;
}

const written = ({ parts, of }: Share): string => `${parts}/${of}`;
const exceeds = (weight: bigint, base: bigint, { parts, of }: Share): boolean =>
  weight * of > parts * base;
const makes = (weight: bigint, base: bigint, { parts, of }: Share): boolean =>
  weight * of >= parts * base;
/** The smallest weight that is the share of a base. */
const least = (base: bigint, { parts, of }: Share): bigint => (parts * base + of - 1n) / of;

const shares = fc.oneof(
  fc.constantFrom(
    { parts: 1n, of: 2n },
    { parts: 2n, of: 3n },
    { parts: 1n, of: 1n },
    { parts: 9n, of: 10n },
    { parts: 1n, of: 999_999n },
  ),
  fc
    .tuple(fc.bigInt({ min: 1n, max: 999n }), fc.bigInt({ min: 1n, max: 999n }))
    .map(([one, other]) => (one < other ? { parts: one, of: other } : { parts: other, of: one })),
);
/** Small as in a village, or as large as a co-operative of a million could weigh. */
const weights = fc.oneof(
  fc.bigInt({ min: 1n, max: 40n }),
  fc.bigInt({ min: 10n ** 9n, max: 10n ** 12n }),
);
/** At the boundary, on either side of it, and anywhere else. */
const around = fc.constantFrom(-1n, 0n, 1n);

const said = (rule: VoteRule) => saidIn[rule.ballotKind]!;
const groupOf = (mark: unknown, weight: bigint) =>
  weight > 0n ? [{ mark, ballots: 1, weight }] : [];

describe.each(Object.entries(everyRule))('a quorum of a vote by %s', (_name, rule) => {
  const bodies = fc.constantFrom('electorate', 'active-members');
  const counts = fc.constantFrom('ballots', 'ballots-minus-abstentions');

  it('is made exactly by its share, of whichever body, whoever takes part', () => {
    fc.assert(
      fc.property(
        fc.record({ share: shares, of: bodies, counts, electorate: weights, others: weights }),
        fc.tuple(around, fc.bigInt({ min: 0n, max: 3n })),
        ({ share, of, counts: what, electorate, others }, [beside, without]) => {
          const size = { electorateWeight: electorate, activeMembersWeight: electorate + others };
          const body = of === 'electorate' ? size.electorateWeight : size.activeMembersWeight;
          const side = least(body, share) + beside;
          fc.pre(side >= 0n && side + without <= electorate);
          const quorum = { share: written(share), of, counts: what } as VoteRule['quorum'];
          const groups = [...groupOf(said(rule).side, side), ...groupOf(said(rule).none, without)];
          const { outcome } = countVote({ ...rule, quorum }, groups, size, null);
          const takesPart = what === 'ballots' ? side + without : side;
          expect(outcome === 'no-quorum').toBe(!makes(takesPart, body, share));
        },
      ),
      { numRuns: 40 },
    );
  });
});

it('knows every kind there is', () => {
  const known = new Set(Object.values(everyRule).map(({ ballotKind }) => ballotKind));
  // By the list of those that ship: specs beside this one, in the same process, define others.
  const list = readFileSync(new URL('../voting.kinds.ts', import.meta.url), 'utf8');
  const shipped = [...list.matchAll(/\/([a-z-]+)\.kind\.js/g)].map(([, name]) => name);
  expect(shipped.length).toBeGreaterThan(10);
  expect(shipped.filter((name) => !known.has(name ?? ''))).toEqual([]);
});

interface Asked {
  readonly share: Share;
  readonly strict: boolean;
  readonly of: Denominator;
}
interface Cast {
  readonly agree: bigint;
  readonly disagree: bigint;
  readonly abstain: bigint;
  readonly electorate: bigint;
  readonly members: bigint;
}

const baseOf = (of: Denominator, { agree, disagree, abstain, electorate, members }: Cast): bigint =>
  ({
    electorate,
    'active-members': members,
    cast: agree + disagree + abstain,
    'cast-minus-abstentions': agree + disagree,
  })[of];

/** What two sides come to, reckoned without the engine. */
function modelled({ share, strict, of }: Asked, cast: Cast): Outcome {
  const base = baseOf(of, cast);
  const isEnough = strict ? exceeds(cast.agree, base, share) : makes(cast.agree, base, share);
  if (isEnough && cast.agree > 0n) return 'passed';
  const isAtIt = strict && makes(cast.agree, base, share);
  return isAtIt && cast.agree === cast.disagree ? 'tied' : 'rejected';
}

/** Votes in which those for it weigh what the boundary asks, or one more, or one less. */
const cases = fc
  .record({
    share: shares,
    strict: fc.boolean(),
    of: fc.constantFrom(...denominatorNames),
    sides: weights,
    abstain: fc.bigInt({ min: 0n, max: 5n }),
    silent: fc.bigInt({ min: 0n, max: 5n }),
    outside: fc.bigInt({ min: 0n, max: 5n }),
    beside: around,
  })
  .map(({ share, strict, of, sides, abstain, silent, outside, beside }) => {
    const electorate = sides + abstain + silent;
    const members = electorate + outside;
    const base = baseOf(of, { agree: sides, disagree: 0n, abstain, electorate, members });
    const wanted = least(base, share) + beside;
    const agree = wanted < 0n ? 0n : wanted > sides ? sides : wanted;
    const cast = { agree, disagree: sides - agree, abstain, electorate, members };
    return { asked: { share, strict, of }, cast };
  })
  .filter(({ asked: { share, strict } }) => !strict || share.parts < share.of);

/** Where a rule of each kind says how large a share it takes, and what is for it and against. */
const thresholds = {
  stances: {
    rule: (agree: object) =>
      held('stances', {
        stances: ['agree', 'abstain', 'disagree'],
        decision: { kind: 'threshold', agree },
        blocks: null,
      }),
    marks: ['agree', 'disagree', 'abstain'],
  },
  gradients: {
    rule: (support: object) =>
      held('gradients', {
        grades: ['go-along', 'abstain', 'serious-disagreement'],
        support,
        vetoes: null,
      }),
    marks: ['go-along', 'serious-disagreement', 'abstain'],
  },
} as const;

describe.each(Object.entries(thresholds))('a threshold of %s', (_name, { rule, marks }) => {
  it('is reached exactly at its share, of each denominator, strictly or not', () => {
    fc.assert(
      fc.property(cases, ({ asked, cast }) => {
        const { share, ...others } = asked;
        const weighed = [cast.agree, cast.disagree, cast.abstain];
        const groups = marks.flatMap((mark, nth) => groupOf(mark, weighed[nth]!));
        const size = { electorateWeight: cast.electorate, activeMembersWeight: cast.members };
        const held_ = rule({ ...others, share: written(share) });
        expect(countVote(held_, groups, size, null).outcome).toBe(modelled(asked, cast));
      }),
      { numRuns: 300 },
    );
  });
});

const chosen = {
  'single choice': {
    rule: (needs: object) => held('single-choice', { winnerNeeds: needs }),
    mark: (option: number | null) => ({ option }),
  },
  approval: {
    rule: (needs: object) => held('approval', { winners: 1, maximum: null, winnerNeeds: needs }),
    mark: (option: number | null) => ({ options: option === null ? [] : [option] }),
  },
} as const;

describe.each(Object.entries(chosen))('what a winner needs by %s', (_name, { rule, mark }) => {
  it('is reached exactly at its share, of each denominator, strictly or not', () => {
    fc.assert(
      fc.property(cases, ({ asked, cast }) => {
        // The rest goes to two others, so that the first leads wherever it has a third.
        const [second, third] = [cast.disagree / 2n, cast.disagree - cast.disagree / 2n];
        fc.pre(cast.agree > third);
        const { share, strict, of } = asked;
        const weighed: readonly (readonly [number | null, bigint])[] = [
          [1, cast.agree],
          [2, second],
          [3, third],
          [null, cast.abstain],
        ];
        const groups = weighed.flatMap(([option, weight]) => groupOf(mark(option), weight));
        const size = { electorateWeight: cast.electorate, activeMembersWeight: cast.members };
        const isEnough = (strict ? exceeds : makes)(cast.agree, baseOf(of, cast), share);
        const { outcome } = countVote(
          rule({ strict, of, share: written(share) }),
          groups,
          size,
          null,
        );
        expect(outcome).toBe(isEnough ? 'passed' : 'rejected');
      }),
      { numRuns: 200 },
    );
  });
});
