const day = (nth: number): string => String(1 + (nth % 28)).padStart(2, '0');
const cents = (nth: number): string =>
  `${1 + (nth % 997)}.${String((nth * 37) % 100).padStart(2, '0')}`;

function lines(count: number, line: (nth: number) => string): string {
  const all: string[] = [];
  for (let nth = 0; nth < count; nth += 1) all.push(line(nth));
  return all.join('\n');
}

const camtHead =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr>' +
  '<MsgId>BENCH</MsgId><CreDtTm>2026-01-31T20:00:00</CreDtTm><MsgRcpt><Nm>Co-op</Nm></MsgRcpt>' +
  '</GrpHdr><Stmt><Id>BENCH-1</Id><ElctrncSeqNb>1</ElctrncSeqNb><LglSeqNb>1</LglSeqNb>' +
  '<CreDtTm>2026-01-31T20:00:00</CreDtTm><FrToDt><FrDtTm>2026-01-01T00:00:00</FrDtTm>' +
  '<ToDtTm>2026-01-31T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>DE02120300000000202051</IBAN>' +
  '</Id><Ccy>EUR</Ccy><Nm>Co-op</Nm><Svcr><FinInstnId><BIC>BYLADEM1001</BIC><Nm>Bank</Nm>' +
  '</FinInstnId></Svcr></Acct>';

const camtTail = '</Stmt></BkToCstmrStmt></Document>\n';

function camtBalance(code: string): string {
  return (
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt>` +
    '<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-31</Dt></Dt></Bal>'
  );
}

function camtEntry(nth: number): string {
  const way = nth % 3 === 0 ? 'DBIT' : 'CRDT';
  return (
    `<Ntry><NtryRef>${nth}</NtryRef><Amt Ccy="EUR">${cents(nth)}</Amt>` +
    `<CdtDbtInd>${way}</CdtDbtInd>` +
    `<Sts>BOOK</Sts><BookgDt><Dt>2026-01-${day(nth)}</Dt></BookgDt>` +
    `<ValDt><Dt>2026-01-${day(nth)}</Dt></ValDt><AcctSvcrRef>R${nth}</AcctSvcrRef>` +
    '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>' +
    `</BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>E${nth}</EndToEndId></Refs><AmtDtls><TxAmt>` +
    `<Amt Ccy="EUR">${cents(nth)}</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>Member ${nth}</Nm>` +
    '</Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct></RltdPties>' +
    `<RmtInf><Ustrd>Dues ${nth} for January</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
  );
}

/** A camt.053 of so many entries, with one transaction each. */
export function madeCamt(entries: number): string {
  const balances = camtBalance('OPBD') + camtBalance('CLBD');
  return `${camtHead}${balances}${lines(entries, camtEntry)}${camtTail}`;
}

/** An MT940 of so many entries in one message, with German sub-fields. */
export function madeMt940(entries: number): string {
  const head = ':20:BENCH\n:25:12030000/0000202051\n:28C:1/1\n:60F:C260101EUR0,00\n';
  const body = lines(entries, (nth) => {
    const mark = nth % 3 === 0 ? 'D' : 'C';
    const amount = cents(nth).replace('.', ',');
    return (
      `:61:2601${day(nth)}01${day(nth)}${mark}R${amount}NTRFNONREF//R${nth}\n` +
      `:86:166?00GUTSCHRIFT?109310?20EREF+E${nth}?21SVWZ+Dues ${nth} for January\n` +
      `?30COBADEFFXXX?31DE89370400440532013000?32Member ${nth}`
    );
  });
  return `${head}${body}\n:62F:C260131EUR0,00\n-\n`;
}

/** An OFX 1 of so many entries, its elements closed as the peer needs them. */
export function madeOfx(entries: number): string {
  const head =
    'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n' +
    'COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><BANKMSGSRSV1><STMTTRNRS>' +
    '<TRNUID>1</TRNUID><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><BANKID>1</BANKID>' +
    '<ACCTID>2</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><BANKTRANLIST>' +
    '<DTSTART>20260101</DTSTART><DTEND>20260131</DTEND>\n';
  const body = lines(entries, (nth) => {
    const amount = `${nth % 3 === 0 ? '-' : ''}${cents(nth)}`;
    return (
      `<STMTTRN><TRNTYPE>OTHER</TRNTYPE><DTPOSTED>202601${day(nth)}</DTPOSTED>` +
      `<TRNAMT>${amount}</TRNAMT><FITID>F${nth}</FITID><NAME>Member ${nth}</NAME>` +
      `<MEMO>Dues ${nth} for January</MEMO></STMTTRN>`
    );
  });
  return `${head}${body}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`;
}

/** A CSV export of so many entries in the layout of N26. */
export function madeCsv(entries: number, header: string, row: (nth: number) => string): string {
  return `${header}\n${lines(entries, row)}\n`;
}

/** A camt.053 of many entries in pieces, so that the file itself is never in memory. */
export async function* madeCamtPieces(
  entries: number,
  bytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  const piece = 500;
  const plain = bytes / entries;
  yield encoder.encode(camtHead + camtBalance('OPBD') + camtBalance('CLBD'));
  for (let from = 0; from < entries; from += piece) {
    yield encoder.encode(lines(Math.min(piece, entries - from), (nth) => sized(from + nth, plain)));
  }
  yield encoder.encode(camtTail);
}

/** A plain entry with as much additional information as the size of the file wants. */
function sized(nth: number, bytes: number): string {
  const way = nth % 3 === 0 ? 'DBIT' : 'CRDT';
  const entry =
    `<Ntry><Amt Ccy="EUR">${cents(nth)}</Amt><CdtDbtInd>${way}</CdtDbtInd><Sts>BOOK</Sts>` +
    `<BookgDt><Dt>2026-01-${day(nth)}</Dt></BookgDt><AcctSvcrRef>R${nth}</AcctSvcrRef>` +
    '<BkTxCd/><AddtlNtryInf>';
  const end = '</AddtlNtryInf></Ntry>';
  const room = Math.max(0, Math.round(bytes) - entry.length - end.length - 1);
  return `${entry}${'x'.repeat(room)}${end}`;
}
