import { describe, expect, it } from 'vitest';
import { returnedOne, takenBackFrom } from './returned.js';
import type { ReturnCandidate, ReturnTold } from './returned.js';

const line = (lineId: string, changes: Partial<ReturnCandidate> = {}): ReturnCandidate => ({
  lineId,
  amountMinor: 10_00n,
  parts: [],
  payerFingerprint: 'ann',
  paidOn: '2026-03-02',
  isNamed: false,
  isSameTransfer: false,
  ...changes,
});
const back: ReturnTold = {
  onDay: '2026-03-05',
  payerFingerprint: 'ann',
  amountsMinor: [10_00n, 10_00n, 0n],
  namedIds: [],
};
const found = (candidates: readonly ReturnCandidate[], changes: Partial<ReturnTold> = {}) =>
  returnedOne({ ...back, ...changes }, candidates)?.lineId ?? null;

const exact = line('exact', { isSameTransfer: true });
const named = line('named', { isNamed: true });
const payer = line('payer');

describe('the line that came back', () => {
  it('is that of the transfer’s id, else of the invoice, else of the account', () => {
    expect(found([payer, named, exact])).toBe('exact');
    expect(found([payer, named])).toBe('named');
    expect(found([payer])).toBe('payer');
    expect(found([])).toBeNull();
  });

  it('is of the same amount, with the fee or without, or as it was told', () => {
    const amountsMinor = [13_00n, 10_00n, 9_00n];
    for (const amountMinor of amountsMinor) {
      expect(found([line('one', { amountMinor })], { amountsMinor })).toBe('one');
    }
    expect(found([line('one', { amountMinor: 9_99n })], { amountsMinor })).toBeNull();
  });

  it('was there before it came back, or on the day', () => {
    expect(found([line('one', { paidOn: '2026-03-05' })])).toBe('one');
    expect(found([line('one', { paidOn: '2026-03-06' })])).toBeNull();
  });

  it('is of no other account, whatever it names', () => {
    for (const one of [exact, named]) {
      expect(found([one], { payerFingerprint: 'ben' })).toBeNull();
      expect(found([one], { payerFingerprint: null })).toBe(one.lineId);
      expect(found([{ ...one, payerFingerprint: null }])).toBe(one.lineId);
    }
  });

  it('is the latest of those that are alike, and none of several of an account alone', () => {
    const early = line('early', { isNamed: true, paidOn: '2026-02-02' });
    expect(found([early, named])).toBe('named');
    expect(found([named, early])).toBe('named');
    expect(found([payer, line('other')])).toBeNull();
    expect(found([line('nobody', { payerFingerprint: null })])).toBeNull();
    expect(found([line('unknown', { payerFingerprint: null })], { payerFingerprint: null })).toBe(
      null,
    );
  });
});

describe('the line of which a part came back', () => {
  const together = (lineId: string, changes: Partial<ReturnCandidate> = {}) => {
    const part = { kind: 'invoice', memberId: 'ann', amountMinor: 10_00n } as const;
    const more = { ...part, id: `${lineId} more`, amountMinor: 14_00n };
    const parts = [{ ...part, id: lineId }, more];
    return line(lineId, { amountMinor: 24_00n, parts, ...changes });
  };

  it('comes behind a whole one that it names, and before one of the account alone', () => {
    const exactly = together('exactly', { isSameTransfer: true });
    const naming = together('naming', { isNamed: true });
    expect(found([exactly, exact])).toBe('exact');
    expect(found([exactly, named])).toBe('named');
    expect(found([exactly, naming, payer])).toBe('exactly');
    expect(found([naming, payer])).toBe('naming');
    expect(found([together('one'), payer])).toBe('payer');
    expect(found([together('one')])).toBe('one');
  });

  it('is none when there are several of it, or it was another account or later', () => {
    const isSameTransfer = true;
    expect(found([together('one'), together('other')])).toBeNull();
    expect(
      found([together('one', { isSameTransfer }), together('other', { isSameTransfer }), payer]),
    ).toBeNull();
    expect(found([together('one', { isSameTransfer })], { payerFingerprint: 'ben' })).toBeNull();
    expect(found([together('one', { paidOn: '2026-03-06' })])).toBeNull();
    expect(found([together('one')], { namedIds: ['one more'] })).toBeNull();
  });
});

describe('what a return takes', () => {
  const invoice = (reference: string, memberId: string) => ({
    id: reference,
    reference,
    memberId,
    amountMinor: 10_00n,
    creditedMinor: 0n,
    paidMinor: 10_00n,
  });

  it('is of each member by itself: of their invoices and of their credit', () => {
    const parts = [
      { invoice: invoice('RF1', 'ann'), amountMinor: -10_00n },
      { invoice: invoice('RF2', 'ben'), amountMinor: -4_00n },
      { invoice: invoice('RF3', 'ann'), amountMinor: -1_00n },
    ];
    const credits = [
      { memberId: 'ann', amountMinor: -2n },
      { memberId: 'cat', amountMinor: -7n },
    ];
    expect(takenBackFrom({ parts, credits })).toEqual([
      { memberId: 'ann', amountMinor: 11_02n, references: ['RF1', 'RF3'] },
      { memberId: 'ben', amountMinor: 4_00n, references: ['RF2'] },
      { memberId: 'cat', amountMinor: 7n, references: [] },
    ]);
  });
});
