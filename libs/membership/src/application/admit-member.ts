import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { checkedNote, lockedMember } from '../member/known-member.js';
import { MemberAdmitted } from '../membership.events.js';
import { moveStanding } from '../standing/move-standing.js';
import { applicationStore } from './application.store.js';
import type { ApplicationRow } from './application.store.js';
import type { AppliedMembership } from './applying.js';
import { lockedOpenApplication } from './open-application.js';

export interface DecideApplicationInput {
  readonly applicationId: string;
  /** Private: the applicant and the officers read it. */
  readonly note?: string | null;
}

/** An officer, or a passed vote, takes an applicant in. */
@Injectable()
export class AdmitMember {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError INVALID_ID, APPLICATION_UNKNOWN, APPLICATION_DECIDED, MEMBER_UNKNOWN,
   *   NOTE_TOO_LONG
   */
  async execute(actor: Actor, input: DecideApplicationInput): Promise<AppliedMembership> {
    permit(actor, 'application.admit');
    const note = checkedNote(input.note);
    return this.unitOfWork.run(actor, async (tx) => {
      const open = await lockedOpenApplication(tx, input.applicationId);
      return admitInTx(tx, open, note);
    });
  }
}

/**
 * Takes in who made this locked, open application, inside the caller's transaction.
 *
 * @throws CodedError MEMBER_UNKNOWN
 */
export async function admitInTx(
  tx: Tx,
  open: Pick<ApplicationRow, 'id' | 'memberId'>,
  note: string | null,
): Promise<AppliedMembership> {
  const applicant = await lockedMember(tx, open.memberId);
  const admission = { to: 'active', door: 'admission', reason: 'admitted' } as const;
  const member = await moveStanding(tx, applicant, { ...admission, note: null });
  const application = await applicationStore.decide(tx, open.id, 'admitted', note);
  const { id: applicationId, memberId, classKey } = application;
  tx.announce(MemberAdmitted.of(memberId, { memberId, applicationId, classKey }));
  return { application, member };
}
