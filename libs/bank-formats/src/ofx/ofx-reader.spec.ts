import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBankFile, streamBankFile } from '../reading/read-bank-file.js';
import type { BankFile } from '../model/statement.js';

const fixtures = new URL('../../fixtures/statements/', import.meta.url);
const fixture = (name: string): BankFile => readBankFile(readFileSync(new URL(name, fixtures)));
const codes = (file: BankFile): string[] => file.warnings.map((warning) => warning.code);

/** A statement with these entries, without a closing tag that OFX 1 lets one leave out. */
function ofx(
  entries: string,
  ledger = '<LEDGERBAL><BALAMT>1.00<DTASOF>20260131</LEDGERBAL>',
): string {
  return (
    'OFXHEADER:100\nVERSION:103\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1\n<STMTRS><CURDEF>EUR\n' +
    `<BANKACCTFROM><ACCTID>1</BANKACCTFROM>\n<BANKTRANLIST>\n${entries}</BANKTRANLIST>` +
    `${ledger}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`
  );
}

const entry = (amount: string, more = ''): string =>
  `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20260102<TRNAMT>${amount}<FITID>${amount}${more}</STMTTRN>\n`;
const read = (text: string): BankFile => readBankFile(new TextEncoder().encode(text));

describe('OFX 1 without closing tags', () => {
  const file = fixture('ofx1-without-closing-tags.ofx');
  const [statement] = file.statements;

  it('is read with its account, days and balances', () => {
    expect(file).toMatchObject({ format: 'ofx', version: '102' });
    expect(statement).toMatchObject({
      id: '1',
      account: { other: '12345678', bankCode: '062-000' },
      currency: 'AUD',
      from: '2026-01-01',
      to: '2026-01-31',
      createdAt: '2026-01-31T12:00:00+10:00',
      openingMinor: null,
      closingMinor: 11_950n,
      balanced: null,
    });
  });

  it('has its entries, even where one is not closed before the next', () => {
    expect(statement?.entries).toMatchObject([
      {
        amountMinor: 2_500n,
        counterparty: { name: 'PIONEER & SONS' },
        remittance: { structured: [{ kind: 'iso11649' }] },
      },
      { amountMinor: -550n, counterparty: { name: 'AT&T' }, bookingDate: '2026-01-06' },
    ]);
    expect(codes(file)).toContain('not-closed');
  });

  it('keeps both entries of a repeated FITID and says so', () => {
    expect(statement?.entries.map((one) => one.bankReference)).toEqual(['1', '1']);
    expect(codes(file)).toContain('fitid-repeated');
  });
});

describe('OFX 2', () => {
  it('is read with CDATA and amounts below the minor unit', () => {
    const file = fixture('ofx2-credit-card.ofx');
    expect(file.version).toBe('211');
    expect(file.statements[0]?.entries).toMatchObject([
      { amountMinor: -3n, exactAmount: '-0.0395', counterparty: { name: 'Paper <& Co' } },
    ]);
    expect(codes(file)).toEqual(['amount-below-minor-unit']);
  });
});

describe('an OFX entry', () => {
  it.each([
    ['+00000000000115.8300', 11_583n],
    ['-5,50', -550n],
    ['1,234.56', 123_456n],
    ['0', 0n],
  ])('with the amount %s', (amount, amountMinor) => {
    expect(read(ofx(entry(amount))).statements[0]?.entries[0]?.amountMinor).toBe(amountMinor);
  });

  it.each(['', 'F.00', '1.2.3', '--1'])('with the amount %j is refused', (amount) => {
    expect(() => read(ofx(entry(amount)))).toThrow(
      expect.objectContaining({ code: 'statement-malformed', line: 8 }),
    );
  });

  it.each(['', 'soon'])('posted on %j is refused', (day) => {
    expect(() => read(ofx(entry('1.00').replace('20260102', day)))).toThrow(
      expect.objectContaining({ code: 'statement-malformed', line: 8 }),
    );
  });

  it('in another currency is in that currency', () => {
    const file = read(ofx(entry('1.00', '<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>')));
    expect(file.statements[0]?.entries[0]).toMatchObject({ amountMinor: 100n, currency: 'USD' });
  });

  it('hands on elements that the model has no field for', () => {
    const file = read(ofx(entry('1.00', '<CATEGORY>Food')));
    expect(file.statements[0]?.entries[0]?.other).toEqual({ CATEGORY: 'Food' });
  });
});

describe('an OFX file', () => {
  it('whose ledger balance has a date and no amount is refused', () => {
    const ledger = '<LEDGERBAL><BALAMT> <DTASOF>20260131</LEDGERBAL>';
    expect(() => read(ofx(entry('1.00'), ledger))).toThrow(
      expect.objectContaining({ code: 'statement-malformed', message: 'LEDGERBAL has no BALAMT' }),
    );
  });

  it('with an empty ledger balance is read and warned of', () => {
    const ledger = '<LEDGERBAL><BALAMT></BALAMT><DTASOF></DTASOF></LEDGERBAL>';
    const file = read(ofx(entry('1.00'), ledger));
    expect(file.statements[0]?.closingMinor).toBeNull();
    expect(codes(file)).toEqual(['balance-empty']);
  });

  it('in which the bank answers with an error is refused with its words', () => {
    const text =
      'OFXHEADER:100\n\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR' +
      '<MESSAGE>Signon invalid</STATUS></SONRS></SIGNONMSGSRSV1></OFX>';
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        code: 'bank-error',
        message: expect.stringMatching(/Signon invalid/) as unknown,
      }),
    );
  });

  it('is read with attributes on its tags and small letters', () => {
    const text = ofx(entry('1.00')).replace('<OFX>', '<ofx xmlns:x="urn:x">');
    expect(read(text).statements[0]?.entries).toHaveLength(1);
  });

  it('is read the same in whatever pieces it comes', async () => {
    const bytes = new TextEncoder().encode(ofx(entry('1.00', '<MEMO>a < b & c</MEMO>')));
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
    }
    const found: unknown[] = [];
    for await (const event of streamBankFile(pieces())) {
      if (event.kind === 'entry') found.push(event.entry);
    }
    expect(found).toEqual(readBankFile(bytes).statements[0]?.entries);
  });

  it('of trades names each trade that is no entry', () => {
    const text =
      'OFXHEADER:100\n\n<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVACCTFROM>' +
      '<ACCTID>1</INVACCTFROM><INVTRANLIST><BUYMF><INVBUY><INVTRAN><FITID>1</INVTRAN><TOTAL>-1' +
      '</INVBUY></BUYMF></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>';
    const file = read(text);
    expect(file.statements[0]?.entries).toEqual([]);
    expect(file.warnings).toMatchObject([
      { code: 'not-read', line: 3, message: expect.stringMatching(/BUYMF/) as unknown },
    ]);
  });
});
