import type { Tx } from '@rochdale/platform';

/** How many lines of one of the co-operative's accounts at banks are not in the books. */
export interface UnbookedOfAccount {
  /** What members call the account. */
  readonly label: string;
  readonly lines: number;
}

/**
 * The port by which a closing learns what banks told that is not in the books. The house fills it,
 * from banking, which treasury may not know.
 */
export abstract class UnbookedLines {
  /** By account, those with none left out: lines booked by the bank on that day or before. */
  abstract upTo(tx: Tx, day: string): Promise<readonly UnbookedOfAccount[]>;
}
