import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, ForgetMemberOf } from '@rochdale/platform';
import { erasureAnnouncementStore } from '../erasure/erasure-announcement.store.js';
import { tellPartners } from '../erasure/tell-partners.js';
import { partnerStore } from '../partner/partner.store.js';
import { forgetUsage } from './forget-usage.js';

/**
 * Partners are to be told, and what they called what the member used goes once they were: they read
 * their own reports and the digests of them, so that what went before would tell them the moment.
 */
export const forgetUser: ForgetMemberOf = async (tx, { memberId }) => {
  await partnerStore.awaitReports(tx);
  await tellPartners(tx, { memberId });
  const told = await erasureAnnouncementStore.toldAmong(tx, [memberId]);
  if (told.has(memberId)) await forgetUsage(tx, { memberId });
};

/** Forgets what partners called what an erased member used, after they were told. */
@Injectable()
export class ForgetUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Done again it changes nothing. @throws CodedError FORBIDDEN unless the system asks */
  async execute(actor: Actor, { memberId }: { readonly memberId: string }): Promise<void> {
    permit(actor, 'erased-user.tell');
    await this.unitOfWork.run(actor, (tx) => forgetUser(tx, { memberId }));
  }
}
