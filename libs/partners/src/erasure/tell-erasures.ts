import { Injectable } from '@nestjs/common';
import { permit, sql, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { ErasuresTold } from '../partners.events.js';
import { ForgetUserJob } from '../partners.jobs.js';
import { periodStore } from '../period/period.store.js';
import { erasureAnnouncementStore } from './erasure-announcement.store.js';
import { tellPartners } from './tell-partners.js';

const tell = sql(
  'partners.set-day-of-erased-users',
  `update partners.erased_users u set told_on = $2
   where u.cooperative_id = $1 and u.told_on is null
     and exists (select from partners.erasure_announcements a
       where a.cooperative_id = $1 and a.member_id = u.member_id and a.told_on is not null)
     and not exists (select from partners.erased_users t where t.cooperative_id = $1
       and t.partner_id = u.partner_id and t.told_on >= $2)
   returning u.id`,
);

/**
 * Tells partners who was erased on days that are over, once a day and all at once: whoever asks
 * every minute learns no more than who asks once. Nothing is told into a day that was told before,
 * so that nobody who reads on from where they were misses one. Webhooks hear that there may be
 * something to read, and of nobody. What partners called what was used goes from now on, and no
 * report of it is taken any more: before, both would have told the moment.
 */
@Injectable()
export class TellErasures {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * One of whom it cannot be told waits for the next night, and keeps none of the others.
   *
   * @returns how many partners’ users
   * @throws CodedError FORBIDDEN; Error of those of whom it could not, after the others were told
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'erased-user.tell');
    try {
      return await this.unitOfWork.run(actor, (tx) => tellAllBut(tx, []));
    } catch (error) {
      const stuck = await this.#stuck(actor);
      if (stuck.ids.length === 0) throw error;
      await this.unitOfWork.run(actor, (tx) => tellAllBut(tx, stuck.ids));
      throw stuck.why;
    }
  }

  /** Of whom it cannot be told, and why: each is tried by itself, and announced to nobody by it. */
  async #stuck(actor: Actor): Promise<{ readonly ids: readonly string[]; readonly why: unknown }> {
    const untold = await this.unitOfWork.read(actor, (tx) => erasureAnnouncementStore.untold(tx));
    const ids: string[] = [];
    const turns = new Turns();
    await turns.each(untold, async (memberId) => {
      ids.push(memberId);
      await this.unitOfWork.run(actor, (tx) => tellPartners(tx, { memberId }));
      ids.pop();
      return 1;
    });
    return { ids, why: turns.failure };
  }
}

async function tellAllBut(tx: Tx, stuck: readonly string[]): Promise<number> {
  // Two at once would tell into one day, one after the other.
  await periodStore.lock(tx);
  // Also by who reported them only since.
  for (const memberId of await erasureAnnouncementStore.untold(tx)) {
    if (!stuck.includes(memberId)) await tellPartners(tx, { memberId });
  }
  const toldOn = await tx.today();
  const announced = await erasureAnnouncementStore.tell(tx, toldOn, stuck);
  const told = await tx.rows(tell, [tx.cooperativeId, toldOn]);
  if (announced.length + told.length > 0)
    tx.announce(ErasuresTold.of(tx.cooperativeId, { toldOn }));
  const { cooperativeId } = tx;
  for (const memberId of announced) tx.enqueue(ForgetUserJob, { cooperativeId, memberId });
  return told.length;
}
