import { describe, expect, it } from 'vitest';
import { BankFileCollector } from '../../model/statement-sink.js';
import { CsvReader } from '../csv-reader.js';
import { guessCsvProfile } from './guess-csv-profile.js';

/** Amounts and days that the guessed profile reads. */
function readByGuess(text: string): unknown[] {
  const guess = guessCsvProfile(text);
  if (guess === null) return [];
  const collector = new BankFileCollector();
  const reader = new CsvReader(collector.sink, guess.profile);
  reader.write(text);
  reader.end();
  return collector
    .result()
    .statements.flatMap(({ currency, entries }) =>
      entries.map(({ bookingDate, amountMinor }) => [bookingDate, amountMinor, currency]),
    );
}

describe('CSV guesser', () => {
  it('infers a profile for a bank that none is shipped for, and is less sure of it', () => {
    const text =
      'Transaction Date,Details,Debit,Credit,Balance,Currency\n' +
      '21 Nov 2026,Rent,"1,000.00",,500.00,NZD\n20 Nov 2026,Share,,1500.00,1500.00,NZD\n';
    const guess = guessCsvProfile(text);
    expect(guess).toMatchObject({ profile: { name: 'inferred' }, confidence: 0.6 });
    expect(guess?.reason).toContain('no shipped profile fits');
    expect(readByGuess(text)).toEqual([
      ['2026-11-21', -100_000n, 'NZD'],
      ['2026-11-20', 150_000n, 'NZD'],
    ]);
  });

  it('takes debits that carry a minus as they are', () => {
    const text =
      'Posting Date,Narrative,Withdrawal,Deposit\n' +
      '21/11/2026,Rent,-10.00,\n20/11/2026,Share,,5.00\n';
    expect(readByGuess(text)).toEqual([
      ['2026-11-21', -1_000n, null],
      ['2026-11-20', 500n, null],
    ]);
  });

  it('takes no word of a header for a currency that is none', () => {
    const text = 'Date,Amount EUR,Account IBAN BIC\n2026-11-21,1.00,x\n';
    expect(readByGuess(text)).toEqual([['2026-11-21', 100n, 'EUR']]);
    expect(readByGuess(text.replace(' EUR', ''))).toEqual([['2026-11-21', 100n, null]]);
  });

  it('infers semicolons, decimal commas and German words', () => {
    const text =
      'Konto 12345;;;\nBuchungstag;Empfänger;Betrag;Währung\n' +
      '21.11.2026;Stadtwerke;-1.310,90;EUR\n20.11.2026;Verein;20,00;EUR\n';
    expect(readByGuess(text)).toEqual([
      ['2026-11-21', -131_090n, 'EUR'],
      ['2026-11-20', 2_000n, 'EUR'],
    ]);
  });

  it('is less sure when some rows do not read', () => {
    const rows = '21.11.2026;A;1,00;EUR\n20.11.2026;A;1,00;EUR\nnonsense;B;x;EUR\n';
    const text = `Buchungstag;Empfänger;Betrag;Währung\n${rows}`;
    expect(guessCsvProfile(text)?.confidence).toBe(0.4);
  });

  it.each([
    '',
    'hello world',
    '{"a": [1, 2, 3]}',
    'name,age,town\nAda,36,London\nAlan,41,Wilmslow\n',
    ':20:STARTUMS\n:25:1/2\n:61:2611211121C1,00NTRF\n',
  ])('proposes nothing for «%s»', (text) => {
    expect(guessCsvProfile(text)).toBeNull();
  });

  it('looks at the beginning only of a large file', () => {
    const row = '21/11/2026,"-1.00","A purchase somewhere","+5.00"\n';
    const guess = guessCsvProfile(row.repeat(100_000));
    expect(guess?.profile.name).toBe('commbank');
  });

  it('guesses from a beginning that was cut within a quotation', () => {
    const row = '21/11/2026,"-1.00","A purchase somewhere","+5.00"\n';
    const guess = guessCsvProfile(`${row.repeat(50)}21/11/2026,"-1.00","A purch`);
    expect(guess?.profile.name).toBe('commbank');
  });
});
