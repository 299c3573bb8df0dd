import { Injectable } from '@nestjs/common';
import { columnsOf, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { RepresentativeEntity } from './representative.entity.js';

const shown = ['organisationId', 'memberId', 'namedAt'] as const;

/** Who may cast the vote of an organisation, and since when. */
export type RepresentativeView = Readonly<Pick<RepresentativeEntity, (typeof shown)[number]>>;

const own = sql(
  'voting.list-own-representatives',
  `select ${columnsOf(RepresentativeEntity, { only: shown })} from governance.representatives
   where cooperative_id = $1 and $2::uuid in (organisation_id, member_id)
   order by named_at, organisation_id, member_id limit 100`,
);

/** As it is handed over: each between the member and another. */
export const ownRepresentatives = (tx: Tx, memberId: string): Promise<RepresentativeView[]> =>
  tx.rows<RepresentativeView>(own, [tx.cooperativeId, memberId]);

/** Who votes for which organisation, told to the two of them alone. */
@Injectable()
export class RepresentativeQueries {
  /** Those whom the reader named, and those by whom the reader is. */
  async own(tx: Tx): Promise<RepresentativeView[]> {
    permit(tx.actor, 'representative.read-own');
    const { memberId } = tx.actor;
    return memberId === null ? [] : ownRepresentatives(tx, memberId);
  }
}
