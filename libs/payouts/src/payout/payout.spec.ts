import { describe, expect, it } from 'vitest';
import { frozenHash, nameFromBank, payoutStates, transition } from './payout.js';
import type { PayoutState, PayoutTerms } from './payout.js';

/** The whole table, written down a second time: what is not in it is refused. */
const ways: readonly (readonly [PayoutState, readonly PayoutState[]])[] = [
  ['approved', ['reserved', 'cancelled']],
  ['reserved', ['submitting', 'submitted', 'rejected']],
  ['submitting', ['submitting', 'submitted', 'unknown', 'rejected', 'settled']],
  ['submitted', ['settled', 'rejected']],
  ['unknown', ['submitting', 'submitted', 'rejected', 'settled']],
  ['settled', ['returned']],
  ['returned', []],
  ['rejected', []],
  ['cancelled', []],
];

describe('a payout', () => {
  it('has a row in this table for each of its states', () => {
    expect(ways.map(([state]) => state)).toEqual(payoutStates);
  });

  it.each(ways)('that is %s goes to %j and nowhere else', (from, allowed) => {
    for (const to of payoutStates) {
      const go = () => transition(from, to);
      if (allowed.includes(to)) expect(go()).toBe(to);
      else {
        expect(go).toThrow(
          expect.objectContaining({
            code: 'PAYOUT_STATE',
            message:
              from === to
                ? `The payout is ${from} already.`
                : `A payout that is ${from} cannot become ${to}.`,
            details: { data: { state: from } },
          }),
        );
      }
    }
  });

  it('that ended stays ended, and paid money only ever comes back', () => {
    const reach = (from: PayoutState, seen: ReadonlySet<PayoutState>): ReadonlySet<PayoutState> =>
      (ways.find(([state]) => state === from)?.[1] ?? []).reduce<ReadonlySet<PayoutState>>(
        (found, to) => (found.has(to) ? found : reach(to, new Set([...found, to]))),
        seen,
      );
    expect([...reach('settled', new Set())]).toEqual(['returned']);
    expect(reach('submitting', new Set()).has('cancelled')).toBe(false);
    expect(reach('unknown', new Set()).has('approved')).toBe(false);
  });
});

describe('what was approved', () => {
  const terms: PayoutTerms = {
    obligation: { kind: 'expense', id: 'e' },
    payee: { kind: 'member', id: 'm' },
    amountMinor: 12_00n,
    currency: 'EUR',
    debitAccountId: 'a',
    destinationId: null,
  };

  it('has one hash, whatever the order of its words or what else stands there', () => {
    const { obligation, payee, ...rest } = terms;
    const other = { memo: 'x', ...rest, payee: { id: 'm', kind: payee.kind }, obligation };
    expect(frozenHash(other)).toBe(frozenHash(terms));
    expect(frozenHash(terms)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Partial<PayoutTerms>]>([
    ['kind of obligation', { obligation: { kind: 'statement', id: 'e' } }],
    ['obligation', { obligation: { kind: 'expense', id: 'f' } }],
    ['kind of payee', { payee: { kind: 'partner', id: 'm' } }],
    ['payee', { payee: { kind: 'member', id: 'n' } }],
    ['amount', { amountMinor: 12_01n }],
    ['currency', { currency: 'USD' }],
    ['account', { debitAccountId: 'b' }],
    ['place to pay to', { destinationId: 'd' }],
  ])('has another hash with another %s', (_, changes) => {
    expect(frozenHash({ ...terms, ...changes })).not.toBe(frozenHash(terms));
  });
});

describe('what was approved before there were destinations', () => {
  it('has the hash that it had: rows of then are still what was approved', () => {
    const terms: PayoutTerms = {
      obligation: { kind: 'expense', id: 'e' },
      payee: { kind: 'member', id: 'm' },
      amountMinor: 12_00n,
      currency: 'EUR',
      debitAccountId: 'a',
      destinationId: null,
    };
    expect(frozenHash(terms)).toBe(
      '782e451658ff2f679efa82972ad9a945077e070ce663cceb8d7c6fae72b2a3b1',
    );
  });
});

describe('a name that a bank tells', () => {
  const name = '01ab'.repeat(8);

  it('is ours in capitals and between blanks, as some banks print it', () => {
    expect(nameFromBank(name)).toBe(name);
    expect(nameFromBank(` ${name.toUpperCase()} `)).toBe(name);
  });

  it.each(['', 'NOTPROVIDED', 'RF18539007547034', 'a'.repeat(31), 'a'.repeat(33), 'g'.repeat(32)])(
    'is nobody’s in %j',
    (text) => {
      expect(nameFromBank(text)).toBeNull();
    },
  );

  it('is not looked for inside of something longer', () => {
    expect(nameFromBank(`x${name}`)).toBeNull();
    expect(nameFromBank(`${name} and more`)).toBeNull();
  });
});
