import { describe, expect, it } from 'vitest';
import { journalKey, journalSource } from './journal.js';

const path = ['lines', '1', 'accountKey'];
const refusal = expect.objectContaining({ code: 'INVALID_CHART_KEY', path }) as Error;

describe('a line of the journal', () => {
  it.each(['bank', 'bank:main', 'opening-balance', 'expense:hosting', 'unallocated', 'solidarity'])(
    'may be on %s',
    (key) => {
      expect(journalKey(key, path)).toBe(key);
    },
  );

  it.each(['fund:hardware', 'fund:x'])('is never on %s, past its limit', (key) => {
    expect(() => journalKey(key, path)).toThrow(refusal);
  });

  it.each(['dues-receivable', 'member-credits', 'payables', 'partner-payables', 'partner-pool'])(
    'is never on %s, beside what it consists of',
    (key) => {
      expect(() => journalKey(key, path)).toThrow(refusal);
    },
  );

  it.each(['', 'pocket', 'fund', 'fund:'])('is never on %j, which the chart lacks', (key) => {
    expect(() => journalKey(key, path)).toThrow(refusal);
  });

  it('stands for itself', () => {
    expect(journalSource('a-key')).toEqual({ kind: 'journal', id: 'a-key' });
  });
});
