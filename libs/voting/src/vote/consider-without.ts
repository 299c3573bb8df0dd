import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { electorateStore } from '../electorate/electorate.store.js';
import { ConsiderEarlyClose } from '../voting.jobs.js';

/**
 * A member left: votes that may end early and were open to them are looked at once more, as after a
 * ballot. What was waiting for them alone ends.
 */
@Injectable()
export class ConsiderWithout {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN for everybody but the service itself */
  async execute(actor: Actor, { memberId }: { memberId: string }): Promise<void> {
    permit(actor, 'vote.consider-without');
    await this.unitOfWork.run(actor, async (tx) => {
      const { cooperativeId } = tx;
      for (const proposalId of await electorateStore.openOf(tx, memberId)) {
        tx.enqueue(ConsiderEarlyClose, { cooperativeId, proposalId });
      }
    });
  }
}
