import { Injectable } from '@nestjs/common';
import { PersonalDataDropped } from '@rochdale/membership';
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
    return this.unitOfWork.run(actor, async (tx) => {
      const rows = await waiverStore.dropReasons(tx, daysLater(tx.now, -keptDays));
      const dropped = { table: 'dues.waivers', term: 'sealed-reasons', rows };
      if (rows > 0) tx.announce(PersonalDataDropped.of(tx.cooperativeId, dropped));
      return rows;
    });
  }
}
