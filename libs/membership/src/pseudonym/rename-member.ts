import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { checkedDisplayName, lockedMember, ownMemberId } from '../member/known-member.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import { membershipErrors } from '../membership.errors.js';
import { MemberRenamed } from '../membership.events.js';
import { isTakenFor } from './pseudonym.js';
import { pseudonymStore } from './pseudonym.store.js';

/**
 * A member changes the name that the co-operative calls them by. The old one is not kept. Nobody
 * takes the name by which another is called: of two members one pseudonym would be read as both.
 */
@Injectable()
export class RenameMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
  ) {}

  /** @throws CodedError MEMBER_NAME_INVALID, MEMBER_UNKNOWN, PSEUDONYM_TAKEN */
  async execute(actor: Actor, input: { displayName: string }): Promise<MemberRow> {
    permit(actor, 'member.rename');
    const displayName = checkedDisplayName(input.displayName);
    return this.unitOfWork.run(actor, async (tx) => {
      const { id, accountId } = await lockedMember(tx, ownMemberId(actor));
      if (isTakenFor(displayName, await pseudonymStore.ofOthers(tx, id))) {
        const message = 'Another member is called by that, or by what is too much like it.';
        throw membershipErrors.error('PSEUDONYM_TAKEN', message, { path: ['displayName'] });
      }
      if (accountId !== null) await this.accounts.rename(tx, accountId, displayName);
      tx.announce(MemberRenamed.of(id, { memberId: id }));
      return memberStore.rename(tx, id, displayName);
    });
  }
}
