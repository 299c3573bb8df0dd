import { Injectable } from '@nestjs/common';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { holdStandingByTerm } from '../member/standing-lock.js';
import type { RoleTermRow } from './role.store.js';
import { endTerm, lockedTerm } from './roles.js';

/** A member lays down an office of their own. */
@Injectable()
export class ResignRole {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError INVALID_ID, ROLE_TERM_UNKNOWN, ROLE_TERM_ENDED, LAST_ADMINISTRATOR */
  async execute(actor: Actor, input: { termId: string }): Promise<RoleTermRow> {
    permit(actor, 'role.resign');
    return this.unitOfWork.run(actor, async (tx) => {
      await holdStandingByTerm(tx, input.termId);
      const term = await lockedTerm(tx, input.termId);
      if (term.memberId !== actor.memberId) {
        throw platformErrors.error('FORBIDDEN', 'This is not your office.', { path: ['termId'] });
      }
      return endTerm(tx, term, tx.now);
    });
  }
}
