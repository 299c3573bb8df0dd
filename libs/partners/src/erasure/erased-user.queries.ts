import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, permit, platformErrors } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { ErasedUserEntity } from './erased-user.entity.js';

const shown = ['id', 'memberId', 'toldOn'] as const;

/** A member whom a partner is to forget. */
export type ErasedUserView = Readonly<
  Pick<ErasedUserEntity, Exclude<(typeof shown)[number], 'toldOn'>> & { toldOn: string }
>;

const erased = keysetList<ErasedUserView, object, { partnerId: string }>({
  name: 'partners.list-erased-users',
  select: columnsOf(ErasedUserEntity, { only: shown }),
  from: 'partners.erased_users',
  where: `cooperative_id = :cooperativeId and partner_id = :partnerId::uuid
    and told_on is not null`,
  // Whoever asks behind what they read last is told what came since: later days. Within a day the
  // order is by chance, and each partner's own.
  order: 'ascending',
  keys: [
    { column: 'told_on', field: 'toldOn', type: 'day' },
    { column: 'id', field: 'id', type: 'id' },
  ],
});

/** Who was erased of those whom a partner reported. */
@Injectable()
export class ErasedUserQueries {
  /** The partner's own, the first day first. @throws CodedError FORBIDDEN, INVALID_CURSOR */
  async page(tx: Tx, request: PageRequest): Promise<Page<ErasedUserView>> {
    permit(tx.actor, 'usage-event.read');
    const { partnerId } = tx.actor;
    if (partnerId === null) {
      throw platformErrors.error('FORBIDDEN', 'This is for partners, by their API key.');
    }
    return erased.page(tx, request, { params: { partnerId } });
  }
}
