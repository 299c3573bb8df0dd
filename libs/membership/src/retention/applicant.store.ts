import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { MemberEntity } from '../member/member.entity.js';

type OldApplicant = Readonly<Pick<MemberEntity, 'id' | 'accountId'>>;

const old = sql(
  'membership.list-old-applicants',
  `select ${columnsOf(MemberEntity, { only: ['id', 'accountId'] })} from membership.members
   where cooperative_id = $1 and standing = 'left' and admitted_at is null and erased_at is null
     and standing_since < $2
   order by id limit $3 for update skip locked`,
);

/** Who applied once, and never belonged. */
export const applicantStore = {
  /** Held until the end. */
  old: (tx: Tx, before: Date, atMost: number): Promise<OldApplicant[]> =>
    tx.rows<OldApplicant>(old, [tx.cooperativeId, before, atMost]),
};
