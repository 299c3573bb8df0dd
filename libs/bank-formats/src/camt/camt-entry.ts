import { addDecimals, minorToDecimal, negate, sameDecimal } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { exponentOrAssumed } from '../model/currency.js';
import { noFacts } from '../model/no-facts.js';
import { amountOf, clip, dayOf, requiredDirection, signed } from './camt-amounts.js';
import {
  alignDetails,
  chargesOf,
  detailOf,
  originalOf,
  transactionCodeOf,
} from './camt-details.js';
import { unreadTexts } from './camt-node.js';
import type { CamtAmount, CamtReading, Direction } from './camt-amounts.js';
import type { CamtNode } from './camt-node.js';
import type { BankAccount, Entry, EntryDetail, TransactionFacts } from '../model/statement.js';

/** What an entry needs to know of its statement. */
export interface StatementContext {
  readonly currency: string | null;
  readonly own: BankAccount;
  /** Status of an entry that states none: BOOK in a statement, PDNG in an intraday report. */
  readonly assumedStatus: string;
}

function entryAmount(node: CamtNode, currency: string | null, reading: CamtReading): CamtAmount {
  const element = node.child('Amt');
  const amount = amountOf(element, currency, reading);
  if (amount !== null) return amount;
  const place = { line: element?.line ?? node.line, column: 1 };
  const message =
    element === null
      ? 'an entry (Ntry) has no amount (Amt)'
      : `an entry's amount '${clip(element.text.trim())}' is not readable`;
  throw new BankFormatError('statement-malformed', message, place);
}

/** An amount below zero is none in ISO 20022; it turns the entry round. */
function uprightAmount(
  amount: CamtAmount,
  direction: Direction,
  { log }: CamtReading,
): { amount: CamtAmount; direction: Direction } {
  if (amount.decimal.unscaled >= 0n) return { amount, direction };
  log.warn(
    'amount-negative',
    'an entry has an amount below zero: its direction turns',
    amount.line,
  );
  const upright = { ...amount, decimal: negate(amount.decimal) };
  return { amount: upright, direction: direction === 1 ? -1 : 1 };
}

function statusOf(node: CamtNode, assumed: string, { log }: CamtReading): string {
  const status = node.codeAt('Sts');
  if (status !== null) return status;
  log.warn('status-missing', `an entry has no status (Sts): ${assumed} is assumed`, node.line);
  return assumed;
}

function reversalOf(node: CamtNode): boolean {
  const text = node.textAt('RvslInd')?.toLowerCase();
  return text === 'true' || text === '1';
}

/** Transactions of an entry; version 1 has them directly in `Ntry`. */
function transactionNodes(node: CamtNode): readonly CamtNode[] {
  if (node.child('NtryDtls') === null) return node.all('TxDtls');
  return [...node.all('TxDtls'), ...node.all('NtryDtls').flatMap((one) => one.all('TxDtls'))];
}

function batchCountOf(node: CamtNode): number | null {
  if (node.child('NtryDtls') === null && node.child('Btch') === null) return null;
  let count: number | null = null;
  for (const batch of [node, ...node.all('NtryDtls')].flatMap((one) => one.all('Btch'))) {
    const text = batch.at('NbOfTxs')?.text.trim() ?? '';
    if (/^\d{1,15}$/.test(text)) {
      batch.textAt('NbOfTxs');
      count = (count ?? 0) + Number(text);
    }
  }
  return count;
}

