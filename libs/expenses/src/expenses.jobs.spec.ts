import {
  DraftDiscarded,
  ProposalCancelled,
  ProposalClosed,
  ProposalExecuted,
  ProposalExpired,
} from '@rochdale/governance';
import {
  PayeeDetailsChanged,
  PayoutCancelled,
  PayoutRejected,
  PayoutReleased,
  PayoutReturned,
  PayoutSettled,
} from '@rochdale/payouts';
import { newId } from '@rochdale/platform';
import type { RecordedFact } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import {
  expensesReactions,
  FollowPayee,
  RecordExpensePayout,
  SettleExpenseVote,
} from './expenses.jobs.js';

const cooperativeId = newId();
const expenseId = newId();
const proposalId = newId();
const payoutId = newId();

/** The jobs of this room that follow a fact: their names and what they are told. */
function followed(type: string, data: object, of: string | null = cooperativeId) {
  const fact = { type, data, cooperativeId: of } as unknown as RecordedFact;
  return expensesReactions
    .filter(({ on }) => on === type)
    .filter(({ when }) => when(fact))
    .map(({ job, payload }) => [job.name, job.payload.parse(payload(fact))]);
}

const vote = { proposalId, subjectKind: 'expense', subjectId: expenseId };
const settled = (ended: string, runOffId: string | null = null) => [
  [SettleExpenseVote.name, { cooperativeId, expenseId, proposalId, ended, runOffId }],
];

describe('a vote on an expense that ends', () => {
  it.each(['rejected', 'no-quorum', 'tied'])('as %s settles the expense so', (outcome) => {
    expect(followed(ProposalClosed.type, { ...vote, outcome })).toEqual(settled(outcome));
  });

  it('as tied, and is put again, is followed by the vote that decides now', () => {
    const runOffId = newId();
    const fact = { ...vote, outcome: 'tied', runOffId };
    expect(followed(ProposalClosed.type, fact)).toEqual(settled('tied', runOffId));
  });

  it('as passed leaves it to the action that approves', () => {
    expect(followed(ProposalClosed.type, { ...vote, outcome: 'passed' })).toEqual([]);
    expect(followed(ProposalExecuted.type, vote)).toEqual([]);
  });

  it.each([ProposalCancelled, DraftDiscarded])('by a person, as $type, is news', ({ type }) => {
    for (const by of ['secretary', 'proposer']) {
      expect(followed(type, { ...vote, by })).toEqual(settled('cancelled'));
    }
    // The expense itself called it off: it knows.
    expect(followed(type, { ...vote, by: 'subject' })).toEqual([]);
  });

  it('because nobody carried it out in time expires the expense too', () => {
    expect(followed(ProposalExpired.type, vote)).toEqual(settled('expired'));
  });

  it('is news of expenses alone', () => {
    const others = [
      { proposalId, subjectKind: 'waiver', subjectId: expenseId },
      { proposalId, subjectKind: null, subjectId: null },
    ];
    for (const other of others) {
      expect(followed(ProposalClosed.type, { ...other, outcome: 'rejected' })).toEqual([]);
      expect(followed(ProposalCancelled.type, { ...other, by: 'secretary' })).toEqual([]);
      expect(followed(ProposalExpired.type, other)).toEqual([]);
    }
  });

  it('happens in a co-operative', () => {
    expect(() => followed(ProposalExpired.type, vote, null)).toThrow(/happens in a co-operative/);
  });
});

describe('a payout of an expense', () => {
  const paying = { payoutId, obligationKind: 'expense', obligationId: expenseId };
  const recorded = (came: string) => [
    [RecordExpensePayout.name, { cooperativeId, payoutId, came }],
  ];

  it('that is settled pays it', () => {
    expect(followed(PayoutSettled.type, paying)).toEqual(recorded('settled'));
  });

  it.each([PayoutReturned, PayoutRejected, PayoutCancelled])(
    'that ends as $type leaves it owed',
    ({ type }) => {
      expect(followed(type, paying)).toEqual(recorded('failed'));
    },
  );

  it('that is on its way changes nothing', () => {
    expect(followed(PayoutReleased.type, paying)).toEqual([]);
  });

  it('is not what pays a partner or gives dues back', () => {
    for (const { type } of [PayoutSettled, PayoutReturned, PayoutRejected, PayoutCancelled]) {
      expect(followed(type, { ...paying, obligationKind: 'usage-statement' })).toEqual([]);
    }
  });
});

describe('a payee who says otherwise where to be paid', () => {
  it.each(['member', 'partner'])('is followed, as a %s', (payeeKind) => {
    const payeeId = newId();
    expect(followed(PayeeDetailsChanged.type, { payeeKind, payeeId })).toEqual([
      [FollowPayee.name, { cooperativeId, kind: payeeKind, id: payeeId }],
    ]);
  });
});
