import { describe, expect, it } from 'vitest';
import { reportedFile, reportedFilesFound } from '../testing/reported-files.js';
import type { BankFile, Statement } from '../model/statement.js';
import { readBankFile } from './read-bank-file.js';
import type { ReadOptions } from './read-options.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): BankFile => readBankFile(bytes(text));
const codes = (file: BankFile): string[] => file.warnings.map(({ code }) => code);

function first(file: BankFile): Statement {
  const [statement] = file.statements;
  if (statement === undefined) throw new Error('the file holds no statement');
  return statement;
}

const mt = (account: string, ...entries: readonly string[]): string =>
  [':20:X', `:25:${account}`, ':28C:1', ':60F:C261101EUR100,00', ...entries, '-', ''].join('\n');

describe('MT940 of national banks', () => {
  it.each([
    ['37040044/0532013000', 'DE89370400440532013000'],
    ['NL20INGB0001234567EUR', 'NL20INGB0001234567'],
    ['NL20INGB0001234567 EUR', 'NL20INGB0001234567'],
    ['NL00INGB0001234567EUR', 'NL00INGB0001234567'],
    ['/PL61109010140000071219812874', 'PL61109010140000071219812874'],
    ['MT84MALT011000012345MTLCAST001S', 'MT84MALT011000012345MTLCAST001S'],
  ])('the account :25:%s is %s', (written, iban) => {
    expect(first(read(mt(written, ':62F:C261101EUR100,00'))).account.iban).toBe(iban);
  });

  it('reads the sub-fields of Polish banks, whose code comes twice', () => {
    const [entry] = first(
      read(
        mt(
          '/PL61109010140000071219812874',
          ':61:2611021102C5,00S02097202028342',
          ':86:020',
          ':86:020~00IBCG',
          '~20Skladka',
          '~21listopad',
          '~22~23',
          '~3010501461',
          '~32JAN PRZYKLAD',
          '~3300-001 WARSZAWA',
          '~38PL42105014611000009030400000',
          ':62F:C261102EUR105,00',
        ),
      ),
    ).entries;
    expect(entry).toMatchObject({
      counterparty: {
        name: 'JAN PRZYKLAD 00-001 WARSZAWA',
        account: 'PL42105014611000009030400000',
      },
      remittance: { free: ['Skladka', 'listopad'] },
    });
  });

  it('a minus in the amount turns debit into credit', () => {
    const statement = first(
      read(mt('NL91ABNA0417164300', ':61:2611021102D-4,12NMSC', ':62F:C261102EUR104,12')),
    );
    expect(statement.entries[0]?.amountMinor).toBe(412n);
    expect(statement.balanced).toBe(true);
  });
});

describe('OFX whose lists are not closed', () => {
  const ofx = (part: string): string =>
    'OFXHEADER:100\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>77' +
    `</BANKACCTFROM><BANKTRANLIST><DTSTART>20261101<DTEND>20261130<STMTTRN><TRNTYPE>CREDIT` +
    `<DTPOSTED>20261102<TRNAMT>5.00<FITID>F1${part}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
  const balances = '<LEDGERBAL><BALAMT>105.00<DTASOF>20261130<AVAILBAL><BALAMT>90<DTASOF>20261130';

  it.each([
    ['list', `</STMTTRN>${balances}`],
    ['list and entry', balances],
    ['balance', `</STMTTRN></BANKTRANLIST>${balances}`],
  ])('keeps both balances without the end of the %s', (_what, part) => {
    const file = read(ofx(part));
    expect(first(file)).toMatchObject({ closingMinor: 10_500n, entries: [{ amountMinor: 500n }] });
    expect(first(file).balances.map(({ code }) => code)).toEqual(['CLBD', 'CLAV']);
    expect(codes(file)).toContain('not-closed');
  });
});

describe('camt with what is missing', () => {
  const ns = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';
  const balance = (code: string, amount: string, sign = ''): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt>${sign}` +
    '<Dt><Dt>2026-11-02</Dt></Dt></Bal>';
  const entry =
    '<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry>';
  const camt = (content: string): string =>
    `<Document xmlns="${ns}"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><Othr>` +
    `<Id>LT625883379695428516</Id></Othr></Id></Acct>${content}</Stmt></BkToCstmrStmt></Document>`;

  it.each([
    ['both', '100.00', '', '105.00', [10_000n, 10_500n]],
    ['a debit into a credit', '2.00', '', '3.00', [-200n, 300n]],
    ['the closing one', '7.00', '<CdtDbtInd>DBIT</CdtDbtInd>', '2.00', [-700n, -200n]],
  ])('the sums prove the signs of balances without them: %s', (_what, open, sign, close, want) => {
    const file = read(camt(balance('OPBD', open, sign) + balance('CLBD', close) + entry));
    const { openingMinor, closingMinor, balanced, account } = first(file);
    expect([openingMinor, closingMinor]).toEqual(want);
    expect(balanced).toBe(true);
    expect(account.iban).toBe('LT625883379695428516');
    expect(codes(file)).toContain('balance-sign-proved');
  });

  it.each([
    ['nothing moved, so that both signs would do', '9.00', '9.00', ''],
    ['no sign fits', '100.00', '107.00', entry],
  ])('they stay out where %s', (_what, open, close, entries) => {
    const file = read(camt(balance('OPBD', open) + balance('CLBD', close) + entries));
    expect(first(file)).toMatchObject({ openingMinor: null, closingMinor: null, balanced: null });
    expect(codes(file).filter((code) => code === 'balance-unreadable')).toHaveLength(2);
  });

  it('warns of a namespace that is none, and of a message without statement', () => {
    const file = read(
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt" xmlns:x="y" ' +
        'x:l="camt.052.001.02"><BkToCstmrAcctRpt></BkToCstmrAcctRpt></Document>',
    );
    expect(codes(file)).toEqual(['namespace-unknown', 'schema-missing']);
    expect(codes(read(camt(entry)))).not.toContain('namespace-unknown');
  });
});

