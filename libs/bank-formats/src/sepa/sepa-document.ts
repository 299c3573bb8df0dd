import { Document } from 'sepa';
import { formatMinor } from '../model/amount.js';
import type { CreditTransferBatch, CreditTransferOrder } from './credit-transfer-order.js';
import type { Pain001Version } from './credit-transfer-order.js';

type SepaPaymentInfo = ReturnType<Document['createPaymentInfo']>;
type SepaTransaction = ReturnType<SepaPaymentInfo['createTransaction']>;

/**
 * An amount in the place where `sepa` expects a number. The package compares an amount with its
 * bounds and writes it by `toFixed(2)`; this writes the exact text, so that no amount is ever a
 * floating-point number. Sums are ours as well: the package would add numbers.
 */
class ExactAmount {
  readonly #text: string;

  constructor(amountMinor: bigint) {
    this.#text = formatMinor(amountMinor, 2);
  }

  toFixed(): string {
    return this.#text;
  }

  [Symbol.toPrimitive](): string {
    return this.#text;
  }
}

function exact(amountMinor: bigint): number {
  return new ExactAmount(amountMinor) as unknown as number;
}

/** `sepa` writes the local day of a Date, and noon has the same one in every time zone. */
function noon(day: string): Date {
  return new Date(
    Number(day.slice(0, 4)),
    Number(day.slice(5, 7)) - 1,
    Number(day.slice(8, 10)),
    12,
  );
}

function sumOf(batch: CreditTransferBatch): bigint {
  return batch.payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

function addPayments(info: SepaPaymentInfo, batch: CreditTransferBatch): void {
  for (const payment of batch.payments) {
    const transaction: SepaTransaction = info.createTransaction();
    transaction.end2endId = payment.endToEndId;
    transaction.amount = exact(payment.amountMinor);
    transaction.currency = payment.currency;
    transaction.creditorName = payment.creditor.name;
    transaction.creditorIBAN = payment.creditorIban;
    transaction.creditorBIC = payment.creditorBic ?? '';
    info.addTransaction(transaction);
    // The package prefixes identifiers with those above them; ours are written as they are.
    transaction.id = payment.instructionId ?? payment.endToEndId;
  }
}

function addBatch(document: Document, batch: CreditTransferBatch): void {
  const info = document.createPaymentInfo();
  info.requestedExecutionDate = noon(batch.executionDate);
  info.batchBooking = batch.batchBooking ?? false;
  info.debtorName = batch.debtor.name;
  info.debtorIBAN = batch.debtorIban;
  info.debtorBIC = batch.debtorBic ?? '';
  document.addPaymentInfo(info);
  info.id = batch.id;
  addPayments(info, batch);
  info.controlSum = exact(sumOf(batch));
}

/**
 * The order as the `sepa` package writes it: identifiers, parties, accounts, amounts and sums in
 * their place for the version. What the package cannot write is added by `completeDocument`.
 *
 * @param order an order that `CreditTransferRules` let through.
 */
export function sepaDocument(order: CreditTransferOrder, version: Pain001Version): string {
  const document = new Document(version);
  document.grpHdr.id = order.messageId;
  document.grpHdr.created = noon(order.createdAt.slice(0, 10));
  document.grpHdr.initiatorName = order.initiatingParty.name;
  for (const batch of order.batches) addBatch(document, batch);
  const { grpHdr } = document;
  // Serialising calls normalize(), which would add the amounts as numbers.
  document.normalize = () => {
    grpHdr.controlSum = exact(order.batches.reduce((sum, batch) => sum + sumOf(batch), 0n));
    grpHdr.transactionCount = order.batches.reduce((sum, { payments }) => sum + payments.length, 0);
  };
  return document.toString();
}
