import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { delegationStore } from './delegation.store.js';
import { announceEnded } from './ended.js';

/** Of who is suspended or belongs no more nothing is left to come back with them. */
@Injectable()
export class EndDelegations {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN for everybody but the service itself */
  async execute(actor: Actor, { memberId }: { readonly memberId: string }): Promise<void> {
    permit(actor, 'delegation.end');
    await this.unitOfWork.run(actor, async (tx) => {
      announceEnded(tx, await delegationStore.endAll(tx, memberId), 'standing');
    });
  }
}
