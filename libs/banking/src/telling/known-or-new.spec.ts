import { describe, expect, it } from 'vitest';
import { madeEntry as entry } from '../testing/made-entry.js';
import { told, verdicts } from '../testing/made-telling.js';
import type { Telling, ToldEntry } from './account-telling.js';

/** Words of which no two are of one payment. */
const otherWords: readonly (readonly [string, Partial<ToldEntry>, Partial<ToldEntry>])[] = [
  ['end-to-end id', { endToEndId: 'A1' }, { endToEndId: 'A2' }],
  ['reference', { reference: 'RF18' }, { reference: 'RF54' }],
  ['text', { text: 'ROSA' }, { text: 'EMIL' }],
  ['payer’s account', { account: 'DE1' }, { account: 'DE2' }],
  ['payer’s name', { name: 'ROSA' }, { name: 'EMIL' }],
  ['bank’s reference', { keys: ['K1'] }, { keys: ['K2'] }],
  ['kind of words', { endToEndId: 'A1' }, { text: 'ROSA' }],
];

describe('lines of one format that differ in their words', () => {
  it.each(otherWords)('are two when one statement tells them: %s', (_, one, other) => {
    expect(verdicts(told(0n, [entry(one), entry(other)]))).toEqual([['new', 'new']]);
  });

  it.each(otherWords)('are two in two statements: %s', (_, one, other) => {
    for (const opening of [0n, null]) {
      const first = told(opening, [entry(one)]);
      expect(verdicts(first, told(opening, [entry(other)]))).toEqual([['new'], ['new']]);
    }
  });

  it('wait where the statement is the same, or tells the rest of the span again', () => {
    const [one, other] = [entry({ text: 'ROSA' }), entry({ text: 'EMIL' })];
    const head = { reference: 'S1' };
    expect(verdicts(told(0n, [one], head), told(0n, [other], head))[1]).toEqual(['other-words']);
    const rest = entry({ amountMinor: -3_00n });
    expect(verdicts(told(0n, [one, rest]), told(0n, [other, rest]))[1]).toEqual([
      'other-words',
      'known',
    ]);
  });
});

describe('a line that is told again', () => {
  const poor = entry({ text: 'ROSA' });
  const rich = entry({ text: 'ROSA', account: 'DE1', keys: ['K1'] });

  it('is known when words are added, and when they are left out again', () => {
    expect(verdicts(told(0n, [poor]), told(0n, [rich]), told(0n, [poor]))).toEqual([
      ['new'],
      ['known'],
      ['known'],
    ]);
  });

  it('is known by balances where another format puts it otherwise', () => {
    const other = { format: 'mt940', text: 'EREF A1 KREF' };
    expect(verdicts(told(0n, [poor]), told(0n, [entry(other)]))).toEqual([['new'], ['known']]);
  });

  it('is known by its reference and amount on another day', () => {
    const fit = { format: 'ofx', keys: ['F1'], text: 'PENDING' };
    const moved = entry({ ...fit, day: '2026-01-12', text: 'ROSA' });
    expect(verdicts(told(null, [entry(fit)]), told(null, [moved]))).toEqual([['new'], ['known']]);
    const dearer = entry({ ...fit, amountMinor: 11_00n });
    expect(verdicts(told(null, [entry(fit)]), told(null, [dearer]))).toEqual([['new'], ['new']]);
  });

  it('is counted, where there are equal ones', () => {
    expect(verdicts(told(0n, [poor, poor]), told(0n, [poor, poor]))).toEqual([
      ['new', 'new'],
      ['known', 'known'],
    ]);
    expect(verdicts(told(0n, [poor]), told(10_00n, [poor]), told(0n, [poor, poor]))).toEqual([
      ['new'],
      ['new'],
      ['known', 'known'],
    ]);
  });

  it('waits where the balances may have been there twice', () => {
    const back = entry({ amountMinor: -10_00n });
    expect(verdicts(told(0n, [poor]), told(10_00n, [back]), told(0n, [poor]))).toEqual([
      ['new'],
      ['new'],
      ['balances-fit-both'],
    ]);
  });

  it('waits without balances on a day that either file may have cut', () => {
    expect(verdicts(told(null, [poor]), told(null, [poor]))).toEqual([['new'], ['edge-day']]);
  });
});

describe('what a telling shows, and what it may show beside', () => {
  const rest = (date: string) => entry({ day: date, amountMinor: 3_00n, text: date });
  const paidBy = (account: string) => entry({ account });

  it('are counted together: who paid says which of two is the one that waits', () => {
    const late = told(10_00n, [entry({ format: 'camt.052' }), rest('2026-01-11')]);
    const early = told(-13_00n, [rest('2026-01-09'), paidBy('DE3'), paidBy('DE1')]);
    for (const both of [
      [paidBy('DE1'), paidBy('DE2')],
      [paidBy('DE2'), paidBy('DE1')],
    ]) {
      const all = told(0n, [...both, rest('2026-01-11')]);
      const [shown] = verdicts(late, early, all).slice(2);
      expect(new Set(shown)).toEqual(new Set(['balances-fit-both', 'known']));
    }
  });
});

describe('a reference that the bank gives again, as to a standing order', () => {
  const order = { amountMinor: -50_00n, keys: ['STANDING'] };
  const on = (date: string, opening: bigint | null, format = 'camt.053'): Telling =>
    told(opening, [entry({ ...order, format, day: date, valueDate: date })], {
      from: date,
      to: date,
    });

  it.each([30_00n, 50_00n])('is of another line where balances prove it: from %d', (opening) => {
    const [first, second] = [on('2026-01-01', 100_00n), on('2026-01-08', opening)];
    const month = on('2026-02-01', 77_00n, 'mt940');
    expect(verdicts(first, second, month)).toEqual([['new'], ['new'], ['new']]);
    expect(verdicts(second, first, month)).toEqual([['new'], ['new'], ['new']]);
    expect(verdicts(first, second, { ...second, fileId: 'again' }, first)[2]).toEqual(['known']);
  });

  it('waits where the one may lie in the other', () => {
    for (const opening of [100_00n, null]) {
      const tellings = [on('2026-01-01', 100_00n), on('2026-01-08', opening)] as const;
      expect(verdicts(...tellings)[1]).toEqual(['reference-repeated']);
    }
  });

  it('is of the one line where both statements show both days', () => {
    const head = { from: '2026-01-01', to: '2026-01-31' };
    const moved = ['2026-01-05', '2026-01-06'].map((date) =>
      told(0n, [entry({ ...order, day: date })], head),
    );
    expect(verdicts(...moved)).toEqual([['new'], ['known']]);
  });
});
