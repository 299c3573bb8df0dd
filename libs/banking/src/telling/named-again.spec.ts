import { describe, expect, it } from 'vitest';
import { madeEntry as entry } from '../testing/made-entry.js';
import { told, verdicts } from '../testing/made-telling.js';
import type { Telling, ToldEntry } from './account-telling.js';

const named = (facts: Partial<ToldEntry> = {}) => entry({ keys: ['GIVEN'], ...facts });
const on = (day: string, opening: bigint | null, facts: Partial<ToldEntry> = {}): Telling =>
  told(opening, [named({ day, ...facts })]);

describe('a bank’s reference', () => {
  const long = 'A-REFERENCE-OF-MORE-THAN-SIXTEEN';
  const short = long.slice(0, 16);

  it('is known by its first sixteen characters in a format that has room for no more', () => {
    const mt940 = { format: 'mt940', keys: [short], text: 'IN OTHER WORDS', day: '2026-01-12' };
    const head = { from: '2026-01-10', to: '2026-01-12' };
    const [camt, cut] = [
      told(null, [named({ keys: [long] })], head),
      told(null, [entry(mt940)], head),
    ];
    expect(verdicts(camt, cut)[1]).toEqual(['known']);
    expect(verdicts(cut, camt)[1]).toEqual(['known']);
  });

  it('is another where one format cuts it, or the cut has another length', () => {
    const one = told(0n, [named({ keys: [long] })]);
    expect(verdicts(one, told(0n, [named({ keys: [short] })]))[1]).toEqual(['new']);
  });

  it('is of the one entry on its own day, whichever way the file is cut', () => {
    const both = told(0n, [named(), entry({ amountMinor: 1n })]);
    expect(verdicts(on('2026-01-10', 0n), both)[1]).toEqual(['known', 'new']);
    expect(verdicts(on('2026-01-10', 0n), on('2026-01-10', 0n))[1]).toEqual(['known']);
  });
});

describe('a reference that comes again', () => {
  it('waits where the balance leads on from the statement that told it', () => {
    expect(verdicts(on('2026-01-10', 0n), on('2026-01-10', 10_00n))[1]).toEqual([
      'reference-repeated',
    ]);
    expect(verdicts(on('2026-01-10', 10_00n), on('2026-01-10', 0n))[1]).toEqual([
      'reference-repeated',
    ]);
  });

  it('is known where a statement between them shows it, too', () => {
    const other = entry({ amountMinor: 5_00n });
    const around = told(-5_00n, [other, named(), entry({ amountMinor: 1n })]);
    expect(verdicts(on('2026-01-10', 0n), around, on('2026-01-10', 10_00n))[2]).toEqual(['known']);
  });

  it('is known where it moves nothing, however often the same balance comes', () => {
    const nothing = { amountMinor: 0n };
    const twice = [on('2026-01-10', 7n, nothing), on('2026-01-10', 7n, nothing)];
    expect(verdicts(...twice)[1]).toEqual(['known']);
  });

  it('is known in OFX, which gives it once, though the days lie apart', () => {
    const ofx = { format: 'ofx' };
    expect(verdicts(on('2026-01-10', 0n, ofx), on('2026-01-15', 50_00n, ofx))[1]).toEqual([
      'known',
    ]);
    expect(verdicts(on('2026-01-10', 0n), on('2026-01-15', 50_00n))[1]).toEqual(['new']);
  });

  it('waits on the day where one ends and the next begins, and where one is not proven', () => {
    const head = { from: '2026-01-08', to: '2026-01-12' };
    const first = told(0n, [named()], head);
    const next = told(50_00n, [named({ day: '2026-01-12' })], { from: '2026-01-12' });
    expect(verdicts(first, next)[1]).toEqual(['reference-repeated']);
    const later = told(50_00n, [named({ day: '2026-01-13' })], { from: '2026-01-13' });
    expect(verdicts(first, later)[1]).toEqual(['new']);
    const unproven = told(null, [named()], head);
    expect(verdicts(first, unproven, later)[2]).toEqual(['reference-repeated']);
  });

  it('is known on the first and on the last day that both show', () => {
    const head = { from: '2026-01-05', to: '2026-01-10' };
    const tellings = ['2026-01-05', '2026-01-10'].map((day) => told(0n, [named({ day })], head));
    expect(verdicts(...tellings)[1]).toEqual(['known']);
  });
});
