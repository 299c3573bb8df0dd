import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { announceWaiver, ownWaiverView } from './waiver-view.js';
import type { WaiverView } from './waiver-view.js';
import { waiverStore } from './waiver.store.js';

/** Who asked to pay less takes it back, and why they asked is gone at once. */
@Injectable()
export class WithdrawWaiver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** @throws CodedError FORBIDDEN, WAIVER_NOT_FOUND also for another's, WAIVER_DECIDED */
  async execute(actor: Actor, input: { readonly waiverId: string }): Promise<WaiverView> {
    permit(actor, 'dues-waiver.withdraw');
    return this.unitOfWork.run(actor, async (tx) => {
      const asked = await waiverStore.lock(tx, input.waiverId);
      const path = ['id'];
      if (asked === null || asked.memberId !== actor.memberId) {
        throw duesErrors.error('WAIVER_NOT_FOUND', 'You asked for no such waiver.', { path });
      }
      const withdrawn = await waiverStore.withdraw(tx, asked);
      if (withdrawn === null) {
        throw duesErrors.error('WAIVER_DECIDED', 'This does not wait any more.', { path });
      }
      announceWaiver(tx, withdrawn);
      return ownWaiverView(this.config.secret, withdrawn);
    });
  }
}
