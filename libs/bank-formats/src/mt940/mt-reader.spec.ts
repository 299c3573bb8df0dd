import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { readBankFile } from '../reading/read-bank-file.js';
import type { BankFile, Entry } from '../model/statement.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): BankFile => readBankFile(bytes(text));

/** A message of one account with the lines of its entries. */
function message(...lines: string[]): string {
  const head = [':20:OURS', ':25:12345678/1020304050', ':28C:7/1', ':60F:C260101EUR100,00'];
  return [...head, ...lines, ''].join('\r\n');
}

function entryOf(...lines: string[]): Entry {
  const [entry] = read(message(...lines)).statements[0]?.entries ?? [];
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

const codes = (file: BankFile): string[] => file.warnings.map((warning) => warning.code);

describe('a statement line', () => {
  it.each([
    ['C', 'C', 500n, false],
    ['a credit with the funds letter of EUR', 'CR', 500n, false],
    ['D', 'D', -500n, false],
    ['a debit with a funds letter', 'DR', -500n, false],
    ['a reversed credit', 'RC', -500n, true],
    ['a reversed debit', 'RD', 500n, true],
    ['a reversed credit with a funds letter', 'RCR', -500n, true],
    ['a reversed debit with a funds letter', 'RDR', 500n, true],
    ['a debit in USD by its funds letter', 'DD', -500n, false],
  ] as const)('%s has the right sign', (_, mark, amountMinor, reversal) => {
    const entry = entryOf(`:61:2601020102${mark}5,00NTRFNONREF`);
    expect([entry.amountMinor, entry.reversal]).toEqual([amountMinor, reversal]);
  });

  it.each([
    ['5,00', 500n],
    ['5,', 500n],
    ['5', 500n],
    [',05', 5n],
    ['000000000005,5', 550n],
    ['1.234,56', 123456n],
    ["1'234,56", 123456n],
  ])('reads the amount %s', (text, amountMinor) => {
    expect(entryOf(`:61:260102C${text}NTRFNONREF`).amountMinor).toBe(amountMinor);
  });

  it('keeps a third decimal of EUR in the exact amount and warns', () => {
    const file = read(message(':61:260102C5,001NTRFNONREF', ':62F:C260102EUR105,001'));
    const [statement] = file.statements;
    expect(statement?.entries[0]).toMatchObject({ amountMinor: 500n, exactAmount: '5.001' });
    expect(statement?.balanced).toBe(true);
    expect(codes(file)).toContain('amount-below-minor-unit');
  });

  it('takes the value date where the entry date is left out', () => {
    const { bookingDate, valueDate } = entryOf(':61:260102C5,00NTRFNONREF');
    expect([bookingDate, valueDate]).toEqual(['2026-01-02', '2026-01-02']);
  });

  it.each([
    ['2512310102', '2025-12-31', '2026-01-02'],
    ['2601021231', '2026-01-02', '2025-12-31'],
    ['2602280301', '2026-02-28', '2026-03-01'],
  ])('%s is a value date and an entry date in the nearest year', (dates, value, booked) => {
    const { bookingDate, valueDate } = entryOf(`:61:${dates}C5,00NTRFNONREF`);
    expect([valueDate, bookingDate]).toEqual([value, booked]);
  });

  it('moves 30 February to the last day of its month and says so', () => {
    const file = read(message(':61:2602300301C5,00NTRFNONREF'));
    expect(file.statements[0]?.entries[0]?.valueDate).toBe('2026-02-28');
    expect(codes(file)).toContain('date-moved');
  });

  it('reads an amount that a line end parted from its mark', () => {
    expect(entryOf(':61:2601020102CR', '30,00N062NONREF').amountMinor).toBe(3000n);
  });

  it('reads blanks where banks leave the entry date out', () => {
    expect(entryOf(':61:260102    DD212,39NMSCNONREF//').amountMinor).toBe(-21239n);
  });

  it.each(['20260102D', '202601020105D', '2026010220260105D', '26010220260105D'])(
    'reads the years in full of %s',
    (dates) => {
      const entry = entryOf(`:61:${dates}5,00NTRFNONREF`);
      expect([entry.valueDate, entry.amountMinor]).toEqual(['2026-01-02', -500n]);
      expect(entry.bookingDate).toBe(dates.includes('0105') ? '2026-01-05' : '2026-01-02');
    },
  );

  it.each([
    ['DR', []],
    ['DEUR', []],
    ['DUSD', ['currency-differs']],
    ['DD', ['currency-differs']],
  ])('takes %s for a debit of its funds code and says when it is not of EUR', (mark, said) => {
    const file = read(message(`:61:260102${mark}5,00NTRFNONREF`));
    expect(file.statements[0]?.entries[0]?.amountMinor).toBe(-500n);
    expect(codes(file).filter((code) => code.startsWith('currency'))).toEqual(said);
  });

  it('reads type and both references', () => {
    const entry = entryOf(':61:260102C5,00NTRFOURS-1//BANK-1', 'supplement');
    expect(entry.transactionCode?.proprietary).toBe('NTRF');
    expect(entry.references['customerReference']).toBe('OURS-1');
    expect(entry.bankReference).toBe('BANK-1');
    expect(entry.information).toBe('supplement');
  });

  it('reads the original amount and the charges of a returned debit', () => {
    const entry = entryOf(':61:260102D12,35NRTINONREF', '/OCMT/EUR11,85//CHGS/EUR0,50/');
    expect(entry.original).toMatchObject({ amountMinor: -1185n, currency: 'EUR' });
    expect(entry.charges).toMatchObject([{ amountMinor: -50n, currency: 'EUR' }]);
  });

  it('is refused with its place when it has no amount', () => {
    const refuse = (): BankFile => read(message(':61:260102CNTRFNONREF'));
    expect(refuse).toThrow(BankFormatError);
    try {
      refuse();
    } catch (error) {
      expect(error).toMatchObject({ code: 'statement-malformed', line: 5, column: 5 });
    }
  });
});

describe('messages and pages', () => {
  it('says whether opening and entries make the closing balance', () => {
    const balanced = (closing: string): boolean | null | undefined =>
      read(message(':61:260102C5,00NTRFNONREF', `:62F:${closing}`)).statements[0]?.balanced;
    expect(balanced('C260102EUR105,00')).toBe(true);
    expect(balanced('C260102EUR105,01')).toBe(false);
    expect(balanced('D260102EUR105,00')).toBe(false);
    expect(balanced('C260102USD105,00')).toBeNull();
  });

  it('keeps pages as statements, marks them, and finds a gap between them', () => {
    const page = (opening: string, closing: string): string =>
      `:20:P\n:25:1\n:28C:1/1\n${opening}\n:61:260102C5,00NTRFNONREF\n${closing}\n-\n`;
    const good = read(
      page(':60F:C260101EUR0,', ':62M:C260101EUR5,') +
        page(':60M:C260101EUR5,', ':62F:C260101EUR10,'),
    );
    expect(good.statements.map((one) => one.page)).toEqual([
      { continues: false, goesOn: true },
      { continues: true, goesOn: false },
    ]);
    expect(codes(good)).toEqual([]);
    const gap = read(
      page(':60F:C260101EUR0,', ':62M:C260101EUR5,') +
        page(':60M:C260101EUR6,', ':62F:C260101EUR11,'),
    );
    expect(codes(gap)).toEqual(['page-gap']);
  });

  it('reads messages with and without ends between them, and in SWIFT blocks', () => {
    const one = ':20:A\n:25:NL50RABO0123456789 EUR\n:28C:0\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n';
    expect(read(one + one).statements).toHaveLength(2);
    expect(read(`${one}-\n${one}-`).statements).toHaveLength(2);
    expect(read(`:940:\n${one}:940:\n${one}`).warnings).toEqual([]);
    const block = `{1:F01KNABNL2HAXXX0000000000}{2:I940KNABNL2HXXXXN3020}{4:\n${one}-}`;
    const blocks = read(`${block}\n${block}{5:{MAC:00000000}}`);
    expect(blocks).toMatchObject({ format: 'mt940', version: '940', warnings: [] });
    expect(blocks.statements).toHaveLength(2);
    expect(blocks.statements[0]?.account).toEqual({ iban: 'NL50RABO0123456789' });
  });

  it('counts an entry after the end of its message to it, unbalanced and warned of', () => {
    const file = read(`${message(':62F:C260102EUR100,00')}-\r\n:61:260102C5,00NTRFNONREF\r\n`);
    expect(file.statements).toHaveLength(1);
    expect(file.statements[0]).toMatchObject({ balanced: false });
    expect(codes(file)).toEqual(['entry-after-end', 'not-balanced']);
  });

  it('reads an interim report as provisional and checks its sums', () => {
    const report = (credits: string): BankFile =>
      read(
        ':20:R\n:25:1\n:28C:1/1\n:34F:EURD1,00\n:13D:2601011815+0100\n' +
          `:61:260101C5,00NTRFNONREF\n:90D:0EUR0,00\n:90C:1EUR${credits}\n-`,
      );
    const file = report('5,00');
    expect(file.format).toBe('mt942');
    expect(file.statements[0]).toMatchObject({
      createdAt: '2026-01-01T18:15+01:00',
      balanced: null,
    });
    expect(file.statements[0]?.entries[0]?.status).toBe('PDNG');
    expect(codes(file)).toEqual([]);
    expect(codes(report('6,00'))).toEqual(['summary-differs']);
  });

  it('leaves out a balance that is none, and names it', () => {
    const file = read(message(':65F:Dnullnull7414,3'));
    expect(file.statements[0]?.balances.map(({ code }) => code)).toEqual(['OPBD']);
    expect(file.warnings).toMatchObject([
      { code: 'balance-unreadable', line: 5 },
      { code: 'closing-missing', line: 1 },
    ]);
  });

  it('reads Latin-1 and says that it did', () => {
    const text = Buffer.from(
      message(':61:260102C5,00NTRFNONREF', ':86:166?32M\u00dcLLER'),
      'latin1',
    );
    const file = readBankFile(text);
    expect(file.statements[0]?.entries[0]?.counterparty?.name).toBe('MÜLLER');
    expect(codes(file)).toContain('encoding-assumed');
  });

  it('refuses a NUL character with its place', () => {
    const refuse = (): BankFile => read(message(':61:260102C5,00NTRFNONREF', ':86:a\0b'));
    expect(refuse).toThrow(expect.objectContaining({ code: 'nul-character', line: 6, column: 6 }));
  });
});

describe('information to the account owner', () => {
  const information = (...lines: string[]): Entry =>
    entryOf(':61:260102D5,00NTRFNONREF', `:86:${lines[0] ?? ''}`, ...lines.slice(1));

  it('is read in numbered sub-fields with SEPA words', () => {
    const entry = information(
      '105?00Basislastschrift?10931?20EREF+E-1 ?21MREF+M-1?22CRED+DE99ZZZ',
      '00000012345 ?24SVWZ+Rechnung?25 17?30BYLADEMM?31DE997005000000000',
      '12345?32Finanzamt Muenchen Abteilun?33g Erhebung?34992',
    );
    expect(entry).toMatchObject({
      endToEndId: 'E-1',
      mandateId: 'M-1',
      creditorId: 'DE99ZZZ00000012345',
      information: 'Basislastschrift',
      counterparty: {
        name: 'Finanzamt Muenchen Abteilung Erhebung',
        account: 'DE99700500000000012345',
        bic: 'BYLADEMM',
      },
      remittance: { free: ['Rechnung 17'] },
      transactionCode: { proprietary: 'NTRF+105' },
    });
  });

  it('may have another sign between sub-fields', () => {
    const entry = information('000>100987654321', '>20ALGEMENE TUSSENREKENING KOS>21TEN');
    expect(entry.remittance.free).toEqual(['ALGEMENE TUSSENREKENING KOS', 'TEN']);
  });

  it('gives the reason of a returned payment', () => {
    expect(information('109?00RETOURE?20EREF+E-1?34914').returnReason).toBe('914');
    expect(information('166?00GUTSCHRIFT?20EREF+E-1?34997').returnReason).toBeNull();
  });

  it('is read in words between slashes', () => {
    const entry = information(
      '/TRTP/SEPA OVERBOEKING/IBAN/NL83ABNA0437015300/BIC/ABNANL2A/NAME/C',
      'OOP U.A./REMI/MAART 2026/EREF/NOTPROVIDED',
    );
    expect(entry).toMatchObject({
      endToEndId: null,
      information: 'SEPA OVERBOEKING',
      counterparty: { name: 'COOP U.A.', account: 'NL83ABNA0437015300', bic: 'ABNANL2A' },
      remittance: { free: ['MAART 2026'] },
    });
  });

  it("is read in ING's words for the counterparty and a structured reference", () => {
    const entry = information(
      '/EREF/E-1/CNTP/NL20INGB0001234567/INGBNL2A/ING BANK NV//REMI/STRD/CUR/RF18539007547034/',
    );
    expect(entry.counterparty).toEqual({
      name: 'ING BANK NV',
      account: 'NL20INGB0001234567',
      bic: 'INGBNL2A',
    });
    expect(entry.remittance.structured).toMatchObject([
      { reference: 'RF18539007547034', kind: 'iso11649' },
    ]);
  });

  it('is read in the named parts of mBank', () => {
    const entry = information(
      '911 TRANSAKCJA COLLECT; ID IPH: XX000000000001; Z RACH.: ',
      '56114010810000267002001001; OD: JAN NOWAK  ',
      'UL. NIJAKA 1 M 2 31-234 KRAKOW; TYT.: PRZELEW SRODKOW   ; ',
      'TNR: 179171073864111.010001',
    );
    expect(entry).toMatchObject({
      counterparty: {
        name: 'JAN NOWAK UL. NIJAKA 1 M 2 31-234 KRAKOW',
        account: '56114010810000267002001001',
      },
      remittance: { free: ['PRZELEW SRODKOW'] },
      references: { TNR: '179171073864111.010001' },
    });
  });

  it('finds references that their check digits vouch for in free text', () => {
    const entry = information('GUTSCHRIFT QR 210000000003139471430009017 DANKE');
    expect(entry.remittance.structured).toMatchObject([
      { reference: '210000000003139471430009017', kind: 'qr' },
    ]);
  });

  it.each([
    ':26:37 Folgenr. 007',
    ':12:30 Uhr',
    ':KO:NR:401113172',
    ':25:37 Karte',
    ':20:37 Karte',
  ])('goes on over a line that begins %s', (line) => {
    const file = read(
      message(':61:260102D5,00NTRFNONREF', ':86:2026-01-02T16', line, ':62F:C260102EUR95,00'),
    );
    expect(file.statements).toHaveLength(1);
    expect(file.statements[0]?.balanced).toBe(true);
    expect(file.statements[0]?.entries[0]?.remittance.free).toContain(line);
    expect(codes(file)).toEqual([]);
  });

  it('belongs to the statement when no entry stands before it', () => {
    const file = read(message(':62F:C260101EUR100,00', ':86:Kein Umsatz'));
    expect(file.statements[0]?.information).toBe('Kein Umsatz');
  });
});
