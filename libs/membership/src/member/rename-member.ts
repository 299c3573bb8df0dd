import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { MemberRenamed } from '../membership.events.js';
import { checkedDisplayName, lockedMember, ownMemberId } from './known-member.js';
import { memberStore } from './member.store.js';
import type { MemberRow } from './member.store.js';

/** A member changes the name that the co-operative calls them by. The old one is not kept. */
@Injectable()
export class RenameMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
  ) {}

  /** @throws CodedError MEMBER_NAME_INVALID, MEMBER_UNKNOWN */
  async execute(actor: Actor, input: { displayName: string }): Promise<MemberRow> {
    permit(actor, 'member.rename');
    const displayName = checkedDisplayName(input.displayName);
    return this.unitOfWork.run(actor, async (tx) => {
      const { id, accountId } = await lockedMember(tx, ownMemberId(actor));
      if (accountId !== null) await this.accounts.rename(tx, accountId, displayName);
      tx.announce(MemberRenamed.of(id, { memberId: id }));
      return memberStore.rename(tx, id, displayName);
    });
  }
}
