import type { Entry, EntryDetail, Remittance } from '@rochdale/bank-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankLines } from './bank-line.js';

const noRemittance: Remittance = { structured: [], free: [] };
const facts = {
  endToEndId: null,
  bankReference: null,
  transactionCode: null,
  counterparty: null,
  remittance: noRemittance,
  original: null,
  charges: [],
  mandateId: null,
  creditorId: null,
  returnReason: null,
  purpose: null,
  information: null,
  references: {},
  other: {},
} as const;

function detail(changes: Partial<EntryDetail> = {}): EntryDetail {
  return {
    ...facts,
    amountMinor: 1n,
    exactAmount: null,
    currency: 'EUR',
    parties: [],
    agents: [],
    ...changes,
  };
}

function entry(changes: Partial<Entry> = {}): Entry {
  return {
    ...facts,
    bookingDate: '2026-01-05',
    valueDate: '2026-01-06',
    amountMinor: 5_00n,
    exactAmount: null,
    currency: 'EUR',
    status: 'BOOK',
    reversal: false,
    details: [],
    batchCount: null,
    line: 7,
    ...changes,
  };
}

const linesOf = (...entries: Entry[]) => bankLines(entries, 'EUR', '2026-01-31').lines;
const leftOutOf = (made: Entry, date: string | null = null) => bankLines([made], 'EUR', date);

describe('an entry of its own', () => {
  it('is a line of what the bank says', () => {
    const counterparty = { name: 'A payer', account: 'GB29NWBK60161331926819' };
    const made = entry({
      endToEndId: ' E2E ',
      bankReference: 'B1',
      counterparty: counterparty as Entry['counterparty'],
      remittance: { structured: [], free: ['for', 'dues '] },
    });
    expect(linesOf(made)).toEqual([
      {
        identity: expect.stringMatching(/^[0-9a-f]{64}:1$/),
        bookingDate: '2026-01-05',
        valueDate: '2026-01-06',
        amountMinor: 5_00n,
        currency: 'EUR',
        reversal: false,
        endToEndId: 'E2E',
        bankReference: 'B1',
        counterpartyName: 'A payer',
        counterpartyAccount: 'GB29NWBK60161331926819',
        reference: null,
        freeText: 'for dues',
        raw: made,
      },
    ]);
  });

  it('has no end-to-end id where the file says that there is none', () => {
    for (const text of ['NOTPROVIDED', ' notprovided ']) {
      expect(linesOf(entry({ endToEndId: text }))).toMatchObject([{ endToEndId: null }]);
    }
  });

  it('carries the first structured reference, without blanks and in capitals', () => {
    const structured = [{ reference: null }, { reference: 'rf18 5390 07' }, { reference: 'RF2' }];
    const remittance = { structured, free: [] } as unknown as Remittance;
    expect(linesOf(entry({ remittance }))).toMatchObject([{ reference: 'RF18539007' }]);
  });

  it('has no text where the payer wrote blanks, and no more than a thousand characters', () => {
    const text = (free: string[]) => linesOf(entry({ remittance: { structured: [], free } }));
    expect(text([' ', ''])).toMatchObject([{ freeText: null }]);
    expect(text(['x'.repeat(2_000)])[0]?.freeText).toHaveLength(1_000);
  });

  it('undoes another when the bank says so, or why', () => {
    expect(linesOf(entry({ reversal: true }))).toMatchObject([{ reversal: true }]);
    expect(linesOf(entry({ returnReason: 'AC04' }))).toMatchObject([{ reversal: true }]);
  });

  it('takes the day of its value, or of the statement, where it has none of its own', () => {
    expect(linesOf(entry({ bookingDate: null }))).toMatchObject([{ bookingDate: '2026-01-06' }]);
    expect(linesOf(entry({ bookingDate: null, valueDate: null }))).toMatchObject([
      { bookingDate: '2026-01-31', valueDate: null },
    ]);
  });
});

describe('an entry with one transaction inside', () => {
  it('says the inner things first, and the outer ones where the inner is silent', () => {
    const inner = detail({ endToEndId: 'INNER', amountMinor: null, bankReference: 'INNER-REF' });
    const remittance = { structured: [], free: ['outer'] };
    const made = entry({
      details: [inner],
      endToEndId: 'OUTER',
      bankReference: 'OUTER-REF',
      remittance,
    });
    expect(linesOf(made)).toMatchObject([
      { endToEndId: 'INNER', bankReference: 'OUTER-REF', freeText: 'outer', amountMinor: 5_00n },
    ]);
    const silent = entry({ details: [detail()], endToEndId: 'OUTER', bankReference: null });
    expect(linesOf(silent)).toMatchObject([{ endToEndId: 'OUTER', bankReference: null }]);
  });

  it('takes the inner text whole where there is one', () => {
    const inner = detail({ remittance: { structured: [], free: ['inner'] } });
    const remittance = { structured: [], free: ['outer'] };
    expect(linesOf(entry({ details: [inner], remittance }))).toMatchObject([{ freeText: 'inner' }]);
  });
});

