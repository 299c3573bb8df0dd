import { describe, expect, it } from 'vitest';
import { definitionOf, isChartKey, parseChartKey } from './chart-key.js';

describe('a chart key', () => {
  it.each([
    'bank',
    'bank:gls-main',
    'dues-income',
    'expense:hosting',
    'income:workshops',
    'clearing:USD',
    'fund:solidarity-2026',
  ])('is %s', (key) => {
    expect(isChartKey(key)).toBe(true);
  });

  it.each([
    'pocket',
    'expense',
    'expense:',
    'expense: hosting',
    ' expense:hosting',
    '1expense:hosting',
    'expense:a:b',
    'pocket:money',
    'toString',
    'constructor:x',
    '',
    `expense:${'x'.repeat(61)}`,
  ])('is not %j', (key) => {
    expect(isChartKey(key)).toBe(false);
    expect(() => parseChartKey(key)).toThrow(/no account of this kind/);
  });

  it('says what the account is', () => {
    expect(definitionOf('expense:hosting', 'EUR')).toEqual({
      code: 'expense:hosting',
      currency: 'EUR',
      name: 'Expenses: hosting',
      kind: 'expense',
    });
    expect(definitionOf('bank', 'EUR')).toMatchObject({ kind: 'asset', floorMinor: 0n });
    expect(definitionOf('fund:it', 'EUR')).toMatchObject({ kind: 'equity', floorMinor: 0n });
  });

  it('of a clearing account is in its own currency', () => {
    expect(definitionOf('clearing:USD', 'USD').kind).toBe('equity');
    expect(() => definitionOf('clearing:USD', 'EUR')).toThrow(/own currency/);
  });
});
