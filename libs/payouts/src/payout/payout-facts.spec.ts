import { newId, toldFact } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { PayoutRejected } from '../payouts.events.js';
import { factsOfRefusal } from './payout-facts.js';
import type { PayoutRow } from './payout.store.js';

const payout = {
  id: newId(),
  obligationKind: 'expense',
  obligationId: newId(),
  amountMinor: 12_00n,
  currency: 'EUR',
  isPrivate: false,
} as PayoutRow;

describe('that a payout was refused', () => {
  it('is told to members, and why to clerks alone', () => {
    const [told, explained] = factsOfRefusal(payout, 'BANK_MD07');
    expect(told).toMatchObject({ type: 'payments.PayoutRejected', visibility: 'members' });
    expect(told?.data).not.toHaveProperty('failureCode');
    expect(explained).toMatchObject({
      visibility: 'private',
      data: { payoutId: payout.id, failureCode: 'BANK_MD07' },
    });
    const kept = factsOfRefusal({ ...payout, isPrivate: true }, 'BANK_MD07');
    expect(kept.map(({ visibility }) => visibility)).toEqual(['private', 'private']);
  });

  it('is told without why also where the fact was written with it', () => {
    const data = { payoutId: payout.id, failureCode: 'BANK_MD07', obligationKind: 'expense' };
    const told = toldFact(PayoutRejected.type, data, 'inside');
    expect(told).toMatchObject({ obligationKind: 'expense' });
    expect(told).not.toHaveProperty('failureCode');
  });
});
