import { Injectable } from '@nestjs/common';
import { permit, sql, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
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

  /** @returns how many partners’ users @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'erased-user.tell');
    return this.unitOfWork.run(actor, async (tx) => {
      // Two at once would tell into one day, one after the other.
      await periodStore.lock(tx);
      // Also by who reported them only since.
      for (const memberId of await erasureAnnouncementStore.untold(tx)) {
        await tellPartners(tx, { memberId });
      }
      const toldOn = await tx.today();
      const announced = await erasureAnnouncementStore.tell(tx, toldOn);
      const told = await tx.rows(tell, [tx.cooperativeId, toldOn]);
      if (announced.length + told.length > 0)
        tx.announce(ErasuresTold.of(tx.cooperativeId, { toldOn }));
      const { cooperativeId } = tx;
      for (const memberId of announced) tx.enqueue(ForgetUserJob, { cooperativeId, memberId });
      return told.length;
    });
  }
}
