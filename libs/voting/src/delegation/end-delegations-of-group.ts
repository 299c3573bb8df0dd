import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { delegationStore } from './delegation.store.js';
import { announceEnded } from './told-delegations.js';

/** A working group is closed: nobody votes for another on what it brings. */
@Injectable()
export class EndDelegationsOfGroup {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * As of when it was closed, whenever a worker comes: votes count by that as well.
   *
   * @throws CodedError FORBIDDEN for everybody but the service itself
   */
  async execute(
    actor: Actor,
    { key, closedAt }: { readonly key: string; readonly closedAt: string },
  ): Promise<void> {
    permit(actor, 'delegation.end');
    await this.unitOfWork.run(actor, async (tx) => {
      await delegationStore.hold(tx);
      const ended = await delegationStore.endAllOfGroup(tx, key, new Date(closedAt));
      announceEnded(tx, ended, 'group-closed', null);
    });
  }
}
