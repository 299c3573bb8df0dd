import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { MemberEntity } from '../member/member.entity.js';

type OldApplicant = Readonly<Pick<MemberEntity, 'id' | 'accountId'>>;

const isOld = `cooperative_id = $1 and standing = 'left' and admitted_at is null
  and erased_at is null and (standing_since < $2 or identity.is_erased(account_id))`;
const old = sql(
  'membership.list-old-applicants',
  `select id from membership.members where ${isOld} order by id`,
);
const lockOld = sql(
  'membership.lock-old-applicants',
  `select ${columnsOf(MemberEntity, { only: ['id', 'accountId'] })} from membership.members
   where ${isOld} and id = any($3::uuid[]) order by id for update skip locked`,
);

const orphaned = sql(
  'membership.list-applicants-of-erased-accounts',
  `select id from membership.members
   where cooperative_id = $1 and standing = 'applicant' and erased_at is null
     and identity.is_erased(account_id)
   order by id`,
);

type Id = Pick<MemberEntity, 'id'>;
const idsOf = (rows: readonly Id[]): string[] => rows.map(({ id }) => id);

/** Who applied once, and never belonged. */
export const applicantStore = {
  /** Who still waits for an answer, and has erased the account that it would be for. */
  orphaned: async (tx: Tx): Promise<string[]> =>
    idsOf(await tx.rows<Id>(orphaned, [tx.cooperativeId])),

  /** Whose term is over, or whose account is. */
  old: async (tx: Tx, before: Date): Promise<string[]> =>
    idsOf(await tx.rows<Id>(old, [tx.cooperativeId, before])),

  /** Those of these of whom it is so still. Held until the end. */
  lockOld: (tx: Tx, before: Date, ids: readonly string[]): Promise<OldApplicant[]> =>
    tx.rows<OldApplicant>(lockOld, [tx.cooperativeId, before, ids]),
};
