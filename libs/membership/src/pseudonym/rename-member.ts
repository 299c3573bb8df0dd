import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { checkedDisplayName, lockedMember, ownMemberId } from '../member/known-member.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import { audiences, beyondOfficers, closeness, sees } from '../member/visibility.js';
import { MemberRenamed } from '../membership.events.js';
import { nameTaken } from '../name/name-taken.js';
import { NameTries } from '../name/name-tries.js';
import { isReserved, isTakenFor, isWrittenLike } from '../name/name.js';
import { nameStore } from '../name/name.store.js';
import { pseudonymStore } from './pseudonym.store.js';

/**
 * A member changes the name that the co-operative calls them by. The old one is not kept. Nobody
 * takes the pseudonym by which another is called, or was lately, nor the name of who is in office,
 * or was erased within a year: they would be read as those. Members may be called the same.
 */
@Injectable()
export class RenameMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly tries: NameTries,
  ) {}

  /** @throws CodedError MEMBER_NAME_INVALID, MEMBER_NAME_TAKEN, MEMBER_UNKNOWN, RATE_LIMITED */
  async execute(actor: Actor, input: { displayName: string }): Promise<MemberRow> {
    permit(actor, 'member.rename');
    const displayName = checkedDisplayName(input.displayName);
    await this.tries.count(ownMemberId(actor));
    return this.unitOfWork.run(actor, async (tx) => {
      await nameStore.hold(tx);
      const member = await lockedMember(tx, ownMemberId(actor));
      const { id, accountId } = member;
      const isOwn = member.displayName !== null && isWrittenLike(displayName, member.displayName);
      if (isReserved(displayName) && !isOwn) throw nameTaken();
      if (await isOfAnother(tx, member, displayName)) throw nameTaken();
      if (accountId !== null) await this.accounts.rename(tx, accountId, displayName);
      tx.announce(MemberRenamed.of(id, { memberId: id }));
      return memberStore.rename(tx, id, displayName);
    });
  }
}

async function isOfAnother(tx: Tx, member: MemberRow, name: string) {
  const { id, displayName } = member;
  if (isTakenFor(name, await nameStore.pseudonymsOfOthers(tx, id, beyondOfficers))) return true;
  // Who is called so already, as a namesake who joined, writes it as they like.
  if (displayName !== null && isTakenFor(name, [displayName])) return false;
  if (await nameStore.wasOfAnother(tx, member, name, pseudonymStore.marksOf(tx, name))) return true;
  const openTo = audiences.filter((audience) => sees(closeness(tx.actor), audience));
  return isTakenFor(name, await nameStore.ofOfficers(tx, id, openTo));
}
