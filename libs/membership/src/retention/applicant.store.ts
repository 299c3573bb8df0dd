import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { MemberEntity } from '../member/member.entity.js';

type OldApplicant = Readonly<Pick<MemberEntity, 'id' | 'accountId'>>;

const old = sql(
  'membership.list-old-applicants',
  `select ${columnsOf(MemberEntity, { only: ['id', 'accountId'] })} from membership.members
   where cooperative_id = $1 and standing = 'left' and admitted_at is null and erased_at is null
     and (standing_since < $2 or identity.is_erased(account_id))
   order by id limit $3 for update skip locked`,
);

const orphaned = sql(
  'membership.list-applicants-of-erased-accounts',
  `select id from membership.members
   where cooperative_id = $1 and standing = 'applicant' and erased_at is null
     and identity.is_erased(account_id)
   order by id limit $2`,
);

/** Who applied once, and never belonged. */
export const applicantStore = {
  /** Who still waits for an answer, and has erased the account that it would be for. */
  async orphaned(tx: Tx, atMost: number): Promise<string[]> {
    const rows = await tx.rows<Pick<MemberEntity, 'id'>>(orphaned, [tx.cooperativeId, atMost]);
    return rows.map(({ id }) => id);
  },

  /** Whose term is over, or whose account is. Held until the end. */
  old: (tx: Tx, before: Date, atMost: number): Promise<OldApplicant[]> =>
    tx.rows<OldApplicant>(old, [tx.cooperativeId, before, atMost]),
};