describe('a batch', () => {
  const parts = [
    detail({ amountMinor: 2_00n, endToEndId: 'A' }),
    detail({ amountMinor: 3_00n, endToEndId: 'B' }),
  ];

  it('becomes its parts where they add up to it', () => {
    expect(linesOf(entry({ details: parts }))).toMatchObject([
      { amountMinor: 2_00n, endToEndId: 'A' },
      { amountMinor: 3_00n, endToEndId: 'B' },
    ]);
  });

  it.each([
    ['one is missing', [parts[0], detail({ amountMinor: 2_99n })]],
    ['one has no amount', [parts[0], parts[1], detail({ amountMinor: null })]],
    ['one moves nothing', [parts[0], parts[1], detail({ amountMinor: 0n })]],
  ] as const)('stays whole where %s: the sum is what the account moved', (_, details) => {
    const made = entry({ details: details.flatMap((part) => part ?? []) });
    expect(linesOf(made)).toMatchObject([{ amountMinor: 5_00n, endToEndId: null }]);
  });

  it('of equal parts becomes as many lines, told apart', () => {
    const twin = detail({ amountMinor: 2_50n, endToEndId: 'SAME' });
    const lines = linesOf(entry({ details: [twin, twin] }));
    expect(new Set(lines.map(({ identity }) => identity)).size).toBe(2);
  });

  it('of any parts moves what the entry moved', () => {
    const amounts = fc.array(fc.bigInt({ min: -9n, max: 9n }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 9n }), (of, total) => {
        const made = entry({
          amountMinor: total,
          details: of.map((amountMinor) => detail({ amountMinor })),
        });
        const sum = linesOf(made).reduce((all, line) => all + line.amountMinor, 0n);
        expect(sum).toBe(total);
      }),
    );
  });
});

describe('what is left out is named by its place', () => {
  it.each([
    [{ status: 'PDNG' }, { line: 7, why: 'not-booked' }],
    [{ amountMinor: 0n }, { line: 7, why: 'nothing' }],
    [{ currency: 'USD' }, { line: 7, why: 'other-currency' }],
    [
      { bookingDate: null, valueDate: null },
      { line: 7, why: 'no-day' },
    ],
    [
      { status: 'INFO', line: null },
      { line: null, why: 'not-booked' },
    ],
  ])('when it is %o', (changes, named) => {
    const { lines, leftOut } = leftOutOf(entry(changes));
    expect(lines).toEqual([]);
    expect(leftOut).toEqual([named]);
  });

  it('and nothing else is: no currency means the account’s', () => {
    expect(leftOutOf(entry({ currency: null }))).toMatchObject({
      lines: [{ currency: 'EUR' }],
      leftOut: [],
    });
  });
});

describe('the identity of a line', () => {
  const identityOf = (changes: Partial<Entry>) => linesOf(entry(changes))[0]?.identity;
  const plain = identityOf({});

  it('is the same in every file that shows the line', () => {
    expect(identityOf({ line: 99, information: 'another text of the bank' })).toBe(plain);
    expect(identityOf({ charges: [], batchCount: 3 })).toBe(plain);
  });

  it.each<[string, Partial<Entry>]>([
    ['day', { bookingDate: '2026-01-04' }],
    ['value day', { valueDate: '2026-01-04' }],
    ['amount', { amountMinor: 5_01n }],
    ['sign', { amountMinor: -5_00n }],
    ['kind', { reversal: true }],
    ['bank reference', { bankReference: 'B2' }],
    ['end-to-end id', { endToEndId: 'E2' }],
    ['text', { remittance: { structured: [], free: ['other'] } }],
    ['payer', { counterparty: { name: null, account: 'X' } as Entry['counterparty'] }],
  ])('is another with another %s', (_, changes) => {
    expect(identityOf(changes)).not.toBe(plain);
  });

  it('counts equal lines of a statement, so that none is lost', () => {
    const times = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(times, times, (twins, others) => {
        const entries = [
          ...Array.from({ length: twins }, () => entry()),
          ...Array.from({ length: others }, () => entry({ amountMinor: 1n })),
        ];
        const lines = linesOf(...entries);
        expect(new Set(lines.map(({ identity }) => identity)).size).toBe(twins + others);
        const again = linesOf(...entries.toReversed());
        const sorted = (all: typeof lines) => all.map(({ identity }) => identity).toSorted();
        expect(sorted(again)).toEqual(sorted(lines));
      }),
    );
  });
});
