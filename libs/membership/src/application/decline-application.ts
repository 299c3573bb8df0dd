import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { checkedNote, lockedMember } from '../member/known-member.js';
import { holdStandingByApplication } from '../member/standing-lock.js';
import { ApplicationDeclined } from '../membership.events.js';
import { moveStanding } from '../standing/move-standing.js';
import type { DecideApplicationInput } from './admit-member.js';
import { applicationStore } from './application.store.js';
import type { AppliedMembership } from './applying.js';
import { lockedOpenApplication } from './open-application.js';

/** An officer, or a rejected vote, says no. The person may apply again. */
@Injectable()
export class DeclineApplication {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError INVALID_ID, APPLICATION_UNKNOWN, APPLICATION_DECIDED, MEMBER_UNKNOWN,
   *   NOTE_TOO_LONG
   */
  async execute(actor: Actor, input: DecideApplicationInput): Promise<AppliedMembership> {
    permit(actor, 'application.decline');
    const note = checkedNote(input.note);
    return this.unitOfWork.run(actor, async (tx) => {
      await holdStandingByApplication(tx, input.applicationId);
      const open = await lockedOpenApplication(tx, input.applicationId);
      const applicant = await lockedMember(tx, open.memberId);
      const refusal = { to: 'left', door: 'admission', reason: 'declined' } as const;
      const member = await moveStanding(tx, applicant, { ...refusal, note: null });
      const application = await applicationStore.decide(tx, open.id, 'declined', note);
      tx.announce(
        ApplicationDeclined.of(application.id, {
          applicationId: application.id,
          memberId: application.memberId,
        }),
      );
      return { application, member };
    });
  }
}
