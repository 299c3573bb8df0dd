import { dayOf, formatDecimal } from '@rochdale/platform';

/** One line of a statement of account. */
export interface CamtLine {
  readonly bookedOn: Date;
  /** Positive: money came in. */
  readonly amountMinor: bigint;
  readonly counterpartyName: string;
  readonly counterpartyIban: string | null;
  /** The structured reference (ISO 11649), where the payer gave one. */
  readonly reference: string | null;
  readonly text: string;
  readonly endToEndId: string | null;
}

export interface CamtStatement {
  readonly id: string;
  readonly iban: string;
  readonly holderName: string;
  readonly currency: string;
  readonly from: Date;
  readonly to: Date;
  readonly openingMinor: bigint;
  readonly lines: readonly CamtLine[];
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const text = (value: string): string => value.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

function amount(minor: bigint, currency: string): string {
  const sign = minor < 0n ? 'DBIT' : 'CRDT';
  const size = formatDecimal(minor < 0n ? -minor : minor, currency);
  return `<Amt Ccy="${currency}">${size}</Amt><CdtDbtInd>${sign}</CdtDbtInd>`;
}

function balance(code: 'OPBD' | 'CLBD', minor: bigint, currency: string, day: Date): string {
  return (
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(minor, currency)}` +
    `<Dt><Dt>${dayOf(day)}</Dt></Dt></Bal>`
  );
}

function party({ amountMinor, counterpartyName, counterpartyIban }: CamtLine): string {
  const role = amountMinor < 0n ? 'Cdtr' : 'Dbtr';
  const account =
    counterpartyIban === null
      ? ''
      : `<${role}Acct><Id><IBAN>${counterpartyIban}</IBAN></Id></${role}Acct>`;
  return `<RltdPties><${role}><Nm>${text(counterpartyName)}</Nm></${role}>${account}</RltdPties>`;
}

function remittance({ reference, text: free }: CamtLine): string {
  const structured =
    reference === null
      ? ''
      : `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>` +
        `<Ref>${text(reference)}</Ref></CdtrRefInf></Strd>`;
  return `<RmtInf><Ustrd>${text(free)}</Ustrd>${structured}</RmtInf>`;
}

function entry(line: CamtLine, currency: string, bankReference: string): string {
  const day = dayOf(line.bookedOn);
  const family = line.amountMinor < 0n ? 'ICDT' : 'RCDT';
  return (
    `<Ntry><NtryRef>${bankReference}</NtryRef>${amount(line.amountMinor, currency)}` +
    `<Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>` +
    `<AcctSvcrRef>${bankReference}</AcctSvcrRef>` +
    `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly>` +
    `</Domn></BkTxCd><NtryDtls><TxDtls><Refs><AcctSvcrRef>${bankReference}</AcctSvcrRef>` +
    `<EndToEndId>${text(line.endToEndId ?? 'NOTPROVIDED')}</EndToEndId></Refs>` +
    `${party(line)}${remittance(line)}</TxDtls></NtryDtls></Ntry>`
  );
}

/** What the account holds after the statement. */
export function closingMinor({ openingMinor, lines }: CamtStatement): bigint {
  return lines.reduce((sum, line) => sum + line.amountMinor, openingMinor);
}

/** Writes a statement as a bank sends it: camt.053.001.02, which adds up. */
export function writeCamt053(statement: CamtStatement): string {
  const { id, iban, holderName, currency, from, to, openingMinor, lines } = statement;
  const created = `${dayOf(to)}T23:00:00Z`;
  const entries = lines.map((line, index) =>
    entry(line, currency, `${id}-${(index + 1).toString().padStart(4, '0')}`),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>',
    `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${created}</CreDtTm></GrpHdr>`,
    `<Stmt><Id>${id}</Id><CreDtTm>${created}</CreDtTm>`,
    `<FrToDt><FrDtTm>${dayOf(from)}T00:00:00Z</FrDtTm><ToDtTm>${created}</ToDtTm></FrToDt>`,
    `<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy>`,
    `<Ownr><Nm>${text(holderName)}</Nm></Ownr></Acct>`,
    balance('OPBD', openingMinor, currency, from),
    balance('CLBD', closingMinor(statement), currency, to),
    ...entries,
    '</Stmt></BkToCstmrStmt></Document>',
    '',
  ].join('\n');
}
