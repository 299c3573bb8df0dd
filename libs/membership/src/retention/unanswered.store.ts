import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ApplicationEntity } from '../application/application.entity.js';
import { MemberEntity } from '../member/member.entity.js';

/** An application that nobody answered, and whose it is. */
export type Unanswered = Readonly<
  Pick<ApplicationEntity, 'id' | 'memberId' | 'appliedAt' | 'lapseToldAt'> &
    Pick<MemberEntity, 'accountId'>
>;

const ofApplication = columnsOf(ApplicationEntity, {
  of: 'a',
  only: ['id', 'memberId', 'appliedAt', 'lapseToldAt'],
});
const view = `${ofApplication}, ${columnsOf(MemberEntity, { of: 'm', only: ['accountId'] })}`;
const isOpen = `a.cooperative_id = $1 and a.state = 'open' and a.applied_at < $2`;
const from = `membership.applications a
  join membership.members m on m.cooperative_id = a.cooperative_id and m.id = a.member_id`;

const old = sql(
  'membership.list-unanswered-applications',
  `select ${view} from ${from} where ${isOpen} order by a.id`,
);
const lock = sql(
  'membership.lock-unanswered-application',
  `select ${view} from ${from} where ${isOpen} and a.id = $3 for update of a`,
);
const tell = sql(
  'membership.note-unanswered-application-told',
  `update membership.applications set lapse_told_at = $3
   where cooperative_id = $1 and id = $2 and state = 'open'
     and (lapse_told_at is null or lapse_told_at < $4)`,
);

/** What somebody applied for, and nobody decided. */
export const unansweredStore = {
  /** Of before then, in the order of ids. */
  old: (tx: Tx, before: Date): Promise<Unanswered[]> =>
    tx.rows<Unanswered>(old, [tx.cooperativeId, before]),

  /** Null where it was answered meanwhile, or taken back. Held until the end. */
  lock: (tx: Tx, before: Date, id: string): Promise<Unanswered | null> =>
    tx.maybeOne<Unanswered>(lock, [tx.cooperativeId, before, id]),

  /** Where it was not told, or before that instant. */
  noteTold: (tx: Tx, id: string, before: Date): Promise<void> =>
    tx.change(tell, [tx.cooperativeId, id, tx.now, before]),
};
