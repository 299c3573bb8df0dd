import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ownMemberId } from '../member/known-member.js';
import { GroupLeft } from '../membership.events.js';
import { groupStore } from './group.store.js';
import { groupUnknown } from './known-group.js';

/** A member leaves a working group, open or closed. */
@Injectable()
export class LeaveGroup {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Doing it twice is doing it once.
   *
   * @throws CodedError FORBIDDEN, WORKING_GROUP_UNKNOWN
   */
  async execute(
    actor: Actor,
    { key }: { readonly key: string },
  ): Promise<{ readonly key: string }> {
    permit(actor, 'group.leave');
    const memberId = ownMemberId(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      const group = await groupStore.find(tx, key);
      if (group === null) throw groupUnknown();
      if (await groupStore.leave(tx, group.id, memberId)) {
        tx.announce(GroupLeft.of(memberId, { key, memberId }));
      }
      return { key };
    });
  }
}
