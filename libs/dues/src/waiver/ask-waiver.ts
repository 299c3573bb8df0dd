import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { announceWaiver, ownWaiverView, sealReason } from './waiver-view.js';
import type { WaiverView } from './waiver-view.js';
import { checkWaiver } from './waiver.js';
import type { AskWaiverInput } from './waiver.js';
import { waiverStore } from './waiver.store.js';

/** A member asks to pay less for a while, in private. */
@Injectable()
export class AskWaiver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_WAIVER, WAIVER_ASKED_ALREADY */
  async execute(actor: Actor, input: AskWaiverInput): Promise<WaiverView> {
    permit(actor, 'dues-waiver.ask');
    checkWaiver(input);
    const id = newId();
    const { secret } = this.config;
    return this.unitOfWork.run(actor, async (tx) => {
      const waiver = await waiverStore.insert(tx, {
        id,
        memberId: actor.memberId ?? '',
        amountMinor: input.amountMinor,
        fromOn: input.fromOn,
        untilOn: input.untilOn,
        reasonSealed: sealReason(secret, id, input.reason),
      });
      if (waiver === null) {
        throw duesErrors.error('WAIVER_ASKED_ALREADY', 'You have asked already.');
      }
      announceWaiver(tx, waiver);
      return ownWaiverView(secret, waiver);
    });
  }
}
