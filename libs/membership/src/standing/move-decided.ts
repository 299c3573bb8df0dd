import type { Tx } from '@rochdale/platform';
import { lockedMember } from '../member/known-member.js';
import { holdStanding } from '../member/standing-lock.js';
import { nextStandings } from '../member/standing.js';
import type { Standing, StandingReason } from '../member/standing.js';
import { membershipErrors } from '../membership.errors.js';
import { moveStanding } from './move-standing.js';

/**
 * Moves a member as the members decided, as an officer would. That it cannot be is read by all
 * members, beside the vote: it does not say how they stand.
 *
 * @throws CodedError MEMBER_UNKNOWN, STANDING_CHANGE_REFUSED, LAST_ADMINISTRATOR
 */
export async function moveDecided(
  tx: Tx,
  memberId: string,
  to: Standing,
  reason: StandingReason,
): Promise<void> {
  await holdStanding(tx, memberId);
  const member = await lockedMember(tx, memberId);
  if (!nextStandings(member.standing, 'officer').includes(to)) {
    const message = `As they stand now, the member cannot be ${to}.`;
    throw membershipErrors.error('STANDING_CHANGE_REFUSED', message, { path: ['memberId'] });
  }
  await moveStanding(tx, member, { to, door: 'officer', reason, note: null });
}

/** What such a decision would come to as they stand now, for who may read how that is. */
export function foreseenMove({ standing }: { readonly standing: Standing }, to: Standing): string {
  if (nextStandings(standing, 'officer').includes(to)) return `From ${standing} to ${to}.`;
  const first = to === 'expelled' ? '; nobody is who was not suspended first' : '';
  return `They are ${standing}, and cannot be ${to}${first}: carried out now, it would fail.`;
}
