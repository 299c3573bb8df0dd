import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { votingErrors } from '../voting.errors.js';
import { delegationStore } from './delegation.store.js';
import { announceEnded } from './told-delegations.js';

/** Either of the two ends a delegation: who gave it, and who would vote. */
@Injectable()
export class RevokeDelegation {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError DELEGATION_NOT_FOUND also of one that is over, or between others */
  async execute(
    actor: Actor,
    { delegationId }: { readonly delegationId: string },
  ): Promise<{ delegationId: string }> {
    permit(actor, 'delegation.revoke');
    const { memberId } = actor;
    if (memberId === null) throw new Error('a member revokes');
    return this.unitOfWork.run(actor, async (tx) => {
      const ended = await delegationStore.end(
        tx,
        delegationId,
        memberId,
        await delegationStore.hold(tx),
      );
      if (ended === null) {
        const message = 'You have no such delegation.';
        throw votingErrors.error('DELEGATION_NOT_FOUND', message, { path: ['delegationId'] });
      }
      announceEnded(tx, [ended], 'revoked', memberId);
      return { delegationId };
    });
  }
}
