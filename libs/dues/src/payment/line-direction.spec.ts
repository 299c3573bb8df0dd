import { expect, it } from 'vitest';
import { whyNotPay, whyNotReturn, whyNotSplit } from './line-direction.js';

it('what came in pays and is shared out, and what went takes something back', () => {
  const [came, went] = [{ amountMinor: 1n }, { amountMinor: -1n }];
  expect([whyNotPay(came), whyNotSplit(came), whyNotReturn(went)]).toEqual([null, null, null]);
  expect(whyNotPay(went)).toBe('INVOICE_NOT_FOUND');
  expect(whyNotSplit(went)).toBe('BANK_LINE_NOT_PAYMENT');
  expect(whyNotReturn(came)).toBe('RETURN_NOT_FITTING');
});
