import type { Tx } from '../db/tx.js';
import type { Addressee, LetterDefinition } from './letter.js';

/** Whether the address leads to nobody any more, in any co-operative. */
export interface Forgetting {
  readonly andAccount: boolean;
  /**
   * Whether it was confirmed. What others wrote to one that was not, and is on its way, may be for
   * somebody else.
   */
  readonly isTheirs: boolean;
}

/**
 * The port through which rooms write letters themselves, where no fact is followed. The letters
 * room delivers. A letter may hold a one-time link: it is sealed until it is sent, and gone then.
 */
export abstract class Letters {
  /**
   * Writes a letter in the caller's own transaction: it leaves after the commit, or it never was.
   */
  abstract write<Data extends object>(
    tx: Tx,
    letter: LetterDefinition<Data>,
    to: Addressee,
    data: Data,
  ): Promise<void>;

  /**
   * Takes what was written to an address away, sent or not: here, and about an account that goes
   * with it. In the caller's own transaction, which erases whose address it was.
   */
  abstract forget(tx: Tx, email: string, forgetting: Forgetting): Promise<void>;
}