describe('days that could be read both ways', () => {
  const csv = 'Date,Description,Amount\n01/02/2026,Ada,25.00\n02/03/2026,Fee,-5.00\n';
  const days = (options: ReadOptions, text = csv): (string | null)[] =>
    first(readBankFile(bytes(text), options)).entries.map(({ bookingDate }) => bookingDate);

  it('have the month first where the caller says so, and no warning then', () => {
    expect(days({ monthFirst: true })).toEqual(['2026-01-02', '2026-02-03']);
    const warned = codes(readBankFile(bytes(csv), { monthFirst: true }));
    expect(warned).not.toContain('date-order-ambiguous');
    expect(days({})).toEqual(['2026-02-01', '2026-03-02']);
    expect(codes(read(csv))).toContain('date-order-ambiguous');
  });

  it('are read as they must be where the file tells', () => {
    const told = csv.replace('02/03', '24/03');
    expect(days({ monthFirst: true }, told)).toEqual(['2026-02-01', '2026-03-24']);
  });
});

describe.skipIf(!reportedFilesFound)('files of ../shared/vectors/reports/bank', () => {
  const reported = (name: string): BankFile => readBankFile(reportedFile(name));

  it.each([
    ['de-blz-konto.sta', 'DE89370400440532013000', 'EUR', 10_500n],
    ['ing-nl-iban-eur.sta', 'NL20INGB0001234567', 'EUR', 150_000n],
    ['ingpl-tilde.sta', 'PL61109010140000071219812874', 'PLN', 6_581_627n],
    ['cmxl34-d-minus.sta', 'NL91ABNA0417164300', 'EUR', 60_412n],
    ['lb-lt-balances-without-indicator.xml', 'LT625883379695428516', 'EUR', 2_190_396_039n],
    ['nubank-unclosed-list.ofx', undefined, 'BRL', -128_091n],
  ])('%s is of %s in %s and closes with %s', (name, iban, currency, closingMinor) => {
    const { account, ...statement } = first(reported(name));
    expect(account.iban).toBe(iban);
    expect(statement).toMatchObject({ currency, closingMinor });
  });

  it('ingpl-tilde.sta names its payer and purpose', () => {
    const [entry] = first(reported('ingpl-tilde.sta')).entries;
    expect(entry?.counterparty?.name).toMatch(/^ANNA PRZYKLAD UL\. LIPOWA 1/);
    expect(entry?.counterparty?.account).toBe('PL42105014611000009030400000');
    expect(entry?.remittance.free.join(' ')).toBe('Faktura 12/2019 za wrzesien');
  });

  it('us-dates.csv has the month first when asked to', () => {
    const { entries } = first(readBankFile(reportedFile('us-dates.csv'), { monthFirst: true }));
    expect(entries.map(({ bookingDate }) => bookingDate)).toEqual(['2026-01-02', '2026-02-03']);
  });

  it('camt-empty-wrong-namespace.xml is warned of', () => {
    expect(codes(reported('camt-empty-wrong-namespace.xml'))).toEqual([
      'namespace-unknown',
      'schema-missing',
    ]);
  });
});
