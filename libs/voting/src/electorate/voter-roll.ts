import type { Tx } from '@rochdale/platform';
import type { RollEntry } from './electorate.js';

/** Who is a member right now, as the membership room keeps it. */
export abstract class VoterRoll {
  /** Everybody, of a class that votes or not, whose standing is active, paused or in arrears. */
  abstract entries(tx: Tx): Promise<readonly RollEntry[]>;

  /**
   * Which of these no list of members has any more, and had none before then: who left, was
   * expelled, suspended or erased, without which of it. Nobody becomes so before the transaction
   * ends.
   */
  abstract away(tx: Tx, memberIds: readonly string[], before: Date): Promise<ReadonlySet<string>>;

  /** When each of these last went so by then, whether or not they are back; of others nothing. */
  abstract wentAway(
    tx: Tx,
    memberIds: readonly string[],
    by: Date,
  ): Promise<ReadonlyMap<string, Date>>;
}