/** Says so when the transactions of a batch are not as many, or not as much, as the entry. */
function checkBatch(entry: Entry, { log }: CamtReading): void {
  const { details, batchCount, line } = entry;
  if (details.length === 0) return;
  if (batchCount !== null && batchCount !== details.length) {
    const message = `a batch of ${batchCount} transactions shows ${details.length} of them`;
    log.warn('batch-count-differs', message, line);
  }
  if (details.length < 2) return;
  const comparable = details.every(
    (detail) => detail.amountMinor !== null && detail.currency === entry.currency,
  );
  if (!comparable) return;
  const exponent = exponentOrAssumed(entry.currency);
  const sum = details.reduce(
    (total, { amountMinor, exactAmount }) =>
      addDecimals(total, minorToDecimal({ amountMinor: amountMinor ?? 0n, exactAmount }, exponent)),
    { unscaled: 0n, scale: 0 },
  );
  if (sameDecimal(sum, minorToDecimal(entry, exponent))) return;
  log.warn('batch-sum-differs', 'the transactions of an entry do not add up to it', line);
}

/** An entry with one transaction is that transaction; with several, only they have the facts. */
function factsOf(details: readonly EntryDetail[]): TransactionFacts {
  const [only] = details;
  return only === undefined || details.length > 1 ? noFacts : only;
}

/** `Ntry`. Throws when it has no amount or no direction: an entry cannot do without them. */
export function entryOf(node: CamtNode, statement: StatementContext, reading: CamtReading): Entry {
  const written = entryAmount(node, statement.currency, reading);
  const given = requiredDirection(node, 'an entry (Ntry)');
  const { amount, direction } = uprightAmount(written, given, reading);
  const reversal = reversalOf(node);
  const context = { direction, reversal, currency: amount.currency, own: statement.own };
  const read = transactionNodes(node).map((one) => detailOf(one, context, reading));
  const { details, turned } = alignDetails(read, direction);
  if (turned) {
    const message = 'the transactions of an entry all contradict its CdtDbtInd: its sign is used';
    reading.log.warn('detail-direction', message, node.line);
  }
  const entry = assemble(node, { amount, direction, reversal, details }, statement, reading);
  checkBatch(entry, reading);
  return entry;
}

/** Every field by name: a million entries are made here, and spreading would double the time. */
function assemble(
  node: CamtNode,
  found: {
    readonly amount: CamtAmount;
    readonly direction: Direction;
    readonly reversal: boolean;
    readonly details: readonly EntryDetail[];
  },
  statement: StatementContext,
  reading: CamtReading,
): Entry {
  const { amount, direction, reversal, details } = found;
  const facts = factsOf(details);
  const money = signed(amount, direction, reading);
  const ownCharges = chargesOf(node, amount.currency, reading);
  const reference = node.textAt('NtryRef');
  return {
    bookingDate: dayOf(node.child('BookgDt'), reading),
    valueDate: dayOf(node.child('ValDt'), reading),
    amountMinor: money.amountMinor,
    exactAmount: money.exactAmount,
    currency: money.currency,
    status: statusOf(node, statement.assumedStatus, reading),
    reversal,
    endToEndId: facts.endToEndId,
    bankReference: node.textAt('AcctSvcrRef') ?? details[0]?.bankReference ?? null,
    transactionCode: transactionCodeOf(node.child('BkTxCd')),
    counterparty: facts.counterparty,
    remittance: facts.remittance,
    original: originalOf(node.child('AmtDtls'), amount, direction, reading) ?? facts.original,
    charges: ownCharges.length > 0 ? ownCharges : facts.charges,
    mandateId: facts.mandateId,
    creditorId: facts.creditorId,
    returnReason: facts.returnReason,
    purpose: facts.purpose,
    information: node.textAt('AddtlNtryInf'),
    references: reference === null ? facts.references : { ...facts.references, NtryRef: reference },
    details,
    batchCount: batchCountOf(node),
    line: node.line,
    other: entryLeftovers(node),
  };
}

/** What nobody read in the entry; its transactions keep their own. */
function entryLeftovers(node: CamtNode): Entry['other'] {
  for (const transaction of transactionNodes(node)) markRead(transaction);
  return unreadTexts(node);
}

function markRead(node: CamtNode): void {
  node.read = true;
  for (const child of node.children) markRead(child);
}
