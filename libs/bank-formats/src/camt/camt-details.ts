import { sameDecimal } from '../model/amount.js';
import { referenceKind } from '../reference/remittance.js';
import { amountOf, directionOf, signed } from './camt-amounts.js';
import { unreadTexts } from './camt-node.js';
import { agentsOf, counterpartyOf, partiesOf } from './camt-parties.js';
import type { CamtAmount, CamtReading, Direction } from './camt-amounts.js';
import type { CamtNode } from './camt-node.js';
import type {
  BankAccount,
  Charge,
  EntryDetail,
  OriginalAmount,
  Remittance,
  StructuredRemittance,
  TransactionCode,
} from '../model/statement.js';

/** What a transaction needs to know of the entry that it is part of. */
export interface EntryContext {
  readonly direction: Direction;
  readonly reversal: boolean;
  readonly currency: string | null;
  readonly own: BankAccount;
}

/** `BkTxCd`. */
export function transactionCodeOf(node: CamtNode | null): TransactionCode | null {
  if (node === null) return null;
  const domain = node.child('Domn');
  const proprietary = node.child('Prtry');
  return {
    domain: domain?.textAt('Cd') ?? null,
    family: domain?.textAt('Fmly', 'Cd') ?? null,
    subFamily: domain?.textAt('Fmly', 'SubFmlyCd') ?? null,
    proprietary: proprietary?.textAt('Cd') ?? proprietary?.takeText() ?? null,
    issuer: proprietary?.textAt('Issr') ?? null,
  };
}

/** Parts of `AmtDtls` that say what the amount was before it became the booked one. */
const originals = ['InstdAmt', 'CntrValAmt', 'AnncdPstngAmt'] as const;

/** The amount before exchange, when it is not simply the booked amount again. */
export function originalOf(
  details: CamtNode | null,
  booked: CamtAmount | null,
  direction: Direction,
  reading: CamtReading,
): OriginalAmount | null {
  if (details === null) return null;
  const rate =
    [...originals, 'TxAmt']
      .map((part) => details.child(part)?.textAt('CcyXchg', 'XchgRate') ?? null)
      .find((text) => text !== null) ?? null;
  for (const part of originals) {
    const node = details.at(part, 'Amt');
    const amount = amountOf(node, booked?.currency ?? null, reading);
    if (amount === null) continue;
    const same =
      booked !== null &&
      booked.currency === amount.currency &&
      sameDecimal(booked.decimal, amount.decimal);
    if (same && rate === null) continue;
    return { ...signed(amount, direction, reading), rate };
  }
  return null;
}

const noCharges: readonly Charge[] = [];

/** `Chrgs`: one element a charge in the first versions, `Rcrd` elements within it later. */
export function chargesOf(
  holder: CamtNode,
  currency: string | null,
  reading: CamtReading,
): readonly Charge[] {
  if (holder.child('Chrgs') === null) return noCharges;
  const records = holder
    .all('Chrgs')
    .flatMap((node) => (node.child('Rcrd') === null ? [node] : node.all('Rcrd')));
  return records.flatMap((record) => {
    const amount = amountOf(record.child('Amt'), currency, reading);
    if (amount === null) return [];
    const included = record.textAt('ChrgInclInd');
    return {
      // A charge is taken unless the bank says that it was given back.
      ...signed(amount, directionOf(record) ?? -1, reading),
      type: record.codeAt('Tp'),
      included: included === null ? null : included === 'true' || included === '1',
    };
  });
}

function structuredOf(node: CamtNode): StructuredRemittance {
  const information = node.child('CdtrRefInf');
  const reference = information?.textAt('Ref') ?? information?.textAt('CdtrRef') ?? null;
  const type = information?.codeAt('Tp', 'CdOrPrtry') ?? information?.codeAt('CdtrRefTp') ?? null;
  const invoices = node.all('RfrdDocInf').flatMap((document) => document.textAt('Nb') ?? []);
  const additional = [...invoices, ...node.textsOf('AddtlRmtInf')];
  return { reference, kind: referenceKind(reference, type), type, additional };
}

/** `RmtInf`. */
export function remittanceOf(node: CamtNode | null): Remittance {
  if (node === null) return { structured: [], free: [] };
  return { structured: node.all('Strd').map(structuredOf), free: node.textsOf('Ustrd') };
}

