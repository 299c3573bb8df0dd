import { describe, expect, it } from 'vitest';
import { debitsFirst, lineOfMovement, rivalsOf } from './sourced-movement.js';
import type { RivalLine, SourcedMovement } from './sourced-movement.js';

const movement: SourcedMovement = {
  externalId: 'txn_1',
  bookedOn: '2026-03-01',
  amountMinor: 12_00n,
  reversal: false,
  counterparty: 'Ada',
  reference: null,
  kind: 'payment',
};
const lineWith = (changes: Partial<SourcedMovement>) =>
  lineOfMovement('tin', 'EUR', { ...movement, ...changes });

describe('the line of a movement', () => {
  it('is known by the names of the source and of the movement', () => {
    expect(lineWith({}).identity).toBe('tin:txn_1');
    expect(lineOfMovement('jar', 'EUR', movement).identity).toBe('jar:txn_1');
  });

  it('says what moved when, and keeps no copy of who paid beside their name', () => {
    expect(lineWith({ reversal: true })).toMatchObject({
      bookingDate: '2026-03-01',
      amountMinor: 12_00n,
      currency: 'EUR',
      reversal: true,
      counterpartyName: 'Ada',
      counterpartyAccount: null,
      raw: { source: 'tin', externalId: 'txn_1', kind: 'payment' },
    });
  });

  it('has a reference when the check digits are right', () => {
    const { reference, freeText } = lineWith({ reference: 'rf18 5390 0754 7034' });
    expect({ reference, freeText }).toEqual({ reference: 'RF18539007547034', freeText: null });
  });

  it('has words when they are not', () => {
    const { reference, freeText } = lineWith({ reference: 'RF19 5390 0754 7034' });
    expect({ reference, freeText }).toEqual({ reference: null, freeText: 'RF19 5390 0754 7034' });
  });
});

it('looks at what went out before what came back, each in the order given', () => {
  const lines = [3n, -2n, 1n, -4n].map((amountMinor) => ({ amountMinor }));
  expect(debitsFirst(lines).map(({ amountMinor }) => amountMinor)).toEqual([-2n, -4n, 3n, 1n]);
});

describe('the line of a bank’s file that a movement may repeat', () => {
  const line = (id: string, changes: Partial<RivalLine> = {}): RivalLine => ({
    id,
    bookingDate: '2026-03-01',
    amountMinor: 12_00n,
    bankReference: null,
    reference: null,
    freeText: null,
    ...changes,
  });
  const rivals = (movements: readonly Partial<SourcedMovement>[], ...lines: RivalLine[]) =>
    rivalsOf(
      movements.map((changes) => ({ ...movement, ...changes })),
      lines,
    ).map((rival) => rival?.id ?? null);

  it('is of its amount, and at most five days away, before or after', () => {
    for (const bookingDate of ['2026-02-24', '2026-03-06']) {
      expect(rivals([{}], line('a', { bookingDate }))).toEqual(['a']);
    }
    for (const bookingDate of ['2026-02-23', '2026-03-07']) {
      expect(rivals([{}], line('a', { bookingDate }))).toEqual([null]);
    }
    expect(rivals([{}], line('a', { amountMinor: -12_00n }))).toEqual([null]);
  });

  it('is the nearest, and of one movement only', () => {
    const lines = [
      line('far', { bookingDate: '2026-03-04' }),
      line('near', { bookingDate: '2026-02-28' }),
    ];
    expect(rivals([{}], ...lines)).toEqual(['near']);
    expect(rivals([{}, {}, {}], ...lines)).toEqual(['near', 'far', null]);
  });

  it('is by the source’s own name first, however far, and whoever comes before', () => {
    const named = line('named', { bankReference: 'txn_2', bookingDate: '2026-01-01' });
    const near = line('near', { bankReference: 'txn_2' });
    expect(rivals([{ externalId: 'txn_2' }], named)).toEqual(['named']);
    expect(rivals([{}, { externalId: 'txn_2' }], near)).toEqual([null, 'near']);
    const dearer = line('dearer', { bankReference: 'txn_1', amountMinor: 13_00n });
    expect(rivals([{}], dearer)).toEqual([null]);
  });

  it('says nothing else than the movement', () => {
    const [dues, words] = [{ reference: 'Dues of Ada' }, { freeText: 'DUES OF ADA, MARCH' }];
    expect(rivals([dues], line('a', words))).toEqual(['a']);
    expect(rivals([dues], line('a', { freeText: 'Rent' }))).toEqual([null]);
    expect(rivals([dues], line('a', { reference: 'RF18539007547034' }))).toEqual([null]);
    expect(rivals([{}], line('a', { freeText: 'Rent' }))).toEqual(['a']);
  });
});
