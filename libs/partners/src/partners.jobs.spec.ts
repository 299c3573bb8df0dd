import {
  PayoutCancelled,
  PayoutRejected,
  PayoutReleased,
  PayoutReturned,
  PayoutSettled,
} from '@rochdale/payouts';
import { newId } from '@rochdale/platform';
import type { RecordedFact } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { closingSchedule, statementPayoutReactions } from './partners.jobs.js';

const [cooperativeId, payoutId] = [newId(), newId()];

/** The jobs that follow on a fact of that type, about a payout for such an obligation. */
function jobsOf(type: string, obligationKind = 'usage-statement'): unknown[] {
  const data = { payoutId, obligationKind, obligationId: newId() };
  const fact = { type, cooperativeId, data } as unknown as RecordedFact;
  return statementPayoutReactions
    .filter((reaction) => reaction.on === type && reaction.when(fact))
    .map(({ job, payload }) => ({ name: job.name, payload: job.payload.parse(payload(fact)) }));
}

describe('how a payout ends', () => {
  it.each([
    [PayoutSettled.type, 'settled'],
    [PayoutRejected.type, 'failed'],
    [PayoutReturned.type, 'failed'],
    [PayoutCancelled.type, 'failed'],
  ])('is recorded of a statement: %s is %s', (type, outcome) => {
    expect(jobsOf(type)).toEqual([
      { name: 'partners.record-payout', payload: { cooperativeId, payoutId, outcome } },
    ]);
  });

  it('is not known before it ends', () => {
    expect(jobsOf(PayoutReleased.type)).toEqual([]);
  });

  it('is no matter of partners when an expense was paid', () => {
    for (const { on } of statementPayoutReactions) expect(jobsOf(on, 'expense')).toEqual([]);
  });
});

it('months are closed every night, in each co-operative, one at a time', () => {
  expect(closingSchedule).toMatchObject({ perCooperative: true, dailyAt: '04:00', everyMs: null });
  expect(closingSchedule.job).toMatchObject({ name: 'partners.close-periods', concurrency: 1 });
});
