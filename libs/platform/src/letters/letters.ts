import type { Tx } from '../db/tx.js';
import type { Addressee, LetterDefinition } from './letter.js';

/** How far what was written to an address is forgotten. */
export interface Forgetting {
  /** The account that is erased by now, where the address leads to nobody anywhere. */
  readonly erasedAccountId: string | null;
  /**
   * Whether what invites them elsewhere, and is on its way, goes as well: where they confirmed the
   * address, and asked for it themselves.
   */
  readonly withInvitations: boolean;
}

/**
 * The port through which rooms write letters themselves, where no fact is followed. The letters
 * room delivers. A letter may hold a one-time link: it is sealed until it is sent, and gone then.
 */
export abstract class Letters {
  /** False without a mail server: what is written is kept for developers, and tells nobody. */
  abstract readonly isDelivered: boolean;

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
