import type { AccountAtBank, BankAccountRow } from '@rochdale/banking';
import type { Day, Tx } from '@rochdale/platform';

/** What is to be paid, as far as a rail may have an opinion about it. */
export interface TransferTerms {
  /** The payout's end-to-end id: ours, and the same for ever; every bank has room for it. */
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** What the payee reads on their statement. No names, at most 140 characters. */
  readonly memo: string;
}

/** A released payout with where it goes. Lives for a call: never logged, never stored. */
export interface Transfer extends TransferTerms {
  readonly payoutId: string;
  readonly payee: AccountAtBank;
}

/**
 * A way for money to leave accounts. What all rails have; one that keeps a book of its own is a
 * `ProviderRail`, one whose order a person takes to the bank a `FileRail`.
 */
export interface Rail {
  /**
   * Why it could not carry this out, in a sentence for the treasurer; null when it can. Asked
   * before money is reserved, so that one payee never holds up others.
   */
  refusal(account: BankAccountRow, payee: AccountAtBank, terms: TransferTerms): string | null;

  /** Takes the order, in the release's transaction: nothing leaves before its commit. */
  order(tx: Tx, transfers: readonly Transfer[], account: BankAccountRow): Promise<void>;
}

/** What a provider is told: who pays whom how much, under a key that was committed before. */
export interface TransferOrder extends Transfer {
  readonly cooperativeId: string;
  readonly debtor: AccountAtBank;
}

/** What a provider knows of a key. `unknown` is: never heard of it, so nothing was carried out. */
export type TransferState = 'accepted' | 'executed' | 'rejected' | 'returned' | 'unknown';

export interface TransferAnswer {
  readonly state: TransferState;
  readonly reference: string | null;
}

/** An answer that names what happened, as the books will. */
export interface OutsideFact {
  readonly state: 'executed' | 'returned';
  readonly reference: string;
}

/**
 * A company that moves money when told. It takes the same key twice as one transfer; an error
 * thrown by `transfer` says nothing about what happened, so it is asked by that key.
 */
export interface ProviderRail extends Rail {
  /** @throws CodedError PROVIDER_UNREACHABLE */
  transfer(order: TransferOrder): Promise<TransferAnswer>;

  /** @throws CodedError PROVIDER_UNREACHABLE */
  ask(question: { readonly cooperativeId: string; readonly key: string }): Promise<TransferAnswer>;

  /** The name of what happened, which leads to one transaction in the books for ever. */
  outsideFactOf(answer: OutsideFact): string;
}

/** A payment file in the making: who ordered which transfers when. */
export interface FileOrder {
  /** The file's name at the bank, and that of its batch. */
  readonly messageId: string;
  readonly orderedAt: Date;
  /** The co-operative's day then. */
  readonly orderedOn: Day;
  readonly debtor: AccountAtBank;
  readonly transfers: readonly Transfer[];
}

/** A rail whose order is a file. Writing the same order again gives the same bytes. */
export interface FileRail extends Rail {
  /** `pain.001.001.09` */
  readonly format: string;

  write(order: FileOrder): Uint8Array;
}

export function isProviderRail(rail: Rail): rail is ProviderRail {
  return 'transfer' in rail && 'ask' in rail;
}

export function isFileRail(rail: Rail): rail is FileRail {
  return 'write' in rail;
}
