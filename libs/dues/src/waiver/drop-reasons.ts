import { Injectable } from '@nestjs/common';
import { PersonalDataDropped } from '@rochdale/membership';
import { addDays, daysLater, permit, rowsAtOnce, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { announceWaiver } from './waiver-view.js';
import { toldDays, waiverStore } from './waiver.store.js';
import type { Late } from './waiver.store.js';

/** So long after the decision somebody may still ask why: the catalogue’s `sealed-reasons`. */
const keptDays = 90;

/** So long after its time, or after it was asked for, it may be decided still. */
const decidedWithinDays = 90;

/** Nobody waits longer for an answer about a time that is still to come. */
const waitsDays = 365;

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

  /**
   * How many were dropped after a decision: one that cannot be keeps none of the others waiting.
   *
   * @throws CodedError FORBIDDEN; Error of those that could not, after all had their turn
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'dues-waiver.drop-reasons');
    const found = await this.unitOfWork.read(actor, findOld);
    const turns = new Turns();
    const run = (work: (tx: Tx) => Promise<number>) => this.unitOfWork.run(actor, work);
    await turns.each(found.lateIds, (id) => run((tx) => lapse(tx, id, found)));
    await turns.each(found.soonIds, (id) => run((tx) => tell(tx, id, found)));
    const dropped = await turns.some(found.oldIds, rowsAtOnce, (ids) =>
      run((tx) => dropReasons(tx, ids, found)),
    );
    turns.end();
    return dropped;
  }
}

type Found = Awaited<ReturnType<typeof findOld>>;

async function findOld(tx: Tx) {
  const today = await tx.today();
  const late = lateIn(tx, today, 0);
  const soon = lateIn(tx, today, toldDays);
  const toldUntil = daysLater(tx.now, -toldDays);
  const until = daysLater(tx.now, -keptDays);
  const lateIds = await waiverStore.late(tx, late, toldUntil);
  const soonIds = await waiverStore.lateUntold(tx, soon);
  const oldIds = await waiverStore.forgettable(tx, until);
  return { late, soon, toldUntil, until, lateIds, soonIds, oldIds };
}

async function lapse(tx: Tx, id: string, { late, toldUntil }: Found): Promise<number> {
  const waiver = await waiverStore.lapse(tx, id, late, toldUntil);
  if (waiver === null) return 0;
  announceWaiver(tx, waiver);
  return 1;
}

async function tell(tx: Tx, id: string, { soon }: Found): Promise<number> {
  const waiver = await waiverStore.tellLapse(tx, id, soon);
  if (waiver === null) return 0;
  announceWaiver(tx, { ...waiver, state: 'lapses-soon' });
  return 1;
}

async function dropReasons(tx: Tx, ids: readonly string[], { until }: Found): Promise<number> {
  const rows = await waiverStore.dropReasons(tx, ids, until);
  const dropped = { table: 'dues.waivers', term: 'sealed-reasons', rows };
  if (rows > 0) tx.announce(PersonalDataDropped.of(tx.cooperativeId, dropped));
  return rows;
}
