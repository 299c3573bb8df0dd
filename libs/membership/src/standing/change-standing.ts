import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { checkedNote, lockedMember } from '../member/known-member.js';
import type { MemberRow } from '../member/member.store.js';
import { holdStanding } from '../member/standing-lock.js';
import { parseStanding } from '../member/standing.js';
import type { StandingReason } from '../member/standing.js';
import { moveStanding } from './move-standing.js';

export interface ChangeStandingInput {
  readonly memberId: string;
  readonly to: string;
  readonly reason: StandingReason;
  /** Private: the member and the officers read it. */
  readonly note?: string | null;
}

/** An officer, or the service for dues, moves a member to another standing. */
@Injectable()
export class ChangeStanding {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError MEMBER_UNKNOWN, STANDING_UNKNOWN, STANDING_CHANGE_REFUSED,
   *   LAST_ADMINISTRATOR, NOTE_TOO_LONG
   */
  async execute(actor: Actor, input: ChangeStandingInput): Promise<MemberRow> {
    permit(actor, 'member.change-standing');
    const to = parseStanding(input.to);
    const note = checkedNote(input.note);
    const { reason } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      await holdStanding(tx, input.memberId);
      const member = await lockedMember(tx, input.memberId);
      return moveStanding(tx, member, { to, door: 'officer', reason, note });
    });
  }
}
