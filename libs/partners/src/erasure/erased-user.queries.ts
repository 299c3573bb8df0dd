import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, permit, platformErrors } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { ErasedUserEntity } from './erased-user.entity.js';

const shown = ['id', 'memberId', 'toldAt'] as const;

/** A member whom a partner is to forget. */
export type ErasedUserView = Readonly<Pick<ErasedUserEntity, (typeof shown)[number]>>;

const erased = keysetList<ErasedUserView, object, { partnerId: string }>({
  name: 'partners.list-erased-users',
  select: columnsOf(ErasedUserEntity, { only: shown }),
  from: 'partners.erased_users',
  where: 'cooperative_id = :cooperativeId and partner_id = :partnerId::uuid',
  // Whoever asks behind what they read last is told what came since.
  order: 'ascending',
  keys: [
    { column: 'told_at', field: 'toldAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
});

/** Who was erased of those whom a partner reported. */
@Injectable()
export class ErasedUserQueries {
  /** The partner's own, the first to be told first. @throws CodedError FORBIDDEN, INVALID_CURSOR */
  async page(tx: Tx, request: PageRequest): Promise<Page<ErasedUserView>> {
    permit(tx.actor, 'usage-event.read');
    const { partnerId } = tx.actor;
    if (partnerId === null) {
      throw platformErrors.error('FORBIDDEN', 'This is for partners, by their API key.');
    }
    return erased.page(tx, request, { params: { partnerId } });
  }
}
