import { Injectable } from '@nestjs/common';
import { PersonalDataDropped } from '@rochdale/membership';
import { addDays, daysLater, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { announceWaiver } from './waiver-view.js';
import { waiverStore } from './waiver.store.js';
import type { Late } from './waiver.store.js';

/** So long after the decision somebody may still ask why: the catalogue’s `sealed-reasons`. */
const keptDays = 90;

/** So long after its time, or after it was asked for, it may be decided still. */
const decidedWithinDays = 90;

/** Nobody waits longer for an answer about a time that is still to come. */
const waitsDays = 365;

/** So long before it lapses its member is told, who may ask a treasurer, or ask again. */
const toldDays = 14;

/** What is late so many days from now. */
function lateIn(tx: Tx, today: Day, days: number): Late {
  const askedBefore = (within: number): Date => daysLater(tx.now, days - within);
  return {
    over: {
      before: addDays(today, days - decidedWithinDays),
      askedBefore: askedBefore(decidedWithinDays),
    },
    toCome: { after: addDays(today, days), askedBefore: askedBefore(waitsDays) },
  };
}

/**
 * Drops why members asked to pay less, once that is of no more use. What was granted stays. What
 * nobody decided lapses, and its reason with it, ninety days after its time was over, or after it
 * was asked for where that was later: until then it can be granted, which is taken off what is open
 * of that time. Whoever asked is told two weeks before: nothing lapses of which they were not.
 */
@Injectable()
export class DropReasons {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many were dropped after a decision. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'dues-waiver.drop-reasons');
    return this.unitOfWork.run(actor, async (tx) => {
      const today = await tx.today();
      const toldUntil = daysLater(tx.now, -toldDays);
      const lapsed = await waiverStore.lapse(tx, lateIn(tx, today, 0), toldUntil);
      for (const waiver of lapsed) announceWaiver(tx, waiver);
      const lapsing = await waiverStore.tellLapse(tx, lateIn(tx, today, toldDays));
      for (const waiver of lapsing) announceWaiver(tx, { ...waiver, state: 'lapses-soon' });
      const rows = await waiverStore.dropReasons(tx, daysLater(tx.now, -keptDays));
      const dropped = { table: 'dues.waivers', term: 'sealed-reasons', rows };
      if (rows > 0) tx.announce(PersonalDataDropped.of(tx.cooperativeId, dropped));
      return rows;
    });
  }
}
