import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ownMemberId } from '../member/known-member.js';
import { GroupJoined } from '../membership.events.js';
import { groupStore } from './group.store.js';
import { groupClosed, groupUnknown } from './known-group.js';

/** A member joins a working group. */
@Injectable()
export class JoinGroup {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Doing it twice is doing it once.
   *
   * @throws CodedError FORBIDDEN, WORKING_GROUP_UNKNOWN, WORKING_GROUP_CLOSED
   */
  async execute(
    actor: Actor,
    { key }: { readonly key: string },
  ): Promise<{ readonly key: string }> {
    permit(actor, 'group.join');
    const memberId = ownMemberId(actor);
    return this.unitOfWork.run(actor, async (tx) => {
      const group = await groupStore.holdOpen(tx, key);
      if (group === null) {
        throw (await groupStore.find(tx, key)) === null ? groupUnknown() : groupClosed();
      }
      if (await groupStore.join(tx, group.id, memberId)) {
        tx.announce(GroupJoined.of(memberId, { key, memberId }));
      }
      return { key };
    });
  }
}
