import { describe, expect, it } from 'vitest';
import { whyNotCredit } from './creditable-invoice.js';

const invoice = { memberId: 'ada', amountMinor: 10n, creditedMinor: 0n, paidMinor: 0n };
const treasurer = { memberId: 'tess' };

describe('something is taken off an invoice', () => {
  it('of which something is asked, paid or not', () => {
    expect(whyNotCredit(treasurer, invoice)).toBeNull();
    expect(whyNotCredit(treasurer, { ...invoice, creditedMinor: 9n })).toBeNull();
    expect(whyNotCredit(treasurer, { ...invoice, paidMinor: 10n })).toBeNull();
    expect(whyNotCredit({ memberId: null }, invoice)).toBeNull();
  });

  it('never of one of which nothing is asked any more', () => {
    expect(whyNotCredit(treasurer, { ...invoice, creditedMinor: 10n })).toBe('INVOICE_STATE');
  });

  it('never of one’s own, whatever is asked of it', () => {
    for (const creditedMinor of [0n, 10n]) {
      expect(whyNotCredit({ memberId: 'ada' }, { ...invoice, creditedMinor })).toBe('INVOICE_OWN');
    }
  });
});
