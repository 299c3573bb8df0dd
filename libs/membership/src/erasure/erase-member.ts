import { Injectable } from '@nestjs/common';
import { Accounts, KnownPrincipals } from '@rochdale/identity';
import { Letters, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { ErasureList } from './erasure-list.js';
import { erasureStore } from './erasure.store.js';
import { alsoRemoveTexts, eraseInTx, holdOwner } from './erasing.js';
import { lockedMember, ownMemberId } from '../member/known-member.js';
import type { MemberRow } from '../member/member.store.js';
import { OpenAffairs } from '../member/open-affairs.js';
import { holdStanding } from '../member/standing-lock.js';
import { whyNotErase } from '../member/standing-reasons.js';

/** What becomes of what somebody proposed: texts that others decided by stay in either case. */
export type ErasedTexts = 'keep-without-name' | 'remove';

export interface EraseMemberInput {
  /** Left out: oneself. */
  readonly memberId?: string | null;
  readonly texts?: ErasedTexts;
}

/**
 * Takes a former member's name, account and every note about them away for ever. Ballots, postings
 * and facts stay: they carry the member's key, and are told as nobody's. An account that belongs
 * to no other co-operative goes too; other rooms follow the fact.
 */
@Injectable()
export class EraseMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly affairs: OpenAffairs,
    private readonly letters: Letters,
    private readonly principals: KnownPrincipals,
    private readonly list: ErasureList,
  ) {}

  /**
   * Without a member id, one erases oneself.
   *
   * @throws CodedError FORBIDDEN also when somebody else wants texts removed, MEMBER_UNKNOWN,
   *   MEMBER_STILL_BELONGS unless left or expelled, and what rooms say as long as money to them is
   *   under way
   */
  async execute(actor: Actor, input: EraseMemberInput): Promise<MemberRow> {
    const own = (input.memberId ?? actor.memberId) === actor.memberId;
    permit(actor, own ? 'member.erase-own' : 'member.erase');
    const removesTexts = input.texts === 'remove';
    if (removesTexts && !own) {
      // It ends votes: an office would decide what members vote on.
      const message = 'Only the person says that what they proposed is removed.';
      throw platformErrors.error('FORBIDDEN', message, { path: ['texts'] });
    }
    const memberId = own ? ownMemberId(actor) : (input.memberId ?? '');
    const { erased, erasure, isAsked } = await this.unitOfWork.run(actor, async (tx) => {
      await holdStanding(tx, memberId);
      await holdOwner(tx, this.accounts, memberId);
      const member = await lockedMember(tx, memberId);
      if (member.erasedAt !== null) {
        // Asked twice at once: that texts are removed counts, whichever was first.
        if (removesTexts) await alsoRemoveTexts(tx, memberId);
        return { erased: member, ...(await this.#listed(tx, memberId)) };
      }
      const reason = whyNotErase(member.standing);
      if (reason !== null) throw reason;
      const open = (await this.affairs.whyNotErase(tx, [member.id])).get(member.id);
      if (open !== undefined) throw open;
      const { accounts, letters } = this;
      const gone = await eraseInTx(tx, { accounts, letters }, member, {
        removesTexts,
        isAsked: own,
      });
      return { erased: gone, ...(await this.#listed(tx, memberId)) };
    });
    // Their sessions and tokens ended in that transaction: they open nothing here from now on.
    this.principals.forget();
    if (erasure !== null) await this.list.addSoon(actor.cooperativeId ?? '', erasure, isAsked);
    return erased;
  }

  async #listed(tx: Tx, memberId: string) {
    const erasure = await erasureStore.find(tx, memberId);
    const accountId = erasure?.accountId ?? null;
    const isAsked = accountId !== null && (await this.accounts.forgetsInvitations(tx, accountId));
    return { erasure, isAsked };
  }
}
