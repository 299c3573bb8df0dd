import { describe, expect, it } from 'vitest';
import { checkSplit, splitOf } from './split.js';
import type { Split, SplitInvoice } from './split.js';

const invoice = (id: string, changes: Partial<SplitInvoice> = {}): SplitInvoice => ({
  id,
  memberId: 'ann',
  amountMinor: 10_00n,
  creditedMinor: 0n,
  paidMinor: 0n,
  state: 'open',
  currency: 'EUR',
  ...changes,
});
const split = (
  parts: readonly [string, bigint][],
  creditMemberId: string | null = null,
): Split => ({
  parts: parts.map(([invoiceId, amountMinor]) => ({ invoiceId, amountMinor })),
  creditMemberId,
});
const refusal = (code: string, ...path: string[]) =>
  expect.objectContaining({
    code,
    details: expect.objectContaining({ path }) as unknown,
  }) as Error;

describe('a split that no transfer can be shared out by', () => {
  it.each([
    ['is nothing', split([]), ['parts']],
    ['has a part of nothing', split([['a', 0n]]), ['parts', '0', 'amountMinor']],
    [
      'takes something away',
      split([
        ['a', 2n],
        ['b', -1n],
      ]),
      ['parts', '1', 'amountMinor'],
    ],
    [
      'names an invoice twice',
      split([
        ['a', 1n],
        ['a', 1n],
      ]),
      ['parts', '1', 'invoiceId'],
    ],
    [
      'has more parts than one reads',
      split(Array.from({ length: 101 }, (_, nth): [string, bigint] => [String(nth), 1n])),
      ['parts'],
    ],
  ])('%s', (_, wrong, path) => {
    expect(() => checkSplit(wrong)).toThrow(refusal('INVALID_SPLIT', ...path));
  });

  it('is not one whose money is all somebody’s credit, nor one of a hundred parts', () => {
    const hundred = Array.from({ length: 100 }, (_, n): [string, bigint] => [String(n), 1n]);
    for (const sound of [split([], 'ann'), split(hundred)]) {
      expect(() => checkSplit(sound)).not.toThrow();
    }
  });
});

describe('a split of a line', () => {
  const line = { amountMinor: 15_00n, currency: 'EUR' };
  const invoices = new Map([
    ['a', invoice('a')],
    ['b', invoice('b', { paidMinor: 4_00n })],
    ['paid', invoice('paid', { state: 'paid', paidMinor: 10_00n })],
    ['dollars', invoice('dollars', { currency: 'USD' })],
  ]);
  const settled = (given: Split) => {
    const { parts, credits } = splitOf(line, given, invoices);
    return [
      parts.map((part) => [part.invoice.id, part.amountMinor]),
      credits.map(({ memberId, amountMinor }) => [memberId, amountMinor]),
    ];
  };

  it('gives each invoice its part, and the rest to whom it says', () => {
    expect(
      settled(
        split([
          ['a', 10_00n],
          ['b', 5_00n],
        ]),
      ),
    ).toEqual([
      [
        ['a', 10_00n],
        ['b', 5_00n],
      ],
      [],
    ]);
    expect(settled(split([['b', 6_00n]], 'ben'))).toEqual([[['b', 6_00n]], [['ben', 9_00n]]]);
  });

  it.each([
    ['a part of what is not there', split([['x', 1n]], 'ann'), 'INVOICE_NOT_FOUND', '0'],
    [
      'a part of what is paid',
      split(
        [
          ['a', 1n],
          ['paid', 1n],
        ],
        'ann',
      ),
      'INVOICE_STATE',
      '1',
    ],
    ['another currency', split([['dollars', 1n]], 'ann'), 'INVOICE_NOT_FOUND', '0'],
  ] as const)('is refused for %s', (_, given, code, nth) => {
    expect(() => splitOf(line, given, invoices)).toThrow(refusal(code, 'parts', nth, 'invoiceId'));
  });

  it('says of an invoice that is paid that it is', () => {
    expect(() => splitOf(line, split([['paid', 1n]], 'ann'), invoices)).toThrow(
      'The invoice is paid already.',
    );
  });

  it('is refused for more than is open, more than came, and a rest of nobody', () => {
    const of = (given: Split) => () => splitOf(line, given, invoices);
    expect(of(split([['b', 6_01n]], 'ann'))).toThrow(
      refusal('INVALID_SPLIT', 'parts', '0', 'amountMinor'),
    );
    expect(
      of(
        split([
          ['a', 10_00n],
          ['b', 5_01n],
        ]),
      ),
    ).toThrow(refusal('INVALID_SPLIT', 'parts'));
    expect(
      of(
        split([
          ['a', 9_99n],
          ['b', 5_00n],
        ]),
      ),
    ).toThrow(refusal('INVALID_SPLIT', 'creditMemberId'));
  });
});
