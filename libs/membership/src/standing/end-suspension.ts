import type { Tx } from '@rochdale/platform';
import { lockedMember } from '../member/known-member.js';
import { holdStanding } from '../member/standing-lock.js';
import { standingNow } from '../member/decided-on.js';
import { nextStandings } from '../member/standing.js';
import type { Standing } from '../member/standing.js';
import { moveStanding } from './move-standing.js';
import { standingChangeStore } from './standing-change.store.js';

/**
 * Where somebody stood who was suspended for their conduct, which is how one waits to be heard;
 * null for who is not suspended, or was for something that no hearing is about, such as arrears, or
 * after that moment.
 */
async function stoodBefore(
  tx: Tx,
  member: { readonly id: string; readonly standing: Standing },
  until: Date,
): Promise<Standing | null> {
  if (member.standing !== 'suspended') return null;
  const last = await standingChangeStore.lastSuspension(tx, member.id);
  if (last?.reason !== 'conduct' || last.from === null || last.changedAt > until) return null;
  return nextStandings('suspended', 'appeal').includes(last.from) ? last.from : null;
}

/**
 * Ends the suspension of whose appeal is upheld, in the caller's transaction: they stand where they
 * stood before it. What they were suspended for otherwise, or since it was decided, goes on.
 *
 * @param decidedAt when it was upheld
 * @throws CodedError MEMBER_UNKNOWN
 */
export async function endSuspension(tx: Tx, memberId: string, decidedAt: Date): Promise<void> {
  await holdStanding(tx, memberId);
  const member = await lockedMember(tx, memberId);
  const to = await stoodBefore(tx, member, decidedAt);
  if (to === null) return;
  await moveStanding(tx, member, { to, door: 'appeal', reason: 'appeal-upheld', note: null });
}

/** What it would come to as they stand now, for who may read how that is. */
export async function foreseenReturn(tx: Tx, memberId: string): Promise<string> {
  const member = await standingNow(tx, memberId);
  const to = await stoodBefore(tx, member, tx.now);
  return to === null
    ? `They are ${member.standing}, and stay so.`
    : `From ${member.standing} to ${to}.`;
}
