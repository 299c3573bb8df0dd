import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPain002 } from './read-pain002.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const report = `<?xml version="1.0" encoding="UTF-8"?>
<b:Document xmlns:b="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><b:CstmrPmtStsRpt>
<b:GrpHdr><b:MsgId>R-1</b:MsgId><b:CreDtTm>2026-11-23T06:00:00Z</b:CreDtTm></b:GrpHdr>
<b:OrgnlGrpInfAndSts><b:OrgnlMsgId>WEAVERS-1</b:OrgnlMsgId>
<b:OrgnlMsgNmId>pain.001.001.09</b:OrgnlMsgNmId>
<b:OrgnlNbOfTxs>2</b:OrgnlNbOfTxs>
<b:OrgnlCtrlSum>12.50</b:OrgnlCtrlSum><b:GrpSts>PART</b:GrpSts></b:OrgnlGrpInfAndSts>
<b:OrgnlPmtInfAndSts><b:OrgnlPmtInfId>WEAVERS-1-A</b:OrgnlPmtInfId>
<b:TxInfAndSts><b:StsId>S1</b:StsId><b:OrgnlEndToEndId>EXP-1</b:OrgnlEndToEndId>
<b:TxSts>ACSC</b:TxSts>
<b:AcctSvcrRef>BANK-9</b:AcctSvcrRef><b:OrgnlTxRef>
<b:Amt><b:InstdAmt Ccy="EUR">10.5</b:InstdAmt></b:Amt></b:OrgnlTxRef></b:TxInfAndSts>
<b:TxInfAndSts><b:OrgnlEndToEndId>EXP-2</b:OrgnlEndToEndId><b:TxSts>RJCT</b:TxSts>
<b:StsRsnInf><b:Orgtr><b:Nm>The Bank</b:Nm></b:Orgtr><b:Rsn><b:Cd>AC01</b:Cd></b:Rsn>
<b:AddtlInf>No such</b:AddtlInf><b:AddtlInf>account</b:AddtlInf></b:StsRsnInf>
<b:StsRsnInf><b:Rsn><b:Prtry>X77</b:Prtry></b:Rsn></b:StsRsnInf></b:TxInfAndSts>
<b:TxInfAndSts><b:OrgnlEndToEndId>EXP-3</b:OrgnlEndToEndId>
<b:TxSts>WHAT</b:TxSts></b:TxInfAndSts>
</b:OrgnlPmtInfAndSts></b:CstmrPmtStsRpt></b:Document>`;

describe('pain.002 reader', () => {
  it('reads states, reasons and references, whatever the prefix', () => {
    const read = readPain002(encode(report));
    expect(read).toMatchObject({
      version: 'pain.002.001.10',
      messageId: 'R-1',
      originalMessageId: 'WEAVERS-1',
      originalMessageName: 'pain.001.001.09',
      originalCount: '2',
      originalSum: '12.50',
      status: { code: 'PART', meaning: 'partial' },
    });
    expect(read.batches[0]?.transfers.slice(0, 2)).toMatchObject([
      {
        statusId: 'S1',
        originalEndToEndId: 'EXP-1',
        status: { code: 'ACSC', meaning: 'settled' },
        bankReference: 'BANK-9',
        amountMinor: 1_050n,
        currency: 'EUR',
        reasons: [],
      },
      {
        originalEndToEndId: 'EXP-2',
        status: { code: 'RJCT', meaning: 'rejected' },
        reasons: [
          {
            code: 'AC01',
            proprietary: false,
            information: ['No such', 'account'],
            originator: 'The Bank',
          },
          { code: 'X77', proprietary: true, information: [], originator: null },
        ],
      },
    ]);
  });

  it('warns of a status that it does not know and calls it unknown', () => {
    const read = readPain002(encode(report));
    expect(read.batches[0]?.transfers[2]?.status).toEqual({ code: 'WHAT', meaning: 'unknown' });
    expect(read.warnings).toMatchObject([{ code: 'status-unknown', line: 18 }]);
  });

  it.each([
    ['<Document><CstmrCdtTrfInitn/></Document>', 'format-unknown'],
    ['', 'empty-file'],
    ['no xml', 'xml-malformed'],
    [report.slice(0, 900), 'truncated'],
  ])('refuses what is no status report (%#)', (text, code) => {
    expect(() => readPain002(encode(text))).toThrow(
      expect.objectContaining({ name: 'BankFormatError', code }),
    );
  });
});

const vectorsUrl = new URL('../../../../../shared/vectors/bank/', import.meta.url);
const vectorsFound = existsSync(fileURLToPath(vectorsUrl));

interface Sample {
  readonly file: string;
  readonly expected: {
    readonly version?: string;
    readonly grp_sts?: readonly string[];
    readonly pmt_inf_sts?: readonly string[];
    readonly tx_sts?: readonly string[];
    readonly reason?: readonly string[];
  };
}

const samples: Sample[] = vectorsFound
  ? JSON.parse(readFileSync(new URL('index.json', vectorsUrl), 'utf8')).files.filter(
      ({ file }: Sample) => file.startsWith('pain/') && /pain_?002/.test(file),
    )
  : [];

function codes(states: readonly ({ readonly code: string } | null)[]): string[] {
  return states.flatMap((status) => (status === null ? [] : [status.code]));
}

describe.skipIf(!vectorsFound)('pain.002 samples of ../shared/vectors/bank', () => {
  it('are there', () => {
    expect(samples.length).toBeGreaterThan(10);
  });

  it.each(samples.map((one) => [one.file, one] as const))(
    'reads %s as the index says',
    (_, one) => {
      const read = readPain002(readFileSync(new URL(one.file, vectorsUrl)));
      const { expected } = one;
      const transfers = read.batches.flatMap((batch) => batch.transfers);
      expect(read.version).toBe(expected.version ?? read.version);
      expect(codes([read.status])).toEqual(expected.grp_sts ?? []);
      expect(codes(read.batches.map(({ status }) => status))).toEqual(expected.pmt_inf_sts ?? []);
      expect(codes(transfers.map(({ status }) => status))).toEqual(expected.tx_sts ?? []);
      const reasons = [
        read,
        ...read.batches.flatMap((batch) => [batch, ...batch.transfers]),
      ].flatMap((holder) => holder.reasons.flatMap(({ code }) => (code === null ? [] : [code])));
      expect(reasons).toEqual(expected.reason ?? []);
      expect(read.warnings).toEqual([]);
    },
  );
});
