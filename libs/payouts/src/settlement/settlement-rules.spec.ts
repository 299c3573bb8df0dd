import { describe, expect, it } from 'vitest';
import { payoutStates, transition } from '../payout/payout.js';
import type { PayoutState } from '../payout/payout.js';
import type { TransferState } from '../rail/rail.js';
import {
  debitDiffers,
  isDebitOf,
  meaningOf,
  stepsTowards,
  whyNotBack,
  whyNotDebit,
} from './settlement-rules.js';
import type { LineMeaning, Step } from './settlement-rules.js';

const answers: readonly TransferState[] = [
  'accepted',
  'executed',
  'rejected',
  'returned',
  'unknown',
];

describe('what a provider says', () => {
  it.each<[TransferState, PayoutState, readonly Step[]]>([
    ['accepted', 'submitting', ['submit']],
    ['executed', 'submitting', ['submit', 'settle']],
    ['rejected', 'submitting', ['reject']],
    ['returned', 'submitting', ['submit', 'settle', 'bring-back']],
    ['accepted', 'unknown', ['submit']],
    ['executed', 'unknown', ['submit', 'settle']],
    ['rejected', 'unknown', ['reject']],
    ['returned', 'unknown', ['submit', 'settle', 'bring-back']],
    ['accepted', 'submitted', []],
    ['executed', 'submitted', ['settle']],
    ['rejected', 'submitted', ['reject']],
    ['returned', 'submitted', ['settle', 'bring-back']],
    ['executed', 'settled', []],
    ['rejected', 'settled', []],
    ['returned', 'settled', ['bring-back']],
  ])('%s of a payout that is %s is booked by %j', (answer, state, steps) => {
    expect(stepsTowards(answer, state)).toEqual(steps);
  });

  it.each(payoutStates)('says nothing of a payout that is %s by saying unknown', (state) => {
    expect(stepsTowards('unknown', state)).toEqual([]);
  });

  it.each<PayoutState>(['approved', 'reserved', 'returned', 'rejected', 'cancelled'])(
    'moves no payout that is %s',
    (state) => {
      for (const answer of answers) expect(stepsTowards(answer, state)).toEqual([]);
    },
  );

  it('asks for no step that a payout may not take', () => {
    const leadsTo = {
      submit: 'submitted',
      reject: 'rejected',
      settle: 'settled',
      'bring-back': 'returned',
    } as const;
    for (const state of payoutStates) {
      for (const answer of answers) {
        const end = stepsTowards(answer, state).reduce<PayoutState>(
          (at, step) => transition(at, leadsTo[step]),
          state,
        );
        // Said again, it changes nothing.
        expect(stepsTowards(answer, end)).toEqual([]);
      }
    }
  });
});

describe('a bank line with a payout’s id', () => {
  const of = (state: PayoutState, amountMinor: bigint, bankAccountId = 'ours') =>
    meaningOf({ bankAccountId, amountMinor }, { bankAccountId: 'ours', amountMinor: 5n, state });

  it.each<[PayoutState, LineMeaning | null, LineMeaning | null]>([
    ['approved', null, null],
    ['reserved', null, null],
    ['submitting', 'settles', null],
    ['submitted', 'settles', null],
    ['unknown', 'settles', null],
    ['settled', 'explains', 'returns'],
    ['returned', null, null],
    ['rejected', null, null],
    ['cancelled', null, null],
  ])('of one that is %s: a debit %s, a credit %s', (state, debit, credit) => {
    expect(of(state, -5n)).toBe(debit);
    expect(of(state, 5n)).toBe(credit);
  });

  it('means nothing over another amount, however near', () => {
    for (const amount of [-6n, -4n, 4n, 6n, 0n]) {
      expect(of('submitted', amount)).toBeNull();
      expect(of('settled', amount)).toBeNull();
    }
  });

  it('means nothing on another account, or of a payout that has none', () => {
    expect(of('submitted', -5n, 'another')).toBeNull();
    expect(of('settled', 5n, 'another')).toBeNull();
    const line = { bankAccountId: 'ours', amountMinor: -5n };
    expect(
      meaningOf(line, { bankAccountId: null, amountMinor: 5n, state: 'submitted' }),
    ).toBeNull();
  });
});

describe('a debit of several payouts', () => {
  const payouts = [
    { amountMinor: 5_00n, state: 'submitted' },
    { amountMinor: 7_01n, state: 'submitted' },
  ] as const;
  const line = { amountMinor: -12_01n, currency: 'EUR' };

  it('is their sum, of those that the bank still has', () => {
    expect(isDebitOf(line, payouts)).toBe(true);
    expect(isDebitOf({ amountMinor: -12_00n }, payouts)).toBe(false);
    expect(isDebitOf({ amountMinor: 12_01n }, payouts)).toBe(false);
    expect(isDebitOf({ amountMinor: 0n }, [])).toBe(false);
  });

  it.each(['approved', 'reserved', 'settled', 'returned', 'rejected'] as const)(
    'is of none that is %s',
    (state) => {
      expect(isDebitOf(line, [payouts[0], { ...payouts[1], state }])).toBe(false);
    },
  );

  it('of another sum says what is open', () => {
    expect(debitDiffers(line, [payouts[0], { ...payouts[1], state: 'rejected' }])).toBe(
      'it debits 12.01 EUR for a payment file of which 5.00 EUR is open, 1 of 2 payouts.',
    );
  });
});

describe('a line by its direction', () => {
  it.each([
    [-1n, null, 'PAYOUT_RETURN_NOT_FITTING'],
    [0n, 'DEBIT_DIFFERS', 'PAYOUT_RETURN_NOT_FITTING'],
    [1n, 'DEBIT_DIFFERS', null],
  ] as const)(
    'of %d pays payouts unless %s, and brings one back unless %s',
    (minor, pays, back) => {
      const line = { amountMinor: minor };
      expect([whyNotDebit(line), whyNotBack(line)]).toEqual([pays, back]);
    },
  );
});
