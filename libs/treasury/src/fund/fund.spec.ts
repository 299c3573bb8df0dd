import { describe, expect, it } from 'vitest';
import type { Fund, FundDefinition } from './fund.js';
import { checkAllocation, checkCurrency, checkFund } from './fund.js';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

const definition: FundDefinition = {
  key: 'hardware',
  name: 'Hardware',
  purpose: 'New disks',
  currency: 'EUR',
  limitMinor: 1_000n,
};

const fund: Fund = {
  ...definition,
  id: 'a',
  cooperativeId: 'b',
  accountId: 'c',
  limitMinor: 1_000n,
  openedAt: new Date('2026-01-01T00:00:00Z'),
  closedAt: null,
};

describe('the definition of a fund', () => {
  it.each<[string, Partial<FundDefinition>]>([
    ['is whole', {}],
    ['has no limit', { limitMinor: null }],
    ['has the smallest limit', { limitMinor: 1n }],
    ['has the longest key', { key: 'x'.repeat(60) }],
    ['begins with a digit', { key: '2026-disks' }],
    ['has the longest name', { name: 'x'.repeat(200) }],
    ['has the longest purpose', { purpose: 'x'.repeat(2000) }],
  ])('is taken when it %s', (_what, changes) => {
    expect(codeOf(() => checkFund({ ...definition, ...changes }))).toBe('ok');
  });

  it.each<[string, Partial<FundDefinition>, string]>([
    ['no key', { key: '' }, 'key'],
    ['a key that is too long', { key: 'x'.repeat(61) }, 'key'],
    ['capitals in its key', { key: 'Disks' }, 'key'],
    ['a key that begins with a hyphen', { key: '-disks' }, 'key'],
    ['a key with a colon', { key: 'a:b' }, 'key'],
    ['a blank name', { name: ' ' }, 'name'],
    ['a name that is too long', { name: 'x'.repeat(201) }, 'name'],
    ['a sign in its name that nobody sees', { name: 'Dis\u200Bks' }, 'name'],
    ['its name the other way round', { name: '\u202EDisks' }, 'name'],
    ['a blank purpose', { purpose: '\n' }, 'purpose'],
    ['a purpose that is too long', { purpose: 'x'.repeat(2001) }, 'purpose'],
    ['a limit of nothing', { limitMinor: 0n }, 'limitMinor'],
    ['a limit below nothing', { limitMinor: -1n }, 'limitMinor'],
  ])('is refused with %s, and the field at fault is said', (_what, changes, field) => {
    const refusal = expect.objectContaining({ code: 'INVALID_FUND', path: [field] }) as Error;
    expect(() => checkFund({ ...definition, ...changes })).toThrow(refusal);
  });

  it('is in a currency that exists', () => {
    expect(codeOf(() => checkFund({ ...definition, currency: 'eur' }))).toBe('INVALID_CURRENCY');
  });
});

describe('an allocation', () => {
  it.each([
    ['up to the limit', 900n, 100n, 'ok'],
    ['one above the limit', 900n, 101n, 'FUND_LIMIT_REACHED'],
    ['into a full fund', 1_000n, 1n, 'FUND_LIMIT_REACHED'],
    ['out of a full fund', 1_000n, -1n, 'ok'],
  ])('%s', (_what, inFund, amount, code) => {
    expect(codeOf(() => checkAllocation(fund, inFund, amount))).toBe(code);
  });

  it('says how much there is and how much there may be', () => {
    const data = { limitMinor: '1000', inFundMinor: '900' };
    const refusal = expect.objectContaining({ details: { path: ['amount'], data } }) as Error;
    expect(() => checkAllocation(fund, 900n, 101n)).toThrow(refusal);
  });

  it('knows no limit where there is none, and no way into a closed fund', () => {
    expect(codeOf(() => checkAllocation({ ...fund, limitMinor: null }, 0n, 10n ** 15n))).toBe('ok');
    const closed = { ...fund, closedAt: fund.openedAt };
    expect(codeOf(() => checkAllocation(closed, 0n, 1n))).toBe('FUND_IS_CLOSED');
    expect(codeOf(() => checkAllocation(closed, 5n, -1n))).toBe('FUND_IS_CLOSED');
  });

  it('is in the currency of the fund, where one is said', () => {
    expect(codeOf(() => checkCurrency(fund, undefined))).toBe('ok');
    expect(codeOf(() => checkCurrency(fund, 'EUR'))).toBe('ok');
    expect(codeOf(() => checkCurrency(fund, 'USD'))).toBe('INVALID_FUND');
  });
});
