import { describe, expect, it } from 'vitest';
import { dueFirst, dueMinor, openMinor, stateOf } from '../invoice/invoice.js';
import { checkReason, creditedOf, waivedOf } from './credit-note.js';

const owed = (paidMinor = 0n, creditedMinor = 0n) => ({
  amountMinor: 10_00n,
  creditedMinor,
  paidMinor,
});
const refusal = (...path: string[]) =>
  expect.objectContaining({
    code: 'INVALID_CREDIT_NOTE',
    details: expect.objectContaining({ path }) as unknown,
  }) as Error;

describe('the sums of an invoice', () => {
  it('say what is asked and what is open', () => {
    expect([dueMinor(owed(3_00n, 2_00n)), openMinor(owed(3_00n, 2_00n))]).toEqual([8_00n, 5_00n]);
  });

  it.each([
    ['open', owed(9_99n)],
    ['paid', owed(10_00n)],
    ['paid', owed(6_00n, 4_00n)],
    ['open', owed(5_99n, 4_00n)],
    ['waived', owed(0n, 10_00n)],
  ] as const)('are those of what is %s', (state, sums) => {
    expect(stateOf(sums, 'waived')).toBe(state);
  });

  it('put first what is due first, and of one day what was issued first', () => {
    const one = { dueOn: '2026-02-15', number: 3n };
    const two = { dueOn: '2026-01-15', number: 10n };
    const three = { dueOn: '2026-01-15', number: 9n };
    expect(dueFirst([one, two, three])).toEqual([three, two, one]);
  });
});

describe('a credit note', () => {
  it.each([
    ['a part of what is open', owed(), 4_00n, ['open', 4_00n, 0n, 0n]],
    ['the rest of what was paid in part', owed(6_00n), 4_00n, ['paid', 4_00n, 6_00n, 0n]],
    ['a part of what was paid', owed(10_00n), 4_00n, ['paid', 4_00n, 6_00n, 4_00n]],
    ['more than is open', owed(8_00n), 4_00n, ['paid', 4_00n, 6_00n, 2_00n]],
    ['all', owed(8_00n), 10_00n, ['cancelled', 10_00n, 0n, 8_00n]],
    ['all that is left', owed(0n, 4_00n), 6_00n, ['cancelled', 10_00n, 0n, 0n]],
  ] as const)('takes off %s', (_, invoice, amountMinor, expected) => {
    const credited = creditedOf(invoice, amountMinor, 'cancelled');
    const { state, creditedMinor, paidMinor, surplusMinor } = credited;
    expect([state, creditedMinor, paidMinor, surplusMinor]).toEqual(expected);
  });

  it('is of something, and of no more than is asked', () => {
    for (const amountMinor of [0n, -1n, 6_01n]) {
      expect(() => creditedOf(owed(0n, 4_00n), amountMinor, 'cancelled')).toThrow(
        refusal('amountMinor'),
      );
    }
  });

  it('has a reason that one reads', () => {
    expect(checkReason('  by mistake ')).toBe('by mistake');
    expect(checkReason('x'.repeat(500))).toHaveLength(500);
    for (const reason of ['', '  ', 'x'.repeat(501)]) {
      expect(() => checkReason(reason)).toThrow(refusal('reason'));
    }
  });
});

describe('a waiver that comes later takes off', () => {
  it.each([
    ['all of what is open', owed(), 0n, 10_00n],
    ['down to what is given', owed(), 4_00n, 6_00n],
    ['nothing of what was paid', owed(7_00n), 4_00n, 3_00n],
    ['nothing when as much was paid', owed(10_00n), 4_00n, 0n],
    ['nothing when more is given', owed(), 12_00n, 0n],
    ['what was not taken off before', owed(0n, 3_00n), 4_00n, 3_00n],
  ] as const)('%s', (_, invoice, reliefMinor, amountMinor) => {
    expect(waivedOf(invoice, reliefMinor)).toBe(amountMinor);
  });
});
