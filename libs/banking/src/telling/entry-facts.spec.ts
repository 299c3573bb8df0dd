import { describe, expect, it } from 'vitest';
import { madeEntry as facts } from '../testing/made-entry.js';
import type { KnownEntry } from './account-telling.js';
import { closest } from './closest.js';
import { familyOf, isNamedOther, isOther, likeness, plainText, realKey } from './entry-facts.js';
import type { EntryFacts } from './entry-facts.js';
import { mayBeSame, mayBeSourced } from './sourced.js';

describe('texts', () => {
  it('are compared by their letters and digits', () => {
    expect(plainText(' Solar-roof,\n2026 / 004 ')).toBe('SOLARROOF2026004');
    expect(plainText('Größe é ﬁ')).toBe('GROSSEEFI');
    expect([plainText(null), plainText(''), plainText(' - ')]).toEqual([null, null, null]);
  });

  it('are no references where they only fill the place of one', () => {
    for (const filler of ['NONREF', 'notprovided', 'N/A', 'NA', '0000', ' -- ', '', null]) {
      expect(realKey(filler)).toBeNull();
    }
    expect(realKey(' abc-1 ')).toBe('ABC-1');
    expect(realKey('NONREF1')).toBe('NONREF1');
  });

  it('of camt are of one family, as those of MT are', () => {
    expect(['camt.052', 'camt.054', 'mt940', 'mt942', 'ofx'].map(familyOf)).toEqual([
      'camt',
      'camt',
      'mt',
      'mt',
      'ofx',
    ]);
  });
});

const of = (one: Partial<EntryFacts>, other: Partial<EntryFacts>) =>
  likeness(facts(one), facts(other))?.likeness ?? null;

describe('two tellings', () => {
  it('of other amounts are of two entries, whatever else they share', () => {
    expect(of({ keys: ['K'] }, { keys: ['K'], amountMinor: 10_01n })).toBeNull();
    expect(of({ amountMinor: 10_00n }, { amountMinor: -10_00n })).toBeNull();
  });

  it('with the bank’s reference in common are of one, ten days apart at most', () => {
    expect(of({ keys: ['K', 'L'] }, { keys: ['L'], day: '2026-01-20' })).toBe('key');
    expect(of({ keys: ['K'] }, { keys: ['K'], day: '2026-01-21' })).toBe('weak');
    expect(of({ keys: ['K'] }, { keys: ['K'], day: '2025-12-31' })).toBe('key');
    expect(of({ keys: ['K'] }, { keys: ['K'], text: 'OTHER' })).toBe('key');
  });

  it('know a reference that another format cuts to sixteen characters', () => {
    const long = 'ABCDEFGHIJKLMNOPQRST';
    const cut = long.slice(0, 16);
    expect(of({ keys: [long] }, { keys: [cut], format: 'mt940' })).toBe('key');
    expect(of({ keys: [long] }, { keys: [cut], format: 'camt.052' })).toBeNull();
    expect(of({ keys: [long] }, { keys: [long.slice(0, 15)], format: 'mt940' })).toBe('content');
  });

  it('of other days and without a reference in common are of two', () => {
    expect(of({ text: 'A' }, { text: 'A', day: '2026-01-11' })).toBeNull();
    expect(of({ text: 'A' }, { text: 'A' })).toBe('content');
  });

  it('of one format are of two where a word differs, or each says what the other does not', () => {
    expect(of({ text: 'ROSA' }, { text: 'EMIL' })).toBeNull();
    expect(of({ text: 'ROSA' }, { text: 'ROSASDUES' })).toBe('content');
    expect(of({ text: 'ROSA' }, { name: 'ROSA' })).toBeNull();
    expect(of({ text: 'ROSA' }, { text: 'ROSA', name: 'ROSA' })).toBe('content');
  });

  it('of two formats may put soft words otherwise, and firm ones never', () => {
    const mt = { format: 'mt940' };
    expect(of({ text: 'ROSA' }, { ...mt, text: 'EMIL' })).toBe('weak');
    expect(of({ name: 'ROSA' }, { ...mt, name: 'EMIL' })).toBe('weak');
    expect(of({ valueDate: '2026-01-09' }, { ...mt, valueDate: '2026-01-10' })).toBe('weak');
    expect(of({ endToEndId: 'A' }, { ...mt, endToEndId: 'B' })).toBeNull();
    expect(of({ reference: 'RF18' }, { ...mt, reference: 'RF54' })).toBeNull();
    expect(of({ account: 'DE1' }, { ...mt, account: 'DE2' })).toBeNull();
    expect(of({ parts: '1,2' }, { ...mt, parts: '1,3' })).toBeNull();
    expect(of({ account: 'DE12 5001' }, { ...mt, account: '5001' })).toBe('content');
  });

  it('that the bank calls otherwise are of two, within one family of formats', () => {
    expect(of({ keys: ['K'] }, { keys: ['L'], format: 'camt.054' })).toBeNull();
    expect(of({ keys: ['K'] }, { keys: ['L'], format: 'ofx' })).toBe('content');
    expect(isNamedOther(facts({ keys: ['K'] }), facts())).toBe(false);
    expect(isNamedOther(facts({ keys: ['K'] }), facts({ keys: ['L', 'K'] }))).toBe(false);
    expect(isOther(facts({ keys: ['K'], text: 'A' }), facts({ keys: ['K'], text: 'B' }))).toBe(
      false,
    );
  });

  it('have a score that counts what they agree in', () => {
    const one = facts({ text: 'ROSA', name: 'ROSA', endToEndId: 'A' });
    expect(likeness(one, facts({ text: 'ROSA' }))?.score).toBe(2);
    expect(likeness(one, one)?.score).toBe(4);
    expect(likeness(facts(), facts())?.score).toBe(1);
  });
});

