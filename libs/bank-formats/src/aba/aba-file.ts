import type { PaymentFinding } from '../model/payment-finding.js';

/** A header record (type 0) as read. */
export interface AbaHeaderRecord {
  readonly line: number;
  readonly reelSequence: string;
  readonly bank: string;
  readonly userName: string;
  readonly userId: string;
  readonly description: string;
  /** DDMMYY as written. */
  readonly processingDate: string;
  /** Positions 2 to 18, blank or the funding account. */
  readonly funding: string;
}

/** A detail record (type 1) as read; texts without the blanks that fill them. */
export interface AbaDetailRecord {
  readonly line: number;
  readonly bsb: string;
  readonly accountNumber: string;
  readonly indicator: string;
  readonly transactionCode: string;
  /** Cents; null when the field is no number. */
  readonly amountMinor: bigint | null;
  readonly title: string;
  readonly reference: string;
  readonly traceBsb: string;
  readonly traceAccountNumber: string;
  readonly remitter: string;
  readonly withholdingTaxMinor: bigint | null;
}

/** A total record (type 7) as read. */
export interface AbaTotalRecord {
  readonly line: number;
  readonly netMinor: bigint | null;
  readonly creditMinor: bigint | null;
  readonly debitMinor: bigint | null;
  readonly records: bigint | null;
}

/** A direct entry file as anyone wrote it, and what is wrong with it. */
export interface AbaFile {
  readonly header: AbaHeaderRecord | null;
  readonly details: readonly AbaDetailRecord[];
  readonly total: AbaTotalRecord | null;
  readonly creditMinor: bigint;
  readonly debitMinor: bigint;
  readonly findings: readonly PaymentFinding[];
}
