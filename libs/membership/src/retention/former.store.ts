import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { MemberEntity } from '../member/member.entity.js';

export type Former = Readonly<Pick<MemberEntity, 'id' | 'accountId'>>;

const longGone = sql(
  'membership.list-former-members',
  `select ${columnsOf(MemberEntity, { only: ['id', 'accountId'] })} from membership.members
   where cooperative_id = $1 and standing in ('left', 'expelled') and admitted_at is not null
     and erased_at is null and left_at < $2
   order by id`,
);

/** Who belonged once, and is not erased. */
export const formerStore = {
  /** Who left, or was excluded, before then. */
  leftBefore: (tx: Tx, before: Date): Promise<Former[]> =>
    tx.rows<Former>(longGone, [tx.cooperativeId, before]),
};