describe('an entry that is known', () => {
  const entry = (...all: [EntryFacts, ...EntryFacts[]]): KnownEntry => ({
    id: 'e',
    facts: all,
    split: [],
    tellingIds: [],
    unclear: false,
    source: null,
  });

  it('is like what is told by the closest of its tellings', () => {
    const known = entry(facts({ format: 'mt940', text: 'POOR' }), facts({ text: 'ROSA' }));
    expect(closest(facts({ format: 'csv', text: 'ROSA' }), known)?.likeness).toBe('content');
    expect(closest(facts({ format: 'csv', text: 'EMIL' }), known)?.likeness).toBe('weak');
    expect(closest(facts({ amountMinor: 1n }), known)).toBeNull();
  });

  it('is another where one of its tellings is, unless the bank names it so', () => {
    const known = entry(facts({ format: 'mt940' }), facts({ text: 'ROSA', keys: ['K'] }));
    expect(closest(facts({ text: 'EMIL' }), known)).toBeNull();
    expect(closest(facts({ text: 'EMIL', keys: ['K'] }), known)?.likeness).toBe('key');
  });
});

describe('what a source of money told', () => {
  it('may be the bank’s where neither says another thing', () => {
    expect(mayBeSame('Dues of Rosa', 'ROSA')).toBe(true);
    expect(mayBeSame(null, 'ROSA')).toBe(true);
    expect(mayBeSame('Emil', 'Rosa')).toBe(false);
  });

  it('is of one amount, and five days away at most', () => {
    const bank = facts({ text: 'stripe payout' });
    const source = facts({ format: 'source', text: 'Stripe Payout' });
    expect(mayBeSourced(bank, { ...source, day: '2026-01-15' })).toBe(true);
    expect(mayBeSourced(bank, { ...source, day: '2026-01-16' })).toBe(false);
    expect(mayBeSourced(bank, { ...source, amountMinor: 1n })).toBe(false);
    expect(mayBeSourced(bank, { ...source, text: 'rent' })).toBe(false);
  });
});
