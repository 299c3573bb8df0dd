import { describe, expect, it } from 'vitest';
import { AccountBooks } from '../testing/account-books.js';
import { madeEntry as entry } from '../testing/made-entry.js';
import { batch, told, verdicts } from '../testing/made-telling.js';
import type { ToldEntry } from './account-telling.js';

const [three, four] = [entry({ amountMinor: 3_00n }), entry({ amountMinor: 4_00n })];
const seven = entry({ amountMinor: 7_00n });
const inFormat = (format: string, ...all: readonly ToldEntry[]): ToldEntry[] =>
  all.map((one) => ({ ...one, format }));
const whole = batch({}, three, four);

describe('a batch that another file tells as its payments is known, whichever comes first', () => {
  it.each(['camt.052', 'camt.053', 'mt940'])('as single ones of %s', (format) => {
    const single = told(0n, inFormat(format, four, three));
    const together = told(0n, [whole]);
    expect(verdicts(together, single, together)).toEqual([['new'], ['known', 'known'], ['known']]);
    expect(verdicts(single, together, single)).toEqual([
      ['new', 'new'],
      ['known'],
      ['known', 'known'],
    ]);
  });

  it('though the bank calls the batch otherwise than its payments', () => {
    const named = batch(
      { keys: ['BATCH'] },
      entry({ amountMinor: 3_00n, keys: ['BATCH'] }),
      entry({ amountMinor: 4_00n, keys: ['BATCH'] }),
    );
    const single = told(0n, [
      entry({ amountMinor: 3_00n, keys: ['K1'], format: 'camt.052' }),
      entry({ amountMinor: 4_00n, keys: ['K2'], format: 'camt.052' }),
    ]);
    expect(verdicts(told(0n, [named]), single)[1]).toEqual(['known', 'known']);
    expect(verdicts(single, told(0n, [named]))[1]).toEqual(['known']);
  });

  it('in the midst of other entries, which stay what they are', () => {
    const other = entry({ amountMinor: 9_00n });
    const single = told(0n, inFormat('mt940', three, other, four));
    expect(verdicts(told(0n, [whole, other]), single)[1]).toEqual(['known', 'known', 'known']);
    expect(verdicts(single, told(0n, [whole, other]))[1]).toEqual(['known', 'known']);
    const later = told(7_00n, [other]);
    expect(verdicts(told(0n, [whole]), later, single)[2]).toEqual(['known', 'known', 'known']);
  });

  it('beside a payment of its amount, which is none of its tellings', () => {
    const single = [told(0n, [three, four]), told(7_00n, [seven])];
    const together = told(0n, inFormat('camt.052', whole));
    expect(verdicts(...single, together)[2]).toEqual(['known']);
  });

  it('beside a known payment of its amount, which is told with them', () => {
    const both = told(0n, [whole, seven]);
    const single = told(0n, inFormat('mt940', three, seven, four));
    expect(verdicts(both, single)[1]).toEqual(['known', 'known', 'known']);
    // One more of that amount than there are payments of it is the batch.
    const again = told(0n, inFormat('mt940', three, seven, four, seven));
    expect(verdicts(both, again)[1]).toEqual(['new', 'known', 'new', 'known']);
  });

  it('of which a payment says nothing about the whole', () => {
    const books = new AccountBooks();
    books.take(told(0n, [whole]));
    const part = { is: 'known', entryIds: [books.counted[0]?.id], isPart: true };
    const { verdicts: all } = books.take(told(0n, inFormat('mt940', three, four)));
    expect(all).toEqual([part, part]);
  });

  it('but not for a payment that is another one for certain: the rest of the batch waits', () => {
    const rosa = entry({ amountMinor: 3_00n, text: 'ROSA' });
    const single = told(0n, [rosa, four]);
    expect(verdicts(told(0n, [whole, rosa]), single)[1]).toEqual(['known', 'other-parts']);
  });

  it('and counts once, whatever is told of it after that', () => {
    const books = new AccountBooks();
    const single = told(0n, inFormat('mt940', three, four));
    for (const telling of [told(0n, [whole]), single, told(7_00n, [three]), told(0n, [whole])]) {
      books.take(telling);
    }
    expect(books.waiting).toEqual([]);
    expect(books.counted.map(({ facts: [its] }) => its.amountMinor)).toEqual([7_00n, 3_00n]);
  });
});

