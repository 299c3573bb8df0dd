import { describe, expect, it } from 'vitest';
import { toldInParts, whyNotBook, whyNotDecide, whyNotExplain } from './line-rules.js';

describe('what a person may do with a line', () => {
  it.each([
    ['new', null, 'BANK_LINE_DECIDED', 'BANK_LINE_DECIDED'],
    ['flagged', null, 'BANK_LINE_DECIDED', 'BANK_LINE_DECIDED'],
    ['matched', 'BANK_LINE_MATCHED', 'BANK_LINE_DECIDED', 'BANK_LINE_DECIDED'],
    ['unclear', 'BANK_LINE_UNCLEAR', null, null],
    ['repeated', 'BANK_LINE_REPEATED', null, 'BANK_LINE_DECIDED'],
  ] as const)('goes by its state: %s', (state, book, decide, again) => {
    expect(whyNotBook(state)).toBe(book);
    const line = { state, doubt: null };
    expect(whyNotDecide(line)).toBe(decide);
    expect(whyNotDecide(line, 'told again')).toBe(again);
  });

  it('is no more to make a sum its own whose payments are lines', () => {
    const line = { state: 'repeated', doubt: toldInParts } as const;
    expect(whyNotDecide(line)).toBe('BANK_LINE_DECIDED');
  });
});

describe('what explains a line', () => {
  it.each(['bank-fees', 'expense:hosting', 'donation-income', 'opening-balance'])(
    'may be %s',
    (code) => {
      expect(whyNotExplain(code)).toBeNull();
    },
  );

  it.each(['unallocated', 'fund:', 'fund:boat', 'dues-receivable', 'member-credits', 'payables'])(
    'is never %s, which a register keeps',
    (code) => {
      expect(whyNotExplain(code)).not.toBeNull();
    },
  );
});
