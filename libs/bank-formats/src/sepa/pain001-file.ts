import type { Decimal } from '../model/amount.js';
import type { PaymentFinding } from '../model/payment-finding.js';

/** An account and its holder, as the order names them. */
export interface OrderParty {
  readonly name: string | null;
  readonly iban: string | null;
  /** A number that is no IBAN (`Id/Othr/Id`). */
  readonly other: string | null;
  readonly bic: string | null;
  /** `PstlAdr` in document order, each part by its element's name. */
  readonly address: readonly (readonly [element: string, text: string])[];
}

/** One transfer of an order (`CdtTrfTxInf`). */
export interface OrderedTransfer {
  readonly line: number;
  readonly instructionId: string | null;
  readonly endToEndId: string | null;
  /** `InstdAmt`, or `EqvtAmt/Amt`, as written. */
  readonly amountText: string | null;
  /** The exact amount; null when the text is none. */
  readonly amount: Decimal | null;
  /** In minor units; null when the text is no amount or has digits below the minor unit. */
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly creditor: OrderParty;
  readonly ultimateCreditorName: string | null;
  readonly purpose: string | null;
  readonly remittance: {
    readonly free: readonly string[];
    readonly references: readonly string[];
  };
}

/** Transfers from one account (`PmtInf`). */
export interface OrderedBatch {
  readonly line: number;
  readonly id: string | null;
  readonly method: string | null;
  readonly serviceLevel: string | null;
  /** `ReqdExctnDt`, as written. */
  readonly executionDate: string | null;
  readonly statedCount: string | null;
  readonly statedSum: string | null;
  readonly debtor: OrderParty;
  readonly transfers: readonly OrderedTransfer[];
}

/** A customer credit transfer initiation as anyone wrote it, and what is wrong with it. */
export interface Pain001File {
  /** `pain.001.001.09`, `pain.001.001.03.ch.02`, or '' when the namespace does not say. */
  readonly version: string;
  readonly messageId: string | null;
  readonly createdAt: string | null;
  readonly initiatingPartyName: string | null;
  readonly statedCount: string | null;
  readonly statedSum: string | null;
  readonly batches: readonly OrderedBatch[];
  readonly findings: readonly PaymentFinding[];
}
