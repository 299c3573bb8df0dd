/** An entry of a statement made for a test. */
export interface MadeEntry {
  /** Signed, in cents. */
  readonly amountMinor: bigint;
  readonly on?: string;
  readonly pending?: boolean;
  /** Takes another entry back. */
  readonly reversal?: boolean;
  readonly endToEndId?: string;
  /** The order it is of, among its transaction's references (PmtInfId). */
  readonly orderId?: string;
  /** The order that it is the one booking of (Btch). */
  readonly batch?: { readonly paymentInformationId: string; readonly messageId?: string };
  readonly reference?: string;
  readonly text?: string;
  readonly payerIban?: string;
  /** Who the bank says it is; asked for only with an account. */
  readonly payerName?: string;
  /** Why a payment came back (ISO 20022, AC04), and what the bank kept of it. */
  readonly returnReason?: string;
  readonly chargeMinor?: bigint;
  /** The bank's own (AcctSvcrRef). */
  readonly bankReference?: string;
  /** The parts of a batch, each with its own end-to-end id. */
  readonly parts?: readonly {
    readonly amountMinor: bigint;
    readonly endToEndId?: string;
    readonly orderId?: string;
    readonly text?: string;
  }[];
}

/** The day of entries that say none. */
export const dayOfEntries = '2026-01-05';

export interface MadeStatement {
  readonly id: string;
  readonly iban: string;
  readonly openingMinor?: bigint;
  /** Left out: what the entries lead to. */
  readonly closingMinor?: bigint;
  /** Its days; January when left out. */
  readonly from?: string;
  readonly to?: string;
  readonly entries: readonly MadeEntry[];
}

const decimal = (minor: bigint): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const sign = (minor: bigint): string => (minor < 0n ? 'DBIT' : 'CRDT');

function details(entry: Omit<MadeEntry, 'parts'>, amountMinor: bigint): string {
  const {
    endToEndId = 'NOTPROVIDED',
    orderId,
    reference,
    text,
    payerIban,
    payerName = 'A payer',
  } = entry;
  const { returnReason, chargeMinor } = entry;
  const structured =
    reference === undefined
      ? ''
      : `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${reference}</Ref>
         </CdtrRefInf></Strd>`;
  const free = text === undefined ? '' : `<Ustrd>${text}</Ustrd>`;
  const payer =
    payerIban === undefined
      ? ''
      : `<RltdPties><Dbtr><Nm>${payerName}</Nm></Dbtr><DbtrAcct><Id><IBAN>${payerIban}</IBAN></Id>
         </DbtrAcct></RltdPties>`;
  const charges =
    chargeMinor === undefined
      ? ''
      : `<Chrgs><Amt Ccy="EUR">${decimal(chargeMinor)}</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>`;
  const returned =
    returnReason === undefined ? '' : `<RtrInf><Rsn><Cd>${returnReason}</Cd></Rsn></RtrInf>`;
  const order = orderId === undefined ? '' : `<PmtInfId>${orderId}</PmtInfId>`;
  return `<TxDtls><Refs>${order}<EndToEndId>${endToEndId}</EndToEndId></Refs>
    <AmtDtls><TxAmt><Amt Ccy="EUR">${decimal(amountMinor)}</Amt></TxAmt></AmtDtls>
    <CdtDbtInd>${sign(amountMinor)}</CdtDbtInd>${charges}${payer}
    <RmtInf>${free}${structured}</RmtInf>${returned}</TxDtls>`;
}

function batchXml({ batch }: MadeEntry): string {
  if (batch === undefined) return '';
  const { messageId, paymentInformationId } = batch;
  const message = messageId === undefined ? '' : `<MsgId>${messageId}</MsgId>`;
  return `<Btch>${message}<PmtInfId>${paymentInformationId}</PmtInfId></Btch>`;
}

function entryXml(entry: MadeEntry): string {
  const { amountMinor, on = dayOfEntries, pending = false, reversal = false } = entry;
  const { parts, bankReference } = entry;
  const inner =
    parts === undefined
      ? details(entry, amountMinor)
      : parts.map((part) => details(part, part.amountMinor)).join('');
  return `<Ntry><Amt Ccy="EUR">${decimal(amountMinor)}</Amt>
    <CdtDbtInd>${sign(amountMinor)}</CdtDbtInd>${reversal ? '<RvslInd>true</RvslInd>' : ''}
    <Sts>${pending ? 'PDNG' : 'BOOK'}</Sts>
    <BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>
    ${bankReference === undefined ? '' : `<AcctSvcrRef>${bankReference}</AcctSvcrRef>`}
    <BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd><NtryDtls>${batchXml(entry)}
    ${inner}</NtryDtls></Ntry>`;
}

function balance(code: string, minor: bigint, on: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>
    <Amt Ccy="EUR">${decimal(minor)}</Amt><CdtDbtInd>${sign(minor)}</CdtDbtInd>
    <Dt><Dt>${on}</Dt></Dt></Bal>`;
}

function statementXml(made: MadeStatement): string {
  const { id, iban, openingMinor = 0n, entries, from = '2026-01-01', to = '2026-01-31' } = made;
  const booked = entries.filter(({ pending }) => pending !== true);
  const sum = booked.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  const closing = made.closingMinor ?? openingMinor + sum;
  return `<Stmt><Id>${id}</Id><CreDtTm>2026-01-31T20:00:00Z</CreDtTm>
    <FrToDt><FrDtTm>${from}T00:00:00Z</FrDtTm><ToDtTm>${to}T23:59:59Z</ToDtTm></FrToDt>
    <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
    ${balance('OPBD', openingMinor, from)}${balance('CLBD', closing, to)}
    ${entries.map(entryXml).join('\n')}
  </Stmt>`;
}

/** A camt.053.001.02 file with these statements. */
export function camtFile(...made: readonly [MadeStatement, ...MadeStatement[]]): Uint8Array {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
  <GrpHdr><MsgId>${made[0].id}</MsgId><CreDtTm>2026-01-31T20:00:00Z</CreDtTm></GrpHdr>
  ${made.map(statementXml).join('\n')}</BkToCstmrStmt></Document>`);
}

/** The same as an intraday report, a camt.052.001.02 file. */
export function camtReport(...made: readonly [MadeStatement, ...MadeStatement[]]): Uint8Array {
  const text = Buffer.from(camtFile(...made)).toString();
  return Buffer.from(
    text
      .replace('camt.053', 'camt.052')
      .replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt')
      .replaceAll('Stmt>', 'Rpt>'),
  );
}

/** A camt.054.001.02 file: entries told one by one, with no balances and no days of its own. */
export function camtNotice(id: string, iban: string, entries: readonly MadeEntry[]): Uint8Array {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn>
  <GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-01-31T20:00:00Z</CreDtTm></GrpHdr>
  <Ntfctn><Id>${id}</Id><CreDtTm>2026-01-31T20:00:00Z</CreDtTm>
    <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
    ${entries.map(entryXml).join('\n')}
  </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`);
}

/** An OFX file without a balance that could be believed. */
export function ofxFile(
  account: string,
  entries: readonly { day: string; amount: string; fitId: string; memo: string }[],
): Uint8Array {
  return Buffer.from(`OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260120
<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1
<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>12345
<ACCTID>${account}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20260120
${entries
  .map(
    ({ day, amount, fitId, memo }) => `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>${day}<TRNAMT>${amount}
<FITID>${fitId}<NAME>A WEAVER<MEMO>${memo}</STMTTRN>`,
  )
  .join('\n')}
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`);
}
