import { daysLater } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { debitExpectedBy, debitWithinDays, isLate } from './lateness.js';
import { payoutStates } from './payout.js';

const releasedAt = new Date('2026-01-05T09:00:00Z');
const due = daysLater(releasedAt, debitWithinDays);

it('a payout on its way is late from the instant on at which its debit was expected', () => {
  const late = payoutStates.filter((state) => isLate({ state, releasedAt }, due));
  expect(late).toEqual(['reserved', 'submitting', 'submitted', 'unknown']);
  for (const state of late) {
    expect(debitExpectedBy({ state, releasedAt })).toEqual(due);
    expect(isLate({ state, releasedAt }, new Date(due.getTime() - 1))).toBe(false);
    expect(isLate({ state, releasedAt: null }, due)).toBe(false);
  }
});