/** `Refs` but for those that have a field of their own. */
function referencesOf(refs: CamtNode | null): Record<string, string> {
  const found: Record<string, string> = {};
  for (const node of refs?.children ?? []) {
    if (node.name === 'Prtry') {
      const type = node.textAt('Tp') ?? 'Prtry';
      const reference = node.textAt('Ref');
      if (reference !== null) found[type] = reference;
    } else if (node.children.length === 0 && !node.read) {
      const text = node.takeText();
      if (text !== null) found[node.name] = text;
    }
  }
  return found;
}

/** What a payer leaves where a reference is due and none exists. */
const noReference = /^(?:NOTPROVIDED|NOT PROVIDED|NONREF)$/i;

/** The SEPA creditor identifier among a creditor's numbers. */
function creditorIdOf(parties: EntryDetail['parties']): string | null {
  const creditor = parties.find((party) => party.role === 'creditor');
  return creditor?.identifications.find((one) => one.scheme === 'SEPA')?.id ?? null;
}

/** `Amt` from version 4 on, before that the `TxAmt` which later versions often repeat. */
function transactionAmount(node: CamtNode): CamtNode | null {
  const own = node.child('Amt');
  const repeated = node.at('AmtDtls', 'TxAmt', 'Amt');
  if (own === null || repeated === null) return own ?? repeated;
  const same =
    own.text.trim() === repeated.text.trim() &&
    own.attributes['Ccy'] === repeated.attributes['Ccy'];
  if (same) repeated.takeText();
  return own;
}

/** A transaction inside an entry (`TxDtls`). */
export function detailOf(node: CamtNode, entry: EntryContext, reading: CamtReading): EntryDetail {
  const refs = node.child('Refs');
  const given = refs?.textAt('EndToEndId') ?? null;
  const endToEndId = given === null || noReference.test(given) ? null : given;
  const bankReference = refs?.textAt('AcctSvcrRef') ?? null;
  const mandateId = refs?.textAt('MndtId') ?? null;
  const direction = directionOf(node) ?? entry.direction;
  const amounts = node.child('AmtDtls');
  const amount = amountOf(transactionAmount(node), entry.currency, reading);
  const returned = node.child('RtrInf');
  const parties = partiesOf(node.child('RltdPties'));
  const agents = agentsOf(node.child('RltdAgts'));
  const comesBack = entry.reversal || returned !== null;
  const money =
    amount === null
      ? { amountMinor: null, exactAmount: null, currency: null }
      : signed(amount, direction, reading);
  const references = referencesOf(refs);
  if (given !== null && endToEndId === null) references['EndToEndId'] = given;
  return {
    endToEndId,
    bankReference,
    mandateId,
    references,
    transactionCode: transactionCodeOf(node.child('BkTxCd')),
    counterparty: counterpartyOf(parties, agents, { direction, comesBack, own: entry.own }),
    remittance: remittanceOf(node.child('RmtInf')),
    original: originalOf(amounts, amount, direction, reading),
    charges: chargesOf(node, entry.currency, reading),
    creditorId: creditorIdOf(parties),
    returnReason: returned?.codeAt('Rsn') ?? returned?.codeAt('RtrRsn') ?? null,
    purpose: node.codeAt('Purp'),
    information: node.textAt('AddtlTxInf'),
    amountMinor: money.amountMinor,
    exactAmount: money.exactAmount,
    currency: money.currency,
    parties,
    agents,
    // The last: what was not read until here.
    other: unreadTexts(node),
  };
}

/**
 * Some banks mark every transaction of an entry with the direction that the entry does not have.
 * Since together they are the entry, they then get its sign; true when that was done.
 */
export function alignDetails(
  details: readonly EntryDetail[],
  direction: Direction,
): { readonly details: readonly EntryDetail[]; readonly turned: boolean } {
  const withAmount = details.filter((detail) => (detail.amountMinor ?? 0n) !== 0n);
  const against = withAmount.filter((detail) => (detail.amountMinor ?? 0n) > 0n !== direction > 0);
  if (withAmount.length === 0 || against.length !== withAmount.length) {
    return { details, turned: false };
  }
  const turned = details.map((detail) => ({
    ...detail,
    amountMinor: detail.amountMinor === null ? null : -detail.amountMinor,
    exactAmount: detail.exactAmount === null ? null : turnedText(detail.exactAmount),
  }));
  return { details: turned, turned: true };
}

function turnedText(exact: string): string {
  return exact.startsWith('-') ? exact.slice(1) : `-${exact}`;
}
