import { newId } from '@rochdale/platform';
import type { RecordedFact } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import {
  PayoutCancelled,
  PayoutRejected,
  PayoutReleased,
  PayoutReopened,
  PayoutReturned,
  PayoutSettled,
} from '../payouts.events.js';
import { SubmitPayoutJob } from '../payouts.jobs.js';
import { payoutStates } from '../payout/payout.js';
import { hearPayoutEnds, isNewsOf, isOldNews } from './payout-end.js';

const cooperativeId = newId();
const payoutId = newId();

/** With which outcomes a job for expenses is told of a fact about a payout. */
function told(type: string, obligationKind = 'expense'): string[] {
  const outcomes: string[] = [];
  const reactions = hearPayoutEnds('expense', SubmitPayoutJob, ({ outcome, ...of }) => {
    outcomes.push(outcome);
    return of;
  });
  const fact = { type, data: { payoutId, obligationKind }, cooperativeId };
  const recorded = fact as unknown as RecordedFact<typeof fact.data>;
  for (const { on, when, payload } of reactions) {
    if (on !== type || !when(recorded)) continue;
    expect(payload(recorded)).toEqual({ cooperativeId, payoutId });
  }
  return outcomes;
}

describe('the end of a payout', () => {
  it.each([
    [PayoutSettled.type, 'settled'],
    [PayoutRejected.type, 'failed'],
    [PayoutReturned.type, 'failed'],
    [PayoutCancelled.type, 'failed'],
    [PayoutReopened.type, 'reopened'],
  ])('%s is told once, as %s', (type, outcome) => {
    expect(told(type)).toEqual([outcome]);
    expect(told(type, 'dues-refund')).toEqual([]);
  });

  it('is not told before it', () => {
    expect(told(PayoutReleased.type)).toEqual([]);
  });
});

describe('news of a payout', () => {
  it.each([
    ['settled', ['submitted', 'returned', 'rejected', 'cancelled']],
    ['failed', ['submitted', 'settled']],
    ['reopened', ['settled', 'returned', 'rejected']],
  ] as const)('that it %s is old once it is one of %j', (outcome, states) => {
    const old = payoutStates.filter((state) => isOldNews(outcome, { state }));
    expect(old.toSorted()).toEqual([...states].toSorted());
    expect(isOldNews(outcome, null)).toBe(false);
  });
});

describe('news of a debt', () => {
  const ofIt = (outcome: 'settled' | 'failed' | 'reopened') => ({ payoutId, outcome });
  const its = { payoutId, hasFailed: false };
  const replaced = { payoutId: newId(), hasFailed: false };

  it('is what its own payout came to, and nothing of one that was replaced', () => {
    expect(isNewsOf(its, ofIt('failed'), { state: 'rejected' })).toBe(true);
    expect(isNewsOf(its, ofIt('reopened'), { state: 'submitted' })).toBe(true);
    expect(isNewsOf(replaced, ofIt('failed'), { state: 'rejected' })).toBe(false);
    expect(isNewsOf(replaced, ofIt('reopened'), { state: 'submitted' })).toBe(false);
  });

  it('is that a payout settled it, whichever was asked for since, or had failed', () => {
    for (const debt of [its, replaced, { ...its, hasFailed: true }]) {
      expect(isNewsOf(debt, ofIt('settled'), { state: 'settled' })).toBe(true);
      expect(isNewsOf(debt, ofIt('settled'), { state: 'returned' })).toBe(false);
    }
    expect(isNewsOf(its, ofIt('settled'), null)).toBe(true);
    expect(isNewsOf({ ...its, hasFailed: true }, ofIt('settled'), null)).toBe(false);
    expect(isNewsOf(replaced, ofIt('settled'), null)).toBe(false);
  });
});
