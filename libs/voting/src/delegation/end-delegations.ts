import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { representativeStore } from '../representative/representative.store.js';
import { RepresentativeEnded } from '../voting.events.js';
import { delegationStore } from './delegation.store.js';
import { announceEnded } from './told-delegations.js';

/** Of who is suspended or belongs no more nothing is left to come back with them. */
@Injectable()
export class EndDelegations {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * As of when their standing changed: votes count by that, whenever this comes. What was given
   * after it is left: they are back since.
   *
   * @throws CodedError FORBIDDEN for everybody but the service itself
   */
  async execute(
    actor: Actor,
    { memberId, changedAt }: { readonly memberId: string; readonly changedAt: string },
  ): Promise<void> {
    permit(actor, 'delegation.end');
    await this.unitOfWork.run(actor, async (tx) => {
      const now = await delegationStore.hold(tx);
      const ended = await delegationStore.endAll(tx, memberId, new Date(changedAt), now);
      announceEnded(tx, ended, 'standing', memberId);
      for (const one of await representativeStore.endAll(tx, memberId, new Date(changedAt))) {
        tx.announce(RepresentativeEnded.of(one.organisationId, one));
      }
    });
  }
}
