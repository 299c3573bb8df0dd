import { describe, expect, it } from 'vitest';
import { madeEntry } from '../testing/made-entry.js';
import { daysOf } from './account-telling.js';
import type { KnownEntry, KnownTelling, Telling } from './account-telling.js';
import { isWholeDay, knownPart, toldPart } from './day-part.js';

const entry = (day: string, amountMinor: bigint) => madeEntry({ day, amountMinor });

const entries = [
  entry('2026-01-09', 1_00n),
  entry('2026-01-10', 2_00n),
  entry('2026-01-10', -50n),
  entry('2026-01-11', 4_00n),
];
const telling = (head: Partial<Telling> = {}): Telling => ({
  fileId: 'f',
  format: 'camt.053',
  reference: null,
  sequence: null,
  from: null,
  to: null,
  span: { openingMinor: 10_00n, closingMinor: 16_50n },
  entries,
  ...head,
});

describe('the days of a telling', () => {
  it('are those it names and those of its entries, the first and the last', () => {
    expect(daysOf({ from: '2026-01-08', to: '2026-01-10' }, entries)).toEqual({
      first: '2026-01-08',
      last: '2026-01-11',
    });
    expect(daysOf({ from: null, to: null }, entries.slice(1, 2))).toEqual({
      first: '2026-01-10',
      last: '2026-01-10',
    });
    expect(daysOf({ from: null, to: null }, [])).toBeNull();
  });
});

describe('a day of a telling', () => {
  it('begins with the balance behind the days before, and ends with its own entries', () => {
    const part = toldPart(telling(), '2026-01-10');
    expect(part.entries).toEqual([1, 2]);
    expect(part.span).toEqual({ openingMinor: 11_00n, closingMinor: 12_50n });
    expect([part.isFromStart, part.isToEnd, isWholeDay(part)]).toEqual([true, true, true]);
  });

  it('may have begun before the first entry, and end behind the last', () => {
    const first = toldPart(telling(), '2026-01-09');
    expect([first.isFromStart, first.isToEnd]).toEqual([false, true]);
    const last = toldPart(telling(), '2026-01-11');
    expect([last.isFromStart, last.isToEnd, isWholeDay(last)]).toEqual([true, false, false]);
    expect(toldPart(telling({ from: '2026-01-08' }), '2026-01-09').isFromStart).toBe(true);
    expect(toldPart(telling({ to: '2026-01-12' }), '2026-01-11').isToEnd).toBe(true);
  });

  it('has no balances where the telling has none', () => {
    expect(toldPart(telling({ span: null }), '2026-01-10').span).toBeNull();
  });

  it.each([
    ['camt.053', true],
    ['mt940', true],
    ['camt.052', false],
    ['csv', false],
  ])('is stated whole by a daily statement that names its days: %s %s', (format, isStated) => {
    const named = telling({ format, from: '2026-01-09', to: '2026-01-10' });
    expect(toldPart(named, '2026-01-09').isStated).toBe(isStated);
    expect(toldPart(named, '2026-01-10').isStated).toBe(isStated);
    expect(toldPart(named, '2026-01-11').isStated).toBe(false);
    expect(toldPart(telling({ format, to: '2026-01-10' }), '2026-01-10').isStated).toBe(false);
  });

  it('is picked from notices', () => {
    expect(toldPart(telling({ format: 'camt.054' }), '2026-01-10').isPicked).toBe(true);
    expect(toldPart(telling(), '2026-01-10').isPicked).toBe(false);
  });
});

describe('a day that was told', () => {
  const known = new Map<string, KnownEntry>(
    entries.map((facts, at) => [
      `e${at}`,
      { id: `e${at}`, facts: [facts], split: [], tellingIds: ['t'], unclear: false, source: null },
    ]),
  );
  const before = (entryIds: readonly string[]): KnownTelling => {
    const { entries: _, ...head } = telling();
    return { ...head, id: 't', entryIds };
  };

  it('has the same balances as when it was', () => {
    const part = knownPart(before(['e0', 'e1', 'e2', 'e3']), known, '2026-01-10');
    expect(part.entries.map(({ id }) => id)).toEqual(['e1', 'e2']);
    expect(part.span).toEqual({ openingMinor: 11_00n, closingMinor: 12_50n });
  });

  it('has none where not all of its statement is known', () => {
    expect(knownPart(before(['e0', 'e1', 'e3']), known, '2026-01-10').span).toBeNull();
    expect(knownPart(before(['e0', 'e1', 'e9']), known, '2026-01-10').entries).toHaveLength(1);
  });
});
