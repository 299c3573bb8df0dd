import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { MemberEntity } from '../member/member.entity.js';

export type Former = Readonly<Pick<MemberEntity, 'id' | 'accountId' | 'leftAt'>>;

const isFormer = `cooperative_id = $1 and standing in ('left', 'expelled')
  and admitted_at is not null and erased_at is null and left_at < $2`;
const view = columnsOf(MemberEntity, { only: ['id', 'accountId', 'leftAt'] });

const longGone = sql(
  'membership.list-former-members',
  `select ${view} from membership.members where ${isFormer}`,
);
const lock = sql(
  'membership.lock-former-member',
  `select ${view} from membership.members where ${isFormer} and id = $3 for update`,
);

/** Who belonged once, and is not erased. */
export const formerStore = {
  /** Who left, or was excluded, before then, in no order. */
  leftBefore: (tx: Tx, before: Date): Promise<Former[]> =>
    tx.rows<Former>(longGone, [tx.cooperativeId, before]),

  /** One of them, if it is so still. Held until the end. */
  lock: (tx: Tx, before: Date, memberId: string): Promise<Former | null> =>
    tx.maybeOne<Former>(lock, [tx.cooperativeId, before, memberId]),
};
