import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { CreditNotes } from '../credit-note/credit-notes.js';
import { duesErrors } from '../dues.errors.js';
import { announceWaiver, waiverView } from './waiver-view.js';
import type { WaiverView } from './waiver-view.js';
import { waiverStore } from './waiver.store.js';

/**
 * A treasurer answers who asked to pay less. Once, and never themselves. What is granted is taken
 * off open invoices of periods that begin while it is in force.
 */
@Injectable()
export class DecideWaiver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notes: CreditNotes,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** @throws CodedError FORBIDDEN, WAIVER_NOT_FOUND, WAIVER_OWN, WAIVER_DECIDED */
  async execute(
    actor: Actor,
    input: { waiverId: string; state: 'granted' | 'refused' },
  ): Promise<WaiverView> {
    permit(actor, 'dues-waiver.decide');
    return this.unitOfWork.run(actor, async (tx) => {
      const asked = await waiverStore.lock(tx, input.waiverId);
      const path = ['id'];
      if (asked === null) {
        throw duesErrors.error('WAIVER_NOT_FOUND', 'There is no such waiver.', { path });
      }
      if (asked.memberId === actor.memberId) {
        throw duesErrors.error('WAIVER_OWN', 'Nobody decides about their own dues.', { path });
      }
      const decided = await waiverStore.decide(tx, asked, input.state);
      if (decided === null) {
        throw duesErrors.error('WAIVER_DECIDED', 'This was decided already.', { path });
      }
      if (decided.state === 'granted') await this.notes.waive(tx, decided);
      announceWaiver(tx, decided);
      return waiverView(this.config.secret, decided, actor);
    });
  }
}
