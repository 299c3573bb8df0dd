import type { MemberDirectory } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';

/** Who could release what the actor entered: the other holders of the office. */
export async function otherTreasurers(tx: Tx, members: MemberDirectory): Promise<string[]> {
  const treasurers = new Set(await members.holders(tx, 'treasurer'));
  return [...treasurers].filter((id) => id !== tx.actor.memberId);
}
