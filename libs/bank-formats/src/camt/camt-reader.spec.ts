import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBankFile } from '../reading/read-bank-file.js';
import type { BankFile, Entry } from '../model/statement.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codes = (file: BankFile): string[] => file.warnings.map((warning) => warning.code);

const fixture = readFileSync(
  new URL('../../fixtures/statements/camt053-batch-and-return.xml', import.meta.url),
);

interface Parts {
  readonly version?: string;
  readonly prefix?: string;
  readonly message?: string;
  readonly statement?: string;
  readonly balances?: string;
}

/** A message with these entries in one statement. */
function camt(entries: string, parts: Parts = {}): string {
  const { version = 'camt.053.001.08', message = 'BkToCstmrStmt', statement = 'Stmt' } = parts;
  const { balances = balance('OPBD', '1.00') + balance('CLBD', '2.00') } = parts;
  return (
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}">` +
    `<${message}><GrpHdr><MsgId>M</MsgId></GrpHdr><${statement}><Id>1</Id>` +
    '<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>' +
    `${balances}${entries}</${statement}></${message}></Document>`
  );
}

function balance(code: string, amount: string): string {
  return (
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt>` +
    '<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>'
  );
}

function ntry(amount: string, more = '', direction = 'CRDT'): string {
  return (
    `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>` +
    `<Sts>BOOK</Sts><BkTxCd/>${more}</Ntry>`
  );
}

const read = (text: string): BankFile => readBankFile(bytes(text));
const entriesOf = (file: BankFile): readonly Entry[] =>
  file.statements.flatMap((statement) => statement.entries);

describe('a camt.053 of our own', () => {
  const file = readBankFile(fixture);
  const [statement] = file.statements;
  const [batch, returned, abroad] = statement?.entries ?? [];

  it('is read without a warning, and balances', () => {
    expect(file).toMatchObject({ format: 'camt.053', version: 'camt.053.001.08', warnings: [] });
    expect(statement).toMatchObject({
      openingMinor: 100_000n,
      closingMinor: 101_250n,
      balanced: true,
      from: '2026-01-01',
      to: '2026-01-31',
      totals: [{ currency: 'EUR', entries: 4, creditMinor: 4_250n, debitMinor: 3_000n }],
    });
  });

  it('has a batch whose transactions keep their own facts', () => {
    expect(batch).toMatchObject({ amountMinor: 3_000n, batchCount: 2, endToEndId: null });
    expect(batch?.details).toMatchObject([
      {
        amountMinor: 1_000n,
        endToEndId: 'DUES-17',
        mandateId: 'MANDATE-17',
        counterparty: {
          name: 'Ada Pioneer',
          account: 'DE89370400440532013000',
          bic: 'COBADEFFXXX',
        },
        remittance: { free: ['Dues January'] },
      },
      {
        amountMinor: 2_000n,
        remittance: { structured: [{ reference: 'RF18539007547034', kind: 'iso11649' }] },
      },
    ]);
  });

  it('has a return that is negative, a reversal, from the party that paid', () => {
    expect(returned).toMatchObject({
      amountMinor: -1_000n,
      reversal: true,
      returnReason: 'AC04',
      counterparty: { name: 'Ada Pioneer' },
    });
  });

  it('has a payment abroad with its original amount, rate and charge', () => {
    expect(abroad).toMatchObject({
      endToEndId: null,
      references: { EndToEndId: 'NOTPROVIDED' },
      original: { amountMinor: -3_400n, currency: 'JPY', rate: '170' },
      charges: [{ amountMinor: -50n, currency: 'EUR', included: true }],
      bookingDate: '2026-01-20',
      information: 'Payment abroad',
    });
  });

  it('hands on what the model has no field for', () => {
    expect(abroad?.details[0]?.other).toMatchObject({ 'CardTx/Card/PlainCardData/PAN': '4111' });
  });
});

describe('camt of any version and shape', () => {
  it.each([
    ['BkToCstmrAcctRpt', 'Rpt', 'camt.052'],
    ['BkToCstmrStmt', 'Stmt', 'camt.053'],
    ['BkToCstmrDbtCdtNtfctn', 'Ntfctn', 'camt.054'],
  ])('%s in a version to come is read by local names', (message, statement, format) => {
    const version = `${format}.001.99`;
    const file = read(camt(ntry('1.00'), { message, statement, version }));
    expect(file).toMatchObject({ format, version });
    expect(entriesOf(file)).toHaveLength(1);
  });

  it('the first version with its number in the names and transactions in the entry', () => {
    const details = '<TxDtls><Refs><EndToEndId>E</EndToEndId></Refs></TxDtls>';
    const text = camt(ntry('1.00', details), { message: 'BkToCstmrAcctRptV01', statement: 'Rpt' });
    const file = read(text.replace(/ xmlns="[^"]*"/, ''));
    expect(file).toMatchObject({ format: 'camt.052', version: 'camt.052.001.01' });
    expect(entriesOf(file)[0]?.endToEndId).toBe('E');
  });

  it('with prefixes, in an envelope, with blanks before the declaration', () => {
    const inner = camt(ntry('1.00'))
      .replace(/<(\/?)([A-Z])/g, '<$1n:$2')
      .replace('xmlns=', 'xmlns:n=');
    const text = `\n <?xml version="1.0"?><Envelope><AppHdr><Fr>X</Fr></AppHdr>${inner}</Envelope>`;
    const file = read(text);
    expect(entriesOf(file)).toHaveLength(1);
    expect(codes(file)).toEqual(['envelope-not-read']);
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${camt(ntry('1.00'))}`)],
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${camt(ntry('1.00'))}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(camt(ntry('1.00')), 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\ufeff${camt(ntry('1.00'))}`, 'utf16le').swap16()],
    [
      'declared Latin-1',
      Buffer.from(
        '<?xml version="1.0" encoding="ISO-8859-1"?>' +
          camt(ntry('1.00', '<AddtlNtryInf>\u00fc</AddtlNtryInf>')),
        'latin1',
      ),
    ],
  ])('in %s', (_, content) => {
    expect(entriesOf(readBankFile(content))).toHaveLength(1);
  });

  it('with bytes that are not the UTF-8 they claim, and says so', () => {
    const text = camt(ntry('1.00', '<AddtlNtryInf>M\u00fcller</AddtlNtryInf>'));
    const file = readBankFile(Buffer.from(text, 'latin1'));
    expect(entriesOf(file)[0]?.information).toBe('Müller');
    expect(codes(file)).toContain('encoding-assumed');
  });
});

describe('an amount in camt', () => {
  it('is exact in the decimals of its currency', () => {
    const text = camt(
      ntry('8.85000') + ntry('0.1').replace('EUR', 'KWD') + ntry('2700').replace('EUR', 'JPY'),
    );
    expect(entriesOf(read(text)).map(({ amountMinor }) => amountMinor)).toEqual([
      885n,
      100n,
      2700n,
    ]);
  });

  it('with a fifth decimal is kept exactly, warned of, and counted exactly', () => {
    const balances = balance('OPBD', '0.00') + balance('CLBD', '0.00002');
    const file = read(camt(ntry('0.00001') + ntry('0.00001'), { balances }));
    expect(entriesOf(file)[0]).toMatchObject({ amountMinor: 0n, exactAmount: '0.00001' });
    expect(file.statements[0]).toMatchObject({ balanced: true, totals: [{ exactNet: '0.00002' }] });
    expect(codes(file)).toContain('amount-below-minor-unit');
  });

  it('written with commas and grouping is read with a warning', () => {
    const file = read(camt(ntry('1.234,56')));
    expect(entriesOf(file)[0]?.amountMinor).toBe(123_456n);
    expect(codes(file)).toContain('amount-format');
  });

  it.each(['', 'abc', '1e3', '0x10', 'NaN', '1.2.3'])('%j is refused with its place', (amount) => {
    expect(() => read(camt(`\n${ntry(amount)}`))).toThrow(
      expect.objectContaining({ code: 'statement-malformed', line: 2, column: 1 }),
    );
  });

  it('without a direction is refused', () => {
    expect(() => read(camt(ntry('1.00', '', 'UNKNOWN')))).toThrow(
      expect.objectContaining({ code: 'statement-malformed' }),
    );
  });
});

describe('a camt file that strays is read with a warning', () => {
  it.each([
    ['an unknown element', ntry('1.00', '<Xyz>1</Xyz>'), 'schema-unknown'],
    ['a status that is missing', ntry('1.00').replace('<Sts>BOOK</Sts>', ''), 'status-missing'],
    ['elements out of order', ntry('1.00', '<NtryRef>1</NtryRef>'), 'schema-order'],
    ['a date that is none', ntry('1.00', '<ValDt><Dt>2026-02-30</Dt></ValDt>'), 'date-unreadable'],
    ['an unknown currency', ntry('1.00').replace('EUR', 'XQQ'), 'currency-unknown'],
    ['no currency', ntry('1.00').replace(' Ccy="EUR"', ''), 'currency-missing'],
    ['an amount below zero', ntry('-1.00'), 'amount-negative'],
    ['a batch that is not whole', batchOf('3', '1.00'), 'batch-count-differs'],
    ['a batch that does not add up', batchOf('2', '1.01'), 'batch-sum-differs'],
    ['stray text', `hello${ntry('1.00')}`, 'stray-text'],
  ])('for %s', (_, entries, code) => {
    expect(codes(read(camt(entries)))).toContain(code);
  });

  it('for entries that do not lead to the closing balance', () => {
    const file = read(camt(ntry('9.00')));
    expect(file.statements[0]?.balanced).toBe(false);
    expect(codes(file)).toContain('not-balanced');
  });

  it('for pending entries, which do not count towards the closing balance', () => {
    const pending = ntry('9.00').replace('BOOK', 'PDNG');
    const file = read(camt(ntry('1.00') + pending));
    expect(file.statements[0]?.balanced).toBe(true);
  });

  it('and an unknown element keeps its text', () => {
    const [entry] = entriesOf(read(camt(ntry('1.00', '<Xyz><A>1</A><A>2</A></Xyz>'))));
    expect(entry?.other).toEqual({ 'Xyz/A': '1', 'Xyz/A[2]': '2' });
  });
});

function batchOf(count: string, second: string): string {
  const detail = (amount: string): string =>
    `<TxDtls><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>`;
  const details = detail('1.00') + detail(second);
  return ntry('2.00', `<NtryDtls><Btch><NbOfTxs>${count}</NbOfTxs></Btch>${details}</NtryDtls>`);
}
