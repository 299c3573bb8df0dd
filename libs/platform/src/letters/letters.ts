import type { Tx } from '../db/tx.js';
import type { Addressee, LetterDefinition } from './letter.js';

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
}
