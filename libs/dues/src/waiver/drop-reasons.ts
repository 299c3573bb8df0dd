import { Injectable } from '@nestjs/common';
import { PersonalDataDropped } from '@rochdale/membership';
import { daysLater, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { announceWaiver } from './waiver-view.js';
import { waiverStore } from './waiver.store.js';

/** So long after the decision somebody may still ask why: the catalogue’s `sealed-reasons`. */
const keptDays = 90;

/** Nobody waits longer for an answer. */
const waitsDays = 365;

/**
 * Drops why members asked to pay less, once that is of no more use. What was granted stays. What
 * nobody decided before its time was over lapses, and its reason with it: no decision was made that
 * anybody could ask about.
 */
@Injectable()
export class DropReasons {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many were dropped after a decision. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'dues-waiver.drop-reasons');
    return this.unitOfWork.run(actor, async (tx) => {
      const today = await tx.today();
      const lapsed = await waiverStore.lapse(tx, today, daysLater(tx.now, -waitsDays));
      for (const waiver of lapsed) announceWaiver(tx, waiver);
      const rows = await waiverStore.dropReasons(tx, daysLater(tx.now, -keptDays));
      const dropped = { table: 'dues.waivers', term: 'sealed-reasons', rows };
      if (rows > 0) tx.announce(PersonalDataDropped.of(tx.cooperativeId, dropped));
      return rows;
    });
  }
}
