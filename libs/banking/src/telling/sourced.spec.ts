import { describe, expect, it } from 'vitest';
import { madeEntry as entry } from '../testing/made-entry.js';
import { told } from '../testing/made-telling.js';
import type { KnownEntry, ToldEntry } from './account-telling.js';
import { mayBeSame, mayBeSourced } from './sourced.js';
import { tellApart } from './tell-apart.js';

describe('what a source and a bank wrote', () => {
  it.each([
    ['nothing', null, 'Dues of Ada', true],
    ['a part', 'Dues', 'Dues of Ada', true],
    ['the whole of a part', 'Dues of Ada', 'DUES', true],
    ['another thing', 'Dues of Ada', 'Dues of Bob', false],
  ])('may be of one payment where the one says %s', (_, one, other, may) => {
    expect(mayBeSame(one, other)).toBe(may);
    expect(mayBeSame(other, one)).toBe(may);
  });
});

describe('a bank’s entry may be what a source told', () => {
  const its = entry({ day: '2026-01-10', text: 'DUES' });

  it.each([
    ['five days before', { day: '2026-01-05' }, true],
    ['five days later', { day: '2026-01-15' }, true],
    ['six days later', { day: '2026-01-16' }, false],
    ['over another amount', { amountMinor: 9_99n }, false],
    ['back', { amountMinor: -10_00n }, false],
    ['in other words', { text: 'RENT' }, false],
    ['in a reference of its words', { text: null, reference: 'DUES' }, true],
    ['in a reference of others', { text: null, reference: 'RENT' }, false],
  ])('%s', (_, change, may) => {
    expect(mayBeSourced(its, entry({ text: 'DUES', ...change }))).toBe(may);
  });

  /** What becomes of a bank's entry on an account of which a source told one. */
  const beside = (change: Partial<ToldEntry>, source: string | null = 'till') => {
    const known: KnownEntry = {
      id: 'sourced',
      facts: [entry({ format: 'source', keys: ['tx_1'], text: 'DUES' })],
      split: [],
      tellingIds: [],
      unclear: false,
      source,
    };
    const telling = told(0n, [entry({ day: '2026-01-12', text: 'DUES', ...change })]);
    return tellApart({ entries: [known], tellings: [] }, telling).verdicts;
  };

  it('and waits then; by the source’s own name it is known', () => {
    const rivals = ['sourced'];
    expect(beside({})).toEqual([
      { is: 'unclear', doubt: 'account-has-source', rivals, twin: null },
    ]);
    expect(beside({ keys: ['tx_1'] })).toEqual([{ is: 'known', entryIds: rivals, isPart: false }]);
    for (const other of [{ text: 'RENT' }, { day: '2026-01-16' }, { amountMinor: 1n }]) {
      expect(beside(other)).toEqual([{ is: 'new' }]);
    }
    expect(beside({}, null)).toEqual([{ is: 'new' }]);
  });
});
