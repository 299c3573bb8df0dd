import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { lockedMember, ownMemberId } from '../member/known-member.js';
import type { MemberRow } from '../member/member.store.js';
import { holdStanding } from '../member/standing-lock.js';
import { moveStanding } from './move-standing.js';

/** A member leaves. Ballots and postings stay; erasing the person is a step of its own. */
@Injectable()
export class LeaveCooperative {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError MEMBER_UNKNOWN, LAST_ADMINISTRATOR */
  async execute(actor: Actor): Promise<MemberRow> {
    permit(actor, 'member.leave');
    return this.unitOfWork.run(actor, async (tx) => {
      const memberId = ownMemberId(actor);
      await holdStanding(tx, memberId);
      const member = await lockedMember(tx, memberId);
      const resignation = { to: 'left', door: 'resignation', reason: 'resigned' } as const;
      return moveStanding(tx, member, { ...resignation, note: null });
    });
  }
}
