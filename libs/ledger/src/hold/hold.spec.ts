import { describe, expect, it } from 'vitest';
import { checkHoldInput, drawnMinor, isOver } from './hold.js';

const codeOf = (run: () => unknown): unknown => {
  try {
    return run() ?? 'ok';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

const now = new Date('2026-03-01T00:00:00Z');

describe('what a transaction takes from a hold', () => {
  const drawn = (kind: 'asset' | 'equity', ...amounts: [string, bigint][]) =>
    codeOf(() =>
      drawnMinor(
        { accountId: 'held', amountMinor: 100n },
        kind,
        amounts.map(([accountId, amountMinor]) => ({ accountId, amountMinor })),
      ),
    );

  it('is what leaves the held account on its normal side', () => {
    expect(drawn('asset', ['held', -60n], ['other', 60n])).toBe(60n);
    expect(drawn('equity', ['held', 60n], ['other', -60n])).toBe(60n);
    expect(drawn('asset', ['held', -60n], ['held', 10n], ['other', 50n])).toBe(50n);
  });

  it('is at most the whole and more than nothing', () => {
    expect(drawn('asset', ['held', -100n], ['other', 100n])).toBe(100n);
    expect(drawn('asset', ['held', -101n], ['other', 101n])).toBe('HOLD_EXCEEDED');
    expect(drawn('asset', ['held', 1n], ['other', -1n])).toBe('INVALID_HOLD');
    expect(drawn('asset', ['other', 1n], ['another', -1n])).toBe('INVALID_HOLD');
  });
});

describe('a hold', () => {
  it.each([
    ['of nothing', { amountMinor: 0n }],
    ['of less than nothing', { amountMinor: -1n }],
    ['that is over already', { expiresAt: now }],
    ['without a key', { idempotencyKey: '' }],
    ['without a source', { source: { kind: 'x', id: ' ' } }],
  ])('%s is refused', (_name, change) => {
    const input = {
      accountId: 'a',
      amountMinor: 1n,
      idempotencyKey: 'k',
      source: { kind: 'payout', id: '1' },
    };
    expect(codeOf(() => checkHoldInput(input, now))).toBe('ok');
    expect(codeOf(() => checkHoldInput({ ...input, ...change }, now))).toBe('INVALID_HOLD');
  });

  it('is over from its very moment on, or never', () => {
    expect(isOver({ expiresAt: now }, now)).toBe(true);
    expect(isOver({ expiresAt: new Date(now.getTime() + 1) }, now)).toBe(false);
    expect(isOver({ expiresAt: null }, now)).toBe(false);
  });
});
