/** An entry of a statement made for a test. */
export interface MadeEntry {
  /** Signed, in cents. */
  readonly amountMinor: bigint;
  readonly on?: string;
  readonly pending?: boolean;
  /** Takes another entry back. */
  readonly reversal?: boolean;
  readonly endToEndId?: string;
  readonly reference?: string;
  readonly text?: string;
  readonly payerIban?: string;
  /** Why a payment came back (ISO 20022, AC04), and what the bank kept of it. */
  readonly returnReason?: string;
  readonly chargeMinor?: bigint;
  /** The parts of a batch, each with its own end-to-end id. */
  readonly parts?: readonly { readonly amountMinor: bigint; readonly endToEndId: string }[];
}

export interface MadeStatement {
  readonly id: string;
  readonly iban: string;
  readonly openingMinor?: bigint;
  /** Left out: what the entries lead to. */
  readonly closingMinor?: bigint;
  readonly entries: readonly MadeEntry[];
}

const decimal = (minor: bigint): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const sign = (minor: bigint): string => (minor < 0n ? 'DBIT' : 'CRDT');

function details(entry: Omit<MadeEntry, 'parts'>, amountMinor: bigint): string {
  const { endToEndId = 'NOTPROVIDED', reference, text, payerIban } = entry;
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
      : `<RltdPties><Dbtr><Nm>A payer</Nm></Dbtr><DbtrAcct><Id><IBAN>${payerIban}</IBAN></Id>
         </DbtrAcct></RltdPties>`;
  const charges =
    chargeMinor === undefined
      ? ''
      : `<Chrgs><Amt Ccy="EUR">${decimal(chargeMinor)}</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>`;
  const returned =
    returnReason === undefined ? '' : `<RtrInf><Rsn><Cd>${returnReason}</Cd></Rsn></RtrInf>`;
  return `<TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs>
    <AmtDtls><TxAmt><Amt Ccy="EUR">${decimal(amountMinor)}</Amt></TxAmt></AmtDtls>
    <CdtDbtInd>${sign(amountMinor)}</CdtDbtInd>${charges}${payer}
    <RmtInf>${free}${structured}</RmtInf>${returned}</TxDtls>`;
}

function entryXml(entry: MadeEntry): string {
  const { amountMinor, on = '2026-01-05', pending = false, reversal = false, parts } = entry;
  const inner =
    parts === undefined
      ? details(entry, amountMinor)
      : parts.map((part) => details(part, part.amountMinor)).join('');
  return `<Ntry><Amt Ccy="EUR">${decimal(amountMinor)}</Amt>
    <CdtDbtInd>${sign(amountMinor)}</CdtDbtInd>${reversal ? '<RvslInd>true</RvslInd>' : ''}
    <Sts>${pending ? 'PDNG' : 'BOOK'}</Sts>
    <BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>
    <BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd><NtryDtls>${inner}</NtryDtls></Ntry>`;
}

function balance(code: string, minor: bigint, on: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>
    <Amt Ccy="EUR">${decimal(minor)}</Amt><CdtDbtInd>${sign(minor)}</CdtDbtInd>
    <Dt><Dt>${on}</Dt></Dt></Bal>`;
}

/** A camt.053.001.02 file with one statement. */
export function camtFile(made: MadeStatement): Uint8Array {
  const { id, iban, openingMinor = 0n, entries } = made;
  const booked = entries.filter(({ pending }) => pending !== true);
  const sum = booked.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  const closing = made.closingMinor ?? openingMinor + sum;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
  <GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-01-31T20:00:00Z</CreDtTm></GrpHdr>
  <Stmt><Id>${id}</Id><CreDtTm>2026-01-31T20:00:00Z</CreDtTm>
    <FrToDt><FrDtTm>2026-01-01T00:00:00Z</FrDtTm><ToDtTm>2026-01-31T23:59:59Z</ToDtTm></FrToDt>
    <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
    ${balance('OPBD', openingMinor, '2026-01-01')}${balance('CLBD', closing, '2026-01-31')}
    ${entries.map(entryXml).join('\n')}
  </Stmt></BkToCstmrStmt></Document>`);
}
