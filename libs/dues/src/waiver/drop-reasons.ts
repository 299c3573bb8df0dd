import { Injectable } from '@nestjs/common';
import { daysLater, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { waiverStore } from './waiver.store.js';

/** So long after the decision somebody may still ask why: the catalogue’s `sealed-reasons`. */
const keptDays = 90;

/** Drops why members asked to pay less, once that is of no more use. What was granted stays. */
@Injectable()
export class DropReasons {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'dues-waiver.drop-reasons');
    return this.unitOfWork.run(actor, (tx) =>
      waiverStore.dropReasons(tx, daysLater(tx.now, -keptDays)),
    );
  }
}
