import { canonicalJson } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../voting.kinds.js';
import { hashOfPlaces, placesOf } from '../proof/places.js';
import { groupsOf, recordOf } from '../proof/vote-record.js';
import type { LoggedBallot } from '../proof/vote-record.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { everyRule, marksFor } from '../testing/every-kind.js';
import { countVote } from './count-vote.js';

const size = { electorateWeight: 60n, activeMembersWeight: 70n };
const proof = { proofVersion: 2, electorateSalt: '5a17'.repeat(8) } as const;

/** What voters said, each of them in turn; the last of it counts. */
interface Spoken {
  readonly weight: bigint;
  readonly marks: readonly unknown[];
}

const votersOf = (rule: VoteRule): fc.Arbitrary<readonly Spoken[]> =>
  fc.array(
    fc.record({
      weight: fc.bigInt({ min: 1n, max: 4n }),
      marks: fc.array(marksFor(rule), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 7 },
  );

/** The log of a vote, and its record, with voters called so and rows lying so. */
function recorded(
  rule: VoteRule,
  voters: readonly Spoken[],
  names: readonly string[],
  turn: number,
) {
  const seats = voters.map(({ weight }, nth) => ({
    memberId: names[nth]!,
    memberClass: 'worker',
    weight,
    countsIfCast: false,
  }));
  const log: LoggedBallot[] = voters.flatMap(({ weight, marks }, nth) =>
    marks.map((mark, time) => ({
      ballotId: `${names[nth]}-${time}`,
      proposalId: 'a vote',
      memberId: names[nth]!,
      memberClass: 'worker',
      mark,
      weight,
      castAt: new Date(Date.UTC(2026, 0, 1, 0, turn, nth, time)),
      isCurrent: time === marks.length - 1,
      isTakenBack: false,
    })),
  );
  const moved = [...log.slice(turn % (log.length + 1)), ...log.slice(0, turn % (log.length + 1))];
  const record = recordOf({ ...proof, rule, toldVoters: seats.length }, seats, moved.toReversed());
  return { record, seats };
}

const told = (rule: VoteRule, ballots: Parameters<typeof groupsOf>[0]) =>
  canonicalJson(countVote(rule, groupsOf(ballots), size, null));

describe.each(Object.entries(everyRule))('a vote by %s', (_name, rule) => {
  const names = fc.uniqueArray(fc.uuid(), { minLength: 7, maxLength: 7 });

  it('is the same whoever its voters are, in whichever order they and their rows come', () => {
    fc.assert(
      fc.property(votersOf(rule), names, names, fc.nat(20), (voters, some, others, turn) => {
        const one = recorded(rule, voters, some, 0).record;
        const order = voters.map((_voter, nth) => (nth + turn) % Math.max(1, voters.length));
        const mixed = order.map((nth) => voters[nth]!);
        const other = recorded(rule, mixed, others, turn).record;
        expect(told(rule, other.ballots)).toBe(told(rule, one.ballots));
        expect(other.superseded).toHaveLength(one.superseded.length);
      }),
      { numRuns: 10 },
    );
  });

  it('counts nothing of what its voters said before, and a weight as so many of one', () => {
    fc.assert(
      fc.property(votersOf(rule), names, (voters, some) => {
        const last = voters.map(({ weight, marks }) => ({ weight, mark: marks.at(-1) }));
        const whole = told(rule, recorded(rule, voters, some, 0).record.ballots);
        expect(told(rule, last)).toBe(whole);
        const ones = last.flatMap(({ weight, mark }) =>
          Array.from({ length: Number(weight) }, () => ({ mark, weight: 1n })),
        );
        expect(told(rule, ones)).toBe(whole);
      }),
      { numRuns: 10 },
    );
  });
});

it('has a fingerprint of its electorate that hangs on who is in it, not on their order', () => {
  const rule = everyRule['stances']!;
  const voters = fc.array(fc.record({ weight: fc.constant(1n), marks: fc.constant(['agree']) }), {
    minLength: 1,
    maxLength: 7,
  });
  const names = fc.uniqueArray(fc.uuid(), { minLength: 7, maxLength: 7 });
  const hashOf = (seats: Parameters<typeof placesOf>[0], blanks: number) =>
    hashOfPlaces(placesOf(seats, proof.electorateSalt, seats.length + blanks));
  fc.assert(
    fc.property(voters, names, fc.nat(3), (some, called, blanks) => {
      const { seats } = recorded(rule, some, called, 0);
      expect(hashOf(seats.toReversed(), blanks)).toBe(hashOf(seats, blanks));
      expect(hashOf(seats.slice(1), blanks + 1)).not.toBe(hashOf(seats, blanks));
    }),
    { numRuns: 40 },
  );
});
