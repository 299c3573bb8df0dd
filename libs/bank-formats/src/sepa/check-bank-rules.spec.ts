import { describe, expect, it } from 'vitest';
import { validatePaymentFile } from '../payment-file/validate-payment-file.js';
import { reportedFile, reportedFilesFound } from '../testing/reported-files.js';

interface Made {
  readonly version?: string;
  readonly batch?: string;
  readonly agent?: string;
  readonly creditor?: string;
  readonly iban?: string;
  readonly remittance?: string;
  readonly structured?: string;
  readonly day?: string;
  readonly times?: number;
}

/** A payment file of one batch in which one thing is made otherwise. */
function made(part: Made): Uint8Array {
  const { version = '09', batch = '<ChrgBr>SLEV</ChrgBr>', agent = '', times = 1 } = part;
  const { creditor = '<Nm>Ada</Nm>', remittance = 'Dues', structured: behind = '' } = part;
  const { iban = 'DE02120300000000202051', day = '<Dt>2026-11-30</Dt>' } = part;
  const transfer = (number: number): string =>
    `<CdtTrfTxInf><PmtId><EndToEndId>E${number}</EndToEndId></PmtId>` +
    `<Amt><InstdAmt Ccy="EUR">5.00</InstdAmt></Amt>${agent}<Cdtr>${creditor}</Cdtr>` +
    `<CdtrAcct><Id><IBAN>${iban}</IBAN></Id></CdtrAcct>` +
    `<RmtInf><Ustrd>${remittance}</Ustrd>${behind}</RmtInf></CdtTrfTxInf>`;
  const transfers = Array.from({ length: times }, (_, at) => transfer(at)).join('');
  return new TextEncoder().encode(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}"><CstmrCdtTrfInitn>` +
      '<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-27T10:00:00</CreDtTm>' +
      `<NbOfTxs>${times}</NbOfTxs><InitgPty><Nm>Weavers</Nm></InitgPty></GrpHdr><PmtInf>` +
      '<PmtInfId>P</PmtInfId><PmtMtd>TRF</PmtMtd>' +
      '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>' +
      `<ReqdExctnDt>${day}</ReqdExctnDt><Dbtr><Nm>Weavers</Nm></Dbtr><DbtrAcct><Id>` +
      '<IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><Othr>' +
      `<Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>${batch}${transfers}</PmtInf>` +
      '</CstmrCdtTrfInitn></Document>',
  );
}

function found(bytes: Uint8Array): string[] {
  return validatePaymentFile(bytes).findings.map(({ severity, code, field }) =>
    [severity, code, field].join(' '),
  );
}

const agent = (content: string): string => `<CdtrAgt><FinInstnId>${content}</FinInstnId></CdtrAgt>`;
const address = (content: string): string => `<Nm>Ada</Nm><PstlAdr>${content}</PstlAdr>`;

const structured = (reference: string): string =>
  `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${reference}</Ref>` +
  '</CdtrRefInf></Strd>';

describe('what banks reject', () => {
  it.each<[string, Made, string[]]>([
    ['nothing', {}, []],
    ['BIC in .09', { agent: agent('<BIC>BYLADEM1001</BIC>') }, ['error element-version BIC']],
    ['BICFI in .09', { agent: agent('<BICFI>BYLADEM1001</BICFI>') }, []],
    [
      'BICFI in .03',
      { version: '03', day: '2026-11-30', agent: agent('<BICFI>BYLADEM1001</BICFI>') },
      ['error element-version BICFI'],
    ],
    ['Dt in .03', { version: '03' }, ['error element-version ReqdExctnDt']],
    ['a bare day in .09', { day: '2026-11-30' }, ['error element-version ReqdExctnDt']],
    ['SHAR', { batch: '<ChrgBr>SHAR</ChrgBr>' }, ['error charge-bearer ChrgBr']],
    ['a made-up bearer', { batch: '<ChrgBr>OURS</ChrgBr>' }, ['error charge-bearer ChrgBr']],
    ['no bearer', { batch: '' }, []],
    [
      'lines only',
      { creditor: address('<Ctry>DE</Ctry><AdrLine>Weg 1</AdrLine><AdrLine>Bonn</AdrLine>') },
      ['warning address-unstructured AdrLine'],
    ],
    [
      'no town',
      { creditor: address('<StrtNm>Weg</StrtNm><Ctry>DE</Ctry>') },
      ['warning address-incomplete TwnNm'],
    ],
    [
      'no country',
      { creditor: address('<StrtNm>Weg</StrtNm><TwnNm>Bonn</TwnNm>') },
      ['warning address-incomplete Ctry'],
    ],
    [
      'a hybrid',
      { creditor: address('<TwnNm>Bonn</TwnNm><Ctry>DE</Ctry><AdrLine>Weg 1</AdrLine>') },
      [],
    ],
    ['an empty agent', { agent: agent('') }, ['error agent-empty CdtrAgt']],
    ['an emoji in a name', { creditor: '<Nm>Café 🎉</Nm>' }, ['warning characters Nm']],
    ['an umlaut in a text', { remittance: 'Müll' }, ['warning characters Ustrd']],
    [
      'a BIC of another country',
      { agent: agent('<BICFI>BNPAFRPP</BICFI>') },
      ['warning bic-country CdtrAgt'],
    ],
    [
      'a BIC of a territory',
      { agent: agent('<BICFI>BNPAGPGX</BICFI>'), iban: 'FR1420041010050500013M02606' },
      [],
    ],
    [
      'an agent with a name alone',
      { agent: agent('<Nm>Bank</Nm>') },
      ['warning agent-unnamed CdtrAgt'],
    ],
    [
      'an account beyond SEPA',
      { iban: 'TR330006100519786457841326' },
      ['warning sepa-reach CdtrAcct'],
    ],
    ['two texts', { remittance: 'Dues</Ustrd><Ustrd>May' }, ['warning remittance-parts RmtInf']],
    [
      'a text beside a reference',
      { structured: structured('RF18539007547034') },
      ['warning remittance-parts RmtInf'],
    ],
    [
      'a reference with wrong check digits',
      { structured: structured('RF19539007547034') },
      ['warning remittance-parts RmtInf', 'warning creditor-reference Ref'],
    ],
    ['twins', { times: 2 }, ['warning transfer-twin CdtTrfTxInf']],
  ])('%s', (_what, part, findings) => {
    expect(found(made(part))).toEqual(findings);
  });
});

describe.skipIf(!reportedFilesFound)('files of ../shared/vectors/reports/bank', () => {
  it.each([
    ['pain-v09-bic-in-BIC.xml', 'error element-version BIC'],
    ['pain-v09-unstructured-only.xml', 'warning address-unstructured AdrLine'],
    ['pain-v09-no-town.xml', 'warning address-incomplete TwnNm'],
    ['pain-chrg-SHAR.xml', 'error charge-bearer ChrgBr'],
    ['pain-name-emoji.xml', 'warning characters Nm'],
    ['pain-same-day-dup-payment.xml', 'warning transfer-twin CdtTrfTxInf'],
  ])('%s: %s', (name, finding) => {
    expect(found(reportedFile(name))).toEqual([finding]);
  });
});
