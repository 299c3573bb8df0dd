import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAmountRange } from './amount-range.js';

const most = 2n ** 63n - 1n;
const none = { openingMinor: null, closingMinor: null };
const lines = (...amounts: readonly bigint[]) => amounts.map((amountMinor) => ({ amountMinor }));
const refusal = expect.objectContaining({ code: 'STATEMENT_NOT_READABLE', path: ['file'] });

describe('the books can hold', () => {
  it('no balance beyond 64 bits, on either side of nothing', () => {
    for (const field of ['openingMinor', 'closingMinor'] as const) {
      for (const sign of [1n, -1n]) {
        const stated = (minor: bigint) => () =>
          checkAmountRange({ ...none, [field]: sign * minor }, []);
        expect(stated(most)).not.toThrow();
        expect(stated(most + 1n)).toThrow(refusal);
      }
    }
  });

  it('no line beyond it, and no sum of what came in, or of what went out', () => {
    const check =
      (...amounts: readonly bigint[]) =>
      () =>
        checkAmountRange(none, lines(...amounts));
    for (const sign of [1n, -1n]) {
      expect(check(sign * most)).not.toThrow();
      expect(check(sign * most, sign)).toThrow(refusal);
      expect(check(sign * (most + 1n))).toThrow(refusal);
    }
    // The two are counted by themselves: what goes out makes no room for what comes in.
    expect(check(most, -most)).not.toThrow();
    expect(check(most, -1n, 1n)).toThrow(refusal);
  });

  it('whatever a bank could move', () => {
    const amount = fc.bigInt(-(10n ** 15n), 10n ** 15n);
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 50 }), amount, (amounts, openingMinor) => {
        const check = () => checkAmountRange({ ...none, openingMinor }, lines(...amounts));
        expect(check).not.toThrow();
      }),
    );
  });
});
