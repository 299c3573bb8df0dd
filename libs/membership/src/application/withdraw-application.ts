import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ownMemberId } from '../member/known-member.js';
import { holdStanding } from '../member/standing-lock.js';
import { membershipErrors } from '../membership.errors.js';
import { applicationStore } from './application.store.js';
import type { AppliedMembership } from './applying.js';
import { withdrawInTx } from './withdrawing.js';

/** An applicant thinks again. */
@Injectable()
export class WithdrawApplication {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError APPLICATION_UNKNOWN when none is open, MEMBER_UNKNOWN */
  async execute(actor: Actor): Promise<AppliedMembership> {
    permit(actor, 'application.withdraw');
    return this.unitOfWork.run(actor, async (tx) => {
      const memberId = ownMemberId(actor);
      await holdStanding(tx, memberId);
      // Then the application, as those who decide it lock it first too.
      const open = await applicationStore.lockOpen(tx, memberId);
      if (open === null) {
        throw membershipErrors.error('APPLICATION_UNKNOWN', 'You have no open application here.');
      }
      return withdrawInTx(tx, open);
    });
  }
}
