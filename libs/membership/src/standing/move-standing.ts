import type { Tx } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import { StandingChanged } from '../membership.events.js';
import { demandOtherAdministrator, endTermsOf } from '../role/roles.js';
import { belongs, transition } from '../member/standing.js';
import type { Standing, StandingDoor, StandingReason } from '../member/standing.js';
import { standingChangeStore } from './standing-change.store.js';

export interface StandingMove {
  readonly to: Standing;
  readonly door: StandingDoor;
  readonly reason: StandingReason;
  readonly note: string | null;
}

/**
 * Moves a locked member to another standing, with all that follows: history, the fact, and the end
 * of their terms when they no longer belong for good.
 *
 * @throws CodedError STANDING_CHANGE_REFUSED, LAST_ADMINISTRATOR
 */
export async function moveStanding(
  tx: Tx,
  member: MemberRow,
  { to, door, reason, note }: StandingMove,
): Promise<MemberRow> {
  const from = member.standing;
  transition(from, to, door);
  if (belongs(from) && !belongs(to)) {
    await demandOtherAdministrator(tx, member.id, door === 'officer' ? ['memberId'] : []);
  }
  if (to === 'left' || to === 'expelled') await endTermsOf(tx, member.id);
  const moved = await memberStore.setStanding(tx, member.id, { from, to });
  await standingChangeStore.insert(tx, { memberId: member.id, from, to, reason, note });
  tx.announce(StandingChanged.of(member.id, { memberId: member.id, from, to, reason }));
  return moved;
}
