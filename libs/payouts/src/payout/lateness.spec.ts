import { daysLater } from '@rochdale/platform';
import { expect, it } from 'vitest';
import {
  debitExpectedBy,
  debitWithinDays,
  isLate,
  lateTogether,
  lateWhenReleasedBy,
} from './lateness.js';
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

it('what was released by the day that is asked for is late, and nothing that came after', () => {
  const edge = lateWhenReleasedBy(due);
  expect(edge).toEqual(releasedAt);
  expect(isLate({ state: 'submitted', releasedAt: edge }, due)).toBe(true);
  expect(isLate({ state: 'submitted', releasedAt: new Date(edge.getTime() + 1) }, due)).toBe(false);
});

it('payouts of one file are looked after together, those of a provider each', () => {
  const late = (id: string, paymentFileId: string | null, amountMinor: bigint) => ({
    id,
    paymentFileId,
    amountMinor,
    currency: 'EUR',
    releasedAt,
  });
  const groups = lateTogether([
    late('a', 'file', 5n),
    late('b', null, 7n),
    late('c', 'file', 6n),
    late('d', null, 8n),
  ]);
  expect(groups.map(({ payoutIds, amountMinor }) => [payoutIds, amountMinor])).toEqual([
    [['a', 'c'], 11n],
    [['b'], 7n],
    [['d'], 8n],
  ]);
  expect(groups.map(({ paymentFileId }) => paymentFileId)).toEqual(['file', null, null]);
});
