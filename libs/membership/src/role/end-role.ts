import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { holdStandingByTerm } from '../member/standing-lock.js';
import type { RoleTermRow } from './role.store.js';
import { endTerm, lockedTerm } from './roles.js';

export interface EndRoleInput {
  readonly termId: string;
  /** Now, when left out. A term that has not begun is called off. */
  readonly endsAt?: Date | null;
}

/** An administrator ends somebody's term of office. */
@Injectable()
export class EndRole {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError INVALID_ID, ROLE_TERM_UNKNOWN, ROLE_TERM_ENDED, LAST_ADMINISTRATOR */
  async execute(actor: Actor, input: EndRoleInput): Promise<RoleTermRow> {
    permit(actor, 'role.end');
    return this.unitOfWork.run(actor, async (tx) => {
      await holdStandingByTerm(tx, input.termId);
      const term = await lockedTerm(tx, input.termId);
      return endTerm(tx, term, input.endsAt ?? tx.now);
    });
  }
}
