import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ExpenseEntity } from '../expense/expense.entity.js';
import type { ApprovalBand } from '../rule/approval-rule.js';

/** So long before it lapses, who waits for each other is told. */
export const toldDays = 30;

export interface UndecidedClaim {
  readonly id: string;
  /** Null when they were erased since: nobody is there to be told. */
  readonly submitterMemberId: string | null;
  /** Who would be paid and did not hand it in; null where that is nobody who is to be told. */
  readonly payeeMemberId: string | null;
  readonly band: ApprovalBand;
  readonly termsHash: string;
}

// A vote has an end of its own, and what follows it ends the claim or carries it out.
const waits = `(e.status = 'needs-information'
  or e.status = 'submitted' and e.proposal_id is null)`;
const told = `${columnsOf(ExpenseEntity, { of: 'e', only: ['id', 'band', 'termsHash'] })},
  case when e.payee_kind = 'member' and e.payee_id <> e.submitter_member_id
      and not membership.is_erased(e.cooperative_id, e.payee_id) then e.payee_id
    end as "payeeMemberId",
  case when membership.is_erased(e.cooperative_id, e.submitter_member_id) then null
    else e.submitter_member_id end as "submitterMemberId"`;

const lateIds = sql(
  'expenses.list-undecided-claims',
  `select e.id from expenses.expenses e
   where e.cooperative_id = $1 and ${waits} and e.submitted_at <= $2 and e.lapse_told_at <= $3
   order by e.id`,
);
const untoldIds = sql(
  'expenses.list-undecided-claims-untold',
  `select e.id from expenses.expenses e
   where e.cooperative_id = $1 and ${waits} and e.submitted_at <= $2 and e.lapse_told_at is null
   order by e.id`,
);
const tell = sql(
  'expenses.note-undecided-claim-told',
  `update expenses.expenses e set lapse_told_at = $3
   where e.cooperative_id = $1 and ${waits} and e.submitted_at <= $2 and e.lapse_told_at is null
     and e.id = $4
   returning ${told}`,
);
const lockLate = sql(
  'expenses.lock-undecided-claim',
  `select ${told} from expenses.expenses e
   where e.cooperative_id = $1 and ${waits} and e.submitted_at <= $2 and e.lapse_told_at <= $3
     and e.id = $4
   for update`,
);

type Id = Pick<UndecidedClaim, 'id'>;
const idOf = ({ id }: Id): string => id;

/** Until when it was handed in what is late, and until when it was told that it would be. */
export interface Late {
  readonly until: Date;
  readonly toldUntil: Date;
}

/** What was handed in and nobody decided. */
export const undecidedClaimsStore = {
  /** What was handed in until then, and of which nobody was told. */
  async untold(tx: Tx, until: Date): Promise<string[]> {
    return (await tx.rows<Id>(untoldIds, [tx.cooperativeId, until])).map(idOf);
  },

  /** Told from now on; null where it was meanwhile, or waits no more. */
  tell: (tx: Tx, id: string, until: Date): Promise<UndecidedClaim | null> =>
    tx.maybeOne<UndecidedClaim>(tell, [tx.cooperativeId, until, tx.now, id]),

  async late(tx: Tx, { until, toldUntil }: Late): Promise<string[]> {
    return (await tx.rows<Id>(lateIds, [tx.cooperativeId, until, toldUntil])).map(idOf);
  },

  /** Null where it waits no more. */
  lockLate: (tx: Tx, id: string, { until, toldUntil }: Late): Promise<UndecidedClaim | null> =>
    tx.maybeOne<UndecidedClaim>(lockLate, [tx.cooperativeId, until, toldUntil, id]),
};
