import type { CharacterPolicy } from '../writing/character-set.js';

/** An Australian account. */
export interface AbaAccount {
  /** Bank, state and branch: six digits, `062-000` or `062000`. */
  readonly bsb: string;
  /** At most nine letters, digits and hyphens; leading zeros count. */
  readonly accountNumber: string;
}

/**
 * Transaction codes: 13 debits the account named, the others credit it (50 any, 51 Australian
 * Government security interest, 52 basic family payment, 53 pay, 54 pension, 55 allotment,
 * 56 dividend, 57 debenture or note interest).
 */
export const abaTransactionCodes = [13, 50, 51, 52, 53, 54, 55, 56, 57] as const;

/** One of {@link abaTransactionCodes}. */
export type AbaTransactionCode = (typeof abaTransactionCodes)[number];

/**
 * Indicators: N new or varied account details, T drawing under a transaction negotiation authority;
 * withholding tax on W a dividend to a resident of a treaty country, X a dividend to a resident of
 * another country, Y interest to a non-resident.
 */
export const abaIndicators = [' ', 'N', 'T', 'W', 'X', 'Y'] as const;

/** One of {@link abaIndicators}. */
export type AbaIndicator = (typeof abaIndicators)[number];

/** One detail record (type 1). */
export interface AbaTransaction extends AbaAccount {
  readonly indicator?: AbaIndicator;
  readonly transactionCode: AbaTransactionCode;
  /** Cents, 1 to 9,999,999,999. */
  readonly amountMinor: bigint;
  /** Title of the account to be credited or debited, at most 32 characters. */
  readonly title: string;
  /** Lodgement reference, at most 18 characters, as it appears on the payee's statement. */
  readonly reference: string;
  /** Trace record: the account to which the transaction can be sent back. */
  readonly trace: AbaAccount;
  /** Name of the remitter, at most 16 characters. */
  readonly remitter: string;
  /** Cents, 0 to 99,999,999; with the indicators W, X and Y, and only with them. */
  readonly withholdingTaxMinor?: bigint;
}

/** The record that makes credits and debits equal, against the payer's own account. */
export interface AbaBalancing extends AbaAccount {
  readonly title: string;
  readonly reference: string;
  readonly remitter: string;
}

/** A direct entry file: header (type 0), details (type 1), total (type 7). */
export interface AbaOrder {
  /** Reel sequence number, 1 to 99; 1 unless said otherwise. */
  readonly reelSequence?: number;
  /** Abbreviation of the bank that takes the file, three capitals (CBA, ANZ, BQL). */
  readonly bank: string;
  /** Name of the user, at most 26 characters. */
  readonly userName: string;
  /** User identification number that APCA gave, at most six digits. */
  readonly userId: string;
  /** Description of the entries, at most 12 characters (`PAYROLL`). */
  readonly description: string;
  /** Date to be processed, YYYY-MM-DD. */
  readonly processingDate: string;
  /** Written at positions 2 to 17 of the header for the banks that ask for it. */
  readonly fundingAccount?: AbaAccount;
  readonly transactions: readonly AbaTransaction[];
  /** Adds one record that makes the file balance; left off when it balances already. */
  readonly balancing?: AbaBalancing;
}

/** How to write an ABA file. */
export interface AbaOptions {
  /** Characters outside the BECS set: substituted (the default) or refused. */
  readonly characters?: CharacterPolicy;
  /** Texts longer than their field: refused (the default) or cut, as many programs do. */
  readonly overlong?: 'refuse' | 'cut';
}
