import type { Day } from '@rochdale/platform';

/** What a movement of money was. Fees and refunds are movements of their own, never subtracted. */
export const movementKinds = ['payment', 'fee', 'refund', 'payout', 'other'] as const;
export type MovementKind = (typeof movementKinds)[number];

/** One movement of the account, as every source's rows come to be told. */
export interface Movement {
  /** The row's own id at the source. */
  readonly externalId: string;
  /** The day where the co-operative is. */
  readonly bookedOn: Day;
  /** What the account gained, in minor units; negative is what left it. */
  readonly amountMinor: bigint;
  /** Three letters of ISO 4217. */
  readonly currency: string;
  readonly kind: MovementKind;
  /** Who paid, or was paid. */
  readonly counterparty?: string | null;
  /** What the payer was asked to name: an invoice's reference. */
  readonly reference?: string | null;
}

/** A row as the source keeps it. */
export interface SweptRow {
  /** The source's own id: 1 to 200 printable characters of ASCII, the same for ever. */
  readonly id: string;
  /**
   * What it says, as JSON; kept byte for byte. Another text under the same id is another version,
   * which a person looks at: what changes without a meaning is better left out of it.
   */
  readonly json: string;
}

export interface SweepRequest<Settings> {
  readonly settings: Settings;
  /** What some page said before; null is from the very beginning. */
  readonly cursor: string | null;
  /**
   * Begin some way in front of the cursor: as far as a row may come late, or its clock be off. True
   * at the beginning of a run, never on its further pages. Rows that come again change nothing.
   */
  readonly overlap: boolean;
}

export interface SweptPage {
  readonly rows: readonly SweptRow[];
  /** From where to go on: opaque to all but the source. */
  readonly cursor: string;
  /** Whether there is more behind it already. */
  readonly more: boolean;
}

export type HintHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Where money comes in that no bank statement tells: a processor's balance, a till. It is asked
 * outside of any transaction; what it says is stored before anything is made of it.
 */
export interface Source<Settings extends object = object> {
  /**
   * The next page of rows.
   *
   * @throws CodedError SOURCE_UNREACHABLE; the cursor stays, and the job is tried again
   */
  sweep(request: SweepRequest<Settings>): Promise<SweptPage>;

  /**
   * What a row moved. What it throws makes the row wait for a person.
   *
   * @param timeZone where the co-operative is, for the day of an instant: `dayOf(at, timeZone)`
   */
  normalise(row: SweptRow, timeZone: string): Movement;

  /** Whether the source itself sent this, by its signature over the raw body. */
  verifyHint(raw: Buffer, headers: HintHeaders, settings: Settings): boolean;
}
