import { describe, expect, it } from 'vitest';
import { payoutStates, transition } from '../payout/payout.js';
import type { LateDebit, PayoutState } from '../payout/payout.js';
import type { TransferState } from '../rail/rail.js';
import {
  debitDiffers,
  debitedOf,
  debitedTwice,
  isClaim,
  isDebitOf,
  isOut,
  jointSubject,
  mayBeDebitedLate,
  meaningOf,
  stepsTowards,
  whyNotBack,
  whyNotDebit,
  whyNotUndoDebit,
  whyNotUndoReturn,
} from './settlement-rules.js';
import type { DebitedPayout, LineMeaning, Step } from './settlement-rules.js';

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
    ['returned', 'explains', 'explains-return'],
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

describe('a payout that ended as rejected, and its debit', () => {
  const lateDebits: readonly (LateDebit | null)[] = [null, 'settles', 'claims'];
  const all = payoutStates.flatMap((state) =>
    lateDebits.map((lateDebit) => ({ state, lateDebit })),
  );
  const named = ({ state, lateDebit }: (typeof all)[number]) => `${state} ${lateDebit ?? 'never'}`;
  const which = (holds: (one: (typeof all)[number]) => boolean) => all.filter(holds).map(named);
  const outs = ['settled never', 'settled settles', 'settled claims', 'rejected claims'];

  it('is out as soon as it is settled or claimed, and until it came back', () => {
    expect(which(isOut).toSorted()).toEqual(outs.toSorted());
    expect([isOut({ state: 'settled' }), isOut({ state: 'rejected' })]).toEqual([true, false]);
  });

  it('is a claim when its debit was booked as one, whatever became of it', () => {
    expect(lateDebits.map((lateDebit) => isClaim({ lateDebit }))).toEqual([false, false, true]);
    expect(isClaim({})).toBe(false);
  });

  it('comes back by a credit while it is out, and by nothing else', () => {
    const of = (amountMinor: bigint) =>
      which((one) => {
        const payout = { ...one, bankAccountId: 'ours', amountMinor: 5n };
        return meaningOf({ bankAccountId: 'ours', amountMinor }, payout) === 'returns';
      });
    expect(of(5n).toSorted()).toEqual(outs.toSorted());
    expect([...of(-5n), ...of(4n), ...of(6n)]).toEqual([]);
  });

  it('settles by no debit of its own id: its file says whether it may', () => {
    for (const lateDebit of lateDebits) {
      const payout = {
        bankAccountId: 'ours',
        amountMinor: 5n,
        state: 'rejected',
        lateDebit,
      } as const;
      expect(meaningOf({ bankAccountId: 'ours', amountMinor: -5n }, payout)).toBeNull();
    }
  });

  it('may be debited late once, and where a bank was told of it', () => {
    expect(which((one) => mayBeDebitedLate({ ...one, providerKey: 'key' }))).toEqual([
      'rejected never',
    ]);
    expect(which((one) => mayBeDebitedLate({ ...one, providerKey: null }))).toEqual([]);
  });

  it('is undone while all of it is out', () => {
    const out = { state: 'settled', lateDebit: null } as const;
    const claim = { state: 'rejected', lateDebit: 'claims' } as const;
    const back = { state: 'returned', lateDebit: 'settles' } as const;
    expect(whyNotUndoDebit([out, claim])).toBeNull();
    expect(whyNotUndoDebit([out, back])).toBe('PAYOUT_STATE');
  });

  it.each<[PayoutState, LateDebit | null, boolean, string | null]>([
    ['returned', null, false, null],
    ['returned', null, true, 'PAYOUT_ASKED_AGAIN'],
    ['returned', 'settles', true, 'PAYOUT_ASKED_AGAIN'],
    ['returned', 'claims', true, null],
    ['returned', 'claims', false, null],
    ['settled', null, false, 'PAYOUT_STATE'],
    ['rejected', 'claims', true, 'PAYOUT_STATE'],
  ])('%s (%s), asked again %s: that it came back is undone unless %s', (...row) => {
    const [state, lateDebit, isAskedAgain, reason] = row;
    expect(whyNotUndoReturn({ state, lateDebit }, isAskedAgain)).toBe(reason);
  });
});

describe('a debit of a file', () => {
  const payout = (amountMinor: bigint, changes: Partial<DebitedPayout> = {}): DebitedPayout => ({
    amountMinor,
    state: 'submitted',
    providerKey: 'key',
    lateDebit: null,
    ...changes,
  });
  const [open, other] = [payout(5n), payout(7n)];
  const refused = payout(11n, { state: 'rejected' });
  const of = (minor: bigint, ...payouts: readonly DebitedPayout[]) =>
    debitedOf({ amountMinor: -minor }, payouts);

  it('is what is open of it, or that with all that was refused of it', () => {
    expect(of(12n, open, refused, other)).toEqual([open, other]);
    expect(of(23n, open, refused, other)).toEqual([open, refused, other]);
    expect(of(11n, refused)).toEqual([refused]);
  });

  it('is nothing of another sum, not even of some of it, nor of a credit', () => {
    for (const minor of [0n, 5n, 11n, 16n, 18n, 22n, 24n, -12n, -23n]) {
      expect(of(minor, open, refused, other)).toBeNull();
    }
    expect(of(0n)).toBeNull();
    expect(of(0n, payout(5n, { state: 'settled' }))).toBeNull();
  });

  it('is of no refused one that no bank was told of, or that was debited since', () => {
    for (const changes of [{ providerKey: null }, { lateDebit: 'claims' }] as const) {
      const one = { ...refused, ...changes };
      expect(of(16n, open, one)).toBeNull();
      expect(of(5n, open, one)).toEqual([open]);
    }
  });

  it.each([
    [1, /^it debits one payout that had been refused .* it may be paid twice\. .* claimed back\.$/],
    [2, /^it debits 2 payouts that had been refused .* it may be paid twice\. .* claimed back\.$/],
  ])('says of %d that it may be paid twice', (count, words) => {
    expect(debitedTwice(count)).toMatch(words);
  });
});

describe('what a debit of payouts is booked for', () => {
  const file = { kind: 'payment-file', id: 'f' };
  const first = { kind: 'payout', id: 'a' };

  it.each([
    [
      'their file',
      [
        ['a', 'f'],
        ['b', 'f'],
      ],
      file,
    ],
    ['the only one', [['a', 'f']], first],
    [
      'the first of two files',
      [
        ['a', 'f'],
        ['b', 'g'],
      ],
      first,
    ],
    [
      'the first, as one is of no file',
      [
        ['a', 'f'],
        ['b', null],
      ],
      first,
    ],
    [
      'the first of none',
      [
        ['a', null],
        ['b', null],
      ],
      first,
    ],
  ] as const)('is %s', (_, payouts, subject) => {
    const all = payouts.map(([id, paymentFileId]) => ({ id, paymentFileId }));
    expect(jointSubject(all)).toEqual(subject);
  });

  it('is never nothing', () => {
    expect(() => jointSubject([])).toThrow('a debit is of payouts');
  });
});
