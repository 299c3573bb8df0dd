import { readBankFile } from '@rochdale/bank-formats';
import { describe, expect, it } from 'vitest';
import { bankLines } from './bank-line.js';
import { cameBack } from './came-back.js';

/** Which lines of a file are told as taking another one back: their amounts; and how many not. */
function returnsIn(file: string): [returns: bigint[], others: number] {
  const { statements } = readBankFile(Buffer.from(file));
  const lines = statements.flatMap(({ entries }) => bankLines(entries, 'EUR', null).lines);
  const returns = lines.filter(({ reversal }) => reversal);
  return [returns.map(({ amountMinor }) => amountMinor), lines.length - returns.length];
}

const csv = (...rows: readonly string[]) =>
  [
    'Buchungstag;Valuta;Buchungstext;Beguenstigter/Zahlungspflichtiger;IBAN;Verwendungszweck;' +
      'Betrag;Waehrung',
    ...rows,
  ].join('\n');

const ofx = (...transactions: readonly string[]) => `OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>DE893704
<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20260131
${transactions.join('\n')}
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
const transaction = (id: string, amount: string, name: string, memo = 'Dues') =>
  `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20260105<TRNAMT>${amount}<FITID>${id}<NAME>${name}
<MEMO>${memo}</STMTTRN>`;

const mt940 = (...lines: readonly string[]) =>
  [':20:S', ':25:DE89370400440532013000', ':28C:1/1', ':60F:C260104EUR100,00', ...lines]
    .concat([':62F:C260105EUR100,00', '-', ''])
    .join('\r\n');

/** A record of CODA, from texts at their places, counted from 1. */
function record(...parts: readonly (readonly [place: number, text: string])[]): string {
  const cells = Array.from({ length: 128 }, () => ' ');
  for (const [place, text] of parts) cells.splice(place - 1, text.length, ...text.split(''));
  return cells.join('');
}
const on = '050126';
const account = `${'BE68539007547034'.padEnd(34)}EUR`;
const amount = (euros: number): string =>
  `${euros < 0 ? 1 : 0}${String(Math.abs(euros) * 1000).padStart(15, '0')}`;

const camt = (...entries: readonly string[]) => `<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-06T00:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>S</Id><CreDtTm>2026-01-06T00:00:00Z</CreDtTm>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
${entries.join('\n')}</Stmt></BkToCstmrStmt></Document>`;
const entry = (sign: 'CRDT' | 'DBIT', subFamily: string, more = '') =>
  `<Ntry><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>${sign}</CdtDbtInd>${more}<Sts>BOOK</Sts>
   <BookgDt><Dt>2026-01-05</Dt></BookgDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>
   <SubFmlyCd>${subFamily}</SubFmlyCd></Fmly></Domn></BkTxCd></Ntry>`;

describe('a payment that came back is told', () => {
  it('by a CSV statement in its words', () => {
    const file = csv(
      '05.01.2026;05.01.2026;Gutschrift;Ada;NL91ABNA0417164300;Beitrag RF18;10,00;EUR',
      '06.01.2026;06.01.2026;Rücklastschrift;Ada;NL91ABNA0417164300;Beitrag RF18;-10,00;EUR',
      '06.01.2026;06.01.2026;Lastschrift;Strom AG;DE02120300000000202051;Januar;-10,01;EUR',
    );
    expect(returnsIn(file)).toEqual([[-10_00n], 2]);
  });

  it('by OFX in its name or its memo', () => {
    const file = ofx(
      transaction('1', '10.00', 'ADA'),
      transaction('2', '-10.00', 'RETURNED ITEM'),
      transaction('3', '-11.00', 'ADA', 'Chargeback'),
      transaction('4', '-12.00', 'RENT'),
    );
    expect(returnsIn(file)).toEqual([[-10_00n, -11_00n], 2]);
  });

  it('by MT940 as the reversal of a credit, as a returned item, or by the bank’s code', () => {
    const file = mt940(
      ':61:260105C10,00NTRFNONREF',
      ':61:260105RC11,00NTRFNONREF',
      ':61:260105D12,00NRTINONREF',
      ':61:260105D13,00NMSCNONREF',
      ':86:109?00SEPA?20SVWZ+Beitrag',
      ':61:260105D14,00NMSCNONREF',
      ':86:116?00UEBERWEISUNG?20SVWZ+Miete',
    );
    expect(returnsIn(file)).toEqual([[-11_00n, -12_00n, -13_00n], 2]);
  });

  it('by CODA by its code: a direct debit unpaid or reimbursed, a correction', () => {
    const codes = ['00501000', '10503000', '00505000', '00149000', '00103000'];
    const movements = codes.map((code, at) =>
      record([1, `21000${at + 1}0000`], [32, amount(-10 - at)], [48, on], [54, code], [116, on]),
    );
    const file = [
      record([1, '00000'], [6, on], [12, '72505']),
      record([1, '12001'], [6, account], [43, amount(100)], [59, on]),
      ...movements,
      record([1, '8001'], [5, account], [42, amount(40)], [58, on]),
      record([1, '9']),
    ];
    expect(returnsIn(file.join('\n'))).toEqual([[-11_00n, -12_00n, -13_00n], 2]);
  });

  it('by camt as a reversal, or by its code', () => {
    const reversal = '<RvslInd>true</RvslInd>';
    const file = camt(
      entry('CRDT', 'ESCT'),
      entry('DBIT', 'ESCT', reversal),
      entry('DBIT', 'RRTN'),
      entry('DBIT', 'ESCT'),
      entry('CRDT', 'RRTN'),
    );
    expect(returnsIn(file)).toEqual([[-10_00n, -10_00n], 3]);
  });
});

describe('the words', () => {
  const facts = {
    returnReason: null,
    transactionCode: null,
    information: null,
    counterparty: null,
    remittance: { structured: [], free: [] },
  };
  const said = (text: string, amountMinor = -1n) =>
    cameBack(amountMinor, { ...facts, remittance: { structured: [], free: [text] } });

  it.each([
    'SEPA-Rücklastschrift',
    'RUECKUEBERWEISUNG',
    'Terugboeking incasso',
    'PRELEVEMENT IMPAYE',
    'rejet de virement',
    'Devolución recibo',
    'Payment returned, unpaid',
  ])('are heard: %s', (text) => {
    expect(said(text)).toBe(true);
  });

  it.each(['Returns of the year', 'Retourenlager', 'Stornoway', 'Miete', ''])(
    'are whole words, and not in %j',
    (text) => {
      expect(said(text)).toBe(false);
    },
  );

  it('are of what leaves the account: what comes in is not taken for a return by them', () => {
    expect(said('returned', 0n)).toBe(false);
    expect(said('returned', 1n)).toBe(false);
    expect(cameBack(1n, { ...facts, returnReason: 'AC04' })).toBe(true);
  });
});
