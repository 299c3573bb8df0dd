import type { Tx } from '@rochdale/platform';
import type { RollEntry } from './electorate.js';

/** Who is a member right now, as the membership room keeps it. */
export abstract class VoterRoll {
  /** Everybody, of a class that votes or not, whose standing is active, paused or in arrears. */
  abstract entries(tx: Tx): Promise<readonly RollEntry[]>;
}
