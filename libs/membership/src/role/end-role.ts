import { Injectable } from '@nestjs/common';
import { parseId, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { covers, shortenedEnd } from './role-term.js';
import { roleStore } from './role.store.js';
import type { RoleTermRow } from './role.store.js';
import { announceEnd, demandOtherAdministrator } from './roles.js';

export interface EndRoleInput {
  readonly termId: string;
  /** Now, when left out. A term that has not begun is called off. */
  readonly endsAt?: Date | null;
}

async function lockedTerm(tx: Tx, termId: string): Promise<RoleTermRow> {
  const term = await roleStore.lock(tx, parseId(termId, ['termId']));
  if (term === null) {
    throw membershipErrors.error('ROLE_TERM_UNKNOWN', 'There is no such term here.', {
      path: ['termId'],
    });
  }
  return term;
}

async function endTerm(tx: Tx, term: RoleTermRow, wanted: Date): Promise<RoleTermRow> {
  const endsAt = shortenedEnd(term, wanted < tx.now ? tx.now : wanted, tx.now);
  if (term.role === 'administrator' && covers(term, tx.now)) {
    await demandOtherAdministrator(tx, term.memberId);
  }
  const ended = await roleStore.end(tx, term.id, endsAt);
  announceEnd(tx, ended, endsAt);
  return ended;
}

/** An administrator ends somebody's term of office. */
@Injectable()
export class EndRole {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError INVALID_ID, ROLE_TERM_UNKNOWN, ROLE_TERM_ENDED, LAST_ADMINISTRATOR */
  async execute(actor: Actor, input: EndRoleInput): Promise<RoleTermRow> {
    permit(actor, 'role.end');
    return this.unitOfWork.run(actor, async (tx) => {
      const term = await lockedTerm(tx, input.termId);
      return endTerm(tx, term, input.endsAt ?? tx.now);
    });
  }
}

/** A member lays down an office of their own. */
@Injectable()
export class ResignRole {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError INVALID_ID, ROLE_TERM_UNKNOWN, ROLE_TERM_ENDED, LAST_ADMINISTRATOR */
  async execute(actor: Actor, input: { termId: string }): Promise<RoleTermRow> {
    permit(actor, 'role.resign');
    return this.unitOfWork.run(actor, async (tx) => {
      const term = await lockedTerm(tx, input.termId);
      if (term.memberId !== actor.memberId) {
        throw platformErrors.error('FORBIDDEN', 'This is not your office.', { path: ['termId'] });
      }
      return endTerm(tx, term, tx.now);
    });
  }
}
