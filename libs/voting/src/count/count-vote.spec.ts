import '../kind/stances/stances.kind.js';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defineBallotKind } from '../kind/ballot-kind.js';
import { breakTieByLot } from '../kind/stances/tie.js';
import { ruleLike } from '../testing/rules.js';
import { countVote, mayCloseEarly } from './count-vote.js';

const size = { electorateWeight: 10n, activeMembersWeight: 10n };
const ballots = (agree: bigint, disagree: bigint) => [
  { mark: 'agree', ballots: 1, weight: agree },
  { mark: 'disagree', ballots: 1, weight: disagree },
];
const seedOf = (text: string) => createHash('sha256').update(text).digest('hex');
const seeds = Array.from({ length: 40 }, (_, nth) => seedOf(`seed ${nth}`));

describe('a count', () => {
  it('has the weights and the figures that were compared on record', () => {
    const { outcome, reason, count } = countVote(ruleLike(), ballots(3n, 2n), size, null);
    expect([outcome, reason]).toEqual(['passed', 'agreement-reached']);
    expect(count).toMatchObject({ agree: 3n, disagree: 2n, abstain: 0n, block: 0n });
    expect(count).toMatchObject({ figures: { castWeight: 5n, agreementReached: true } });
  });

  it('leaves a tie where the rule does, seed or no seed', () => {
    const seed = seeds[0]!;
    for (const tieRule of ['status-quo', 'run-off'] as const) {
      expect(countVote(ruleLike({ tieRule }), ballots(2n, 2n), size, seed).outcome).toBe('tied');
    }
    const withoutSeed = countVote(ruleLike({ tieRule: 'lot' }), ballots(2n, 2n), size, null);
    expect(withoutSeed.outcome).toBe('tied');
  });

  it('breaks a tie, and only a tie, by the seed; both ends come up', () => {
    const rule = ruleLike({ tieRule: 'lot' });
    const drawn = seeds.map((seed) => countVote(rule, ballots(2n, 2n), size, seed));
    expect(new Set(drawn.map(({ outcome }) => outcome))).toEqual(new Set(['passed', 'rejected']));
    expect(drawn.every(({ reason }) => reason === 'lot-drawn')).toBe(true);
    expect(drawn.map(({ outcome }) => outcome)).toEqual(
      seeds.map((seed) => breakTieByLot(seed).outcome),
    );
    const clear = seeds.map((seed) => countVote(rule, ballots(2n, 3n), size, seed).reason);
    expect(new Set(clear)).toEqual(new Set(['agreement-not-reached']));
  });

  it('is of a kind that is declared', () => {
    const rule = { ...ruleLike(), ballotKind: 'seance' };
    expect(() => countVote(rule, [], size, null)).toThrow('ballot kind seance is declared');
  });
});

describe('closing early', () => {
  const certain = ruleLike({ earlyClose: { when: 'outcome-certain' } });

  it('is for rules that allow it, and outcomes that are certain', () => {
    expect(mayCloseEarly(ruleLike(), ballots(6n, 0n), size)).toBe(false);
    expect(mayCloseEarly(certain, ballots(10n, 0n), size)).toBe(true);
    expect(mayCloseEarly(certain, ballots(1n, 0n), size)).toBe(false);
  });
});

describe('the catalogue of ballot kinds', () => {
  it('refuses a name twice, and names of another shape', () => {
    const named = (name: string) => () =>
      defineBallotKind({
        name,
        mark: null as never,
        rule: null as never,
        counted: null as never,
        contradiction: () => null,
        classOf: () => 'majority',
        check: () => undefined,
        abstains: () => false,
        count: () => ({ outcome: 'tied', reason: '', count: {} }),
      });
    expect(named('stances')).toThrow('declared twice');
    expect(named('Ranked Choice')).toThrow('not kebab-case');
  });
});