describe('payments that lead on from a batch are no parts of it', () => {
  it('where balances prove it', () => {
    expect(verdicts(told(0n, [whole]), told(7_00n, [three, four]))[1]).toEqual(['new', 'new']);
    expect(verdicts(told(0n, [three, four]), told(7_00n, [whole]))[1]).toEqual(['new']);
  });

  it('and wait where no balances do', () => {
    const notice = told(null, inFormat('camt.054', three, four));
    expect(verdicts(told(0n, [whole]), notice)[1]).toEqual(['edge-day', 'edge-day']);
  });

  it('where one payment of the batch is missing, and the way is another', () => {
    expect(verdicts(told(0n, [whole]), told(0n, [three]))[1]).toEqual(['new']);
  });
});

describe('the same way of the balance in other parts, which only a sum tells', () => {
  it('waits and says so, whichever comes first', () => {
    const [sum, single] = [told(0n, inFormat('mt940', seven)), told(0n, [three, four])];
    expect(verdicts(sum, single)[1]).toEqual(['other-parts', 'other-parts']);
    expect(verdicts(single, sum)[1]).toEqual(['other-parts']);
  });

  it('waits where the payments have words that are not those of the batch', () => {
    const said = (amountMinor: bigint, text: string) => entry({ amountMinor, text });
    const rosa = batch({ account: 'DE01 DE02' }, said(3_00n, 'ROSA'), said(4_00n, 'EMIL'));
    const others = told(0n, [said(3_00n, 'IDA'), said(4_00n, 'OTTO')]);
    expect(verdicts(told(0n, [rosa]), others)[1]).toEqual(['other-parts', 'other-parts']);
    expect(verdicts(others, told(0n, [rosa]))[1]).toEqual(['other-parts']);
  });

  it.each([
    ['days', { from: '2026-01-10', to: '2026-01-10' }],
    ['no days', {}],
  ] as const)('waits alone, where statements have %s: the rest of the day is known', (_, head) => {
    const rest = [entry({ amountMinor: -1_00n, text: 'fee' }), entry({ amountMinor: 55_00n })];
    const single = told(0n, [three, four, ...rest], head);
    const sum = told(0n, inFormat('mt940', seven, ...rest), head);
    expect(verdicts(single, sum)[1]).toEqual(['other-parts', 'known', 'known']);
    expect(verdicts(sum, single)[1]).toEqual(['other-parts', 'other-parts', 'known', 'known']);
  });

  it('waits where two statements tell the payments and a third their sum', () => {
    const sum = told(0n, inFormat('mt940', seven));
    expect(verdicts(told(0n, [three]), told(3_00n, [four]), sum)[2]).toEqual(['other-parts']);
  });

  it('waits where the balance has been there twice, and is new where it leads elsewhere', () => {
    const [single, back] = [told(0n, [three, four]), told(7_00n, [entry({ amountMinor: -7_00n })])];
    expect(verdicts(single, back, told(0n, [seven]))[2]).toEqual(['other-parts']);
    expect(verdicts(single, told(50_00n, [seven]))[1]).toEqual(['new']);
    expect(verdicts(single, told(null, [seven]))[1]).toEqual(['new']);
  });

  it('is told again for good once a person said that it is', () => {
    const books = new AccountBooks();
    const single = told(0n, [three, four]);
    books.take(told(0n, inFormat('mt940', seven)));
    books.take(single);
    const [rival] = books.counted;
    for (const { id } of books.waiting) books.decide(id, rival?.id ?? null);
    expect(books.take(single).verdicts.map(({ is }) => is)).toEqual(['known', 'known']);
    expect(books.counted).toHaveLength(1);
  });
});
