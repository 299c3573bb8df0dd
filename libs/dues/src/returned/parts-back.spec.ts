import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsBack, partsLeft } from './parts-back.js';
import type { PartLeft, PartRow } from './parts-back.js';

const invoice = (id: string, amountMinor: bigint, memberId = 'ann'): PartLeft => ({
  kind: 'invoice',
  id,
  memberId,
  amountMinor,
});
const credit = (memberId: string, amountMinor: bigint): PartLeft => ({
  kind: 'credit',
  id: memberId,
  memberId,
  amountMinor,
});
const row = (part: PartLeft, paidMinor = part.amountMinor): PartRow => ({ ...part, paidMinor });
const ids = (parts: readonly PartLeft[] | null) => parts?.map(({ id }) => id) ?? null;

describe('the parts that a return takes', () => {
  const parts = [invoice('a', 10n), invoice('b', 14n), credit('ann', 10n)];

  it('are all of them by their sum, before any of them by itself', () => {
    expect(ids(partsBack([34n], parts, []))).toEqual(['a', 'b', 'ann']);
    expect(ids(partsBack([34n, 14n], parts, ['b']))).toEqual(['a', 'b', 'ann']);
  });

  it('are those that are named together, else the one of that amount', () => {
    expect(ids(partsBack([24n], parts, ['a', 'b', 'elsewhere']))).toEqual(['a', 'b']);
    expect(ids(partsBack([14n], parts, ['a', 'b']))).toEqual(['b']);
    expect(ids(partsBack([17n, 14n], parts, []))).toEqual(['b']);
  });

  it('are none when several have the amount, none has it, or another is named', () => {
    expect(partsBack([10n], parts, [])).toBeNull();
    expect(partsBack([11n], parts, [])).toBeNull();
    expect(partsBack([14n], parts, ['a'])).toBeNull();
    expect(partsBack([], parts, ['a'])).toBeNull();
    expect(partsBack([0n], [], [])).toBeNull();
  });
});

describe('what is left of a line', () => {
  it('is what it settled, each part by itself', () => {
    const rows = [row(invoice('a', 10n)), row(credit('ann', 3n), 0n)];
    expect(partsLeft(rows)).toEqual([invoice('a', 10n), credit('ann', 3n)]);
  });

  it('is less of the invoice for which a credit gave, the one that lacks most first', () => {
    const gave = row(credit('ann', -10n), 0n);
    const cancelled = row(invoice('a', 10n), 0n);
    const paid = row(invoice('b', 10n));
    const others = row(invoice('c', 10n, 'ben'), 0n);
    for (const rows of [
      [cancelled, paid, others, gave],
      [paid, gave, others, cancelled],
    ]) {
      expect(ids(partsLeft(rows))?.toSorted()).toEqual(['b', 'c']);
    }
    expect(partsLeft([cancelled, row(credit('ann', -4n), 0n)])).toEqual([invoice('a', 6n)]);
  });

  it('is less of the credit, and of other invoices, for which an invoice gave', () => {
    const gave = row(invoice('a', -6n), 6n);
    const rows = [gave, row(invoice('b', 6n)), row(credit('ann', 6n), 0n)];
    expect(partsLeft(rows)).toEqual([invoice('b', 6n)]);
    expect(partsLeft([gave, row(credit('ann', 8n), 0n)])).toEqual([credit('ann', 2n)]);
    expect(partsLeft([row(credit('ann', 6n), 0n), gave, row(invoice('c', 5n, 'ben'))])).toEqual([
      invoice('c', 5n, 'ben'),
    ]);
  });

  it('is together what the line settled and nobody took back', () => {
    const part = fc.record({
      kind: fc.constantFrom('invoice', 'credit'),
      id: fc.uuid(),
      memberId: fc.constantFrom('ann', 'ben'),
      amountMinor: fc.bigInt({ min: -9n, max: 9n }).filter((amount) => amount !== 0n),
      paidMinor: fc.bigInt({ min: 0n, max: 9n }),
    });
    const sum = (rows: readonly PartLeft[]) =>
      rows.reduce((total, { amountMinor }) => total + amountMinor, 0n);
    fc.assert(
      fc.property(fc.array(part as fc.Arbitrary<PartRow>), (rows) => {
        for (const member of ['ann', 'ben']) {
          const its = rows.filter(({ memberId }) => memberId === member);
          const left = partsLeft(rows).filter(({ memberId }) => memberId === member);
          expect(sum(left)).toBe(sum(its) < 0n ? 0n : sum(its));
        }
      }),
    );
  });
});
