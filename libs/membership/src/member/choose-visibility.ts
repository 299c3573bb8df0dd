import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { VisibilityChosen } from '../membership.events.js';
import { lockedMember, ownMemberId } from './known-member.js';
import { memberStore } from './member.store.js';
import type { MemberRow } from './member.store.js';
import { parseAudience } from './visibility.js';

/** Each is officers, members or public; what is left out stays. */
export interface ChooseVisibilityInput {
  readonly name?: string | null;
  /** Class and date of joining. */
  readonly profile?: string | null;
}

/** A member says who sees their name, and who their class and date of joining. */
@Injectable()
export class ChooseVisibility {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError VISIBILITY_UNKNOWN, MEMBER_UNKNOWN */
  async execute(actor: Actor, input: ChooseVisibilityInput): Promise<MemberRow> {
    permit(actor, 'member.choose-visibility');
    const chosenName = input.name ? parseAudience(input.name, ['name']) : null;
    const chosenProfile = input.profile ? parseAudience(input.profile, ['profile']) : null;
    return this.unitOfWork.run(actor, async (tx) => {
      const member = await lockedMember(tx, ownMemberId(actor));
      const name = chosenName ?? member.nameVisibleTo;
      const profile = chosenProfile ?? member.profileVisibleTo;
      tx.announce(VisibilityChosen.of(member.id, { memberId: member.id, name, profile }));
      return memberStore.setVisibility(tx, member.id, name, profile);
    });
  }
}
