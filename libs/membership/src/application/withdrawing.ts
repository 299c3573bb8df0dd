import type { Tx } from '@rochdale/platform';
import { lockedMember } from '../member/known-member.js';
import { ApplicationWithdrawn } from '../membership.events.js';
import { moveStanding } from '../standing/move-standing.js';
import { applicationStore } from './application.store.js';
import type { ApplicationRow } from './application.store.js';
import type { AppliedMembership } from './applying.js';

/** Takes an application back that is open and locked. */
export async function withdrawInTx(tx: Tx, open: ApplicationRow): Promise<AppliedMembership> {
  const applicant = await lockedMember(tx, open.memberId);
  const withdrawal = { to: 'left', door: 'application', reason: 'withdrawn' } as const;
  const member = await moveStanding(tx, applicant, { ...withdrawal, note: null });
  const application = await applicationStore.decide(tx, open.id, 'withdrawn', null);
  tx.announce(
    ApplicationWithdrawn.of(application.id, {
      applicationId: application.id,
      memberId: application.memberId,
    }),
  );
  return { application, member };
}
