import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { ApprovalBand } from '../rule/approval-rule.js';

export interface UndecidedClaim {
  readonly id: string;
  /** Null when they were erased since: nobody is there to be told. */
  readonly submitterMemberId: string | null;
  readonly band: ApprovalBand;
}

// A vote has an end of its own, and what follows it ends the claim or carries it out.
const waits = `(e.status = 'needs-information'
  or e.status = 'submitted' and e.proposal_id is null)`;
const told = `e.id, e.band,
  case when membership.is_erased(e.cooperative_id, e.submitter_member_id) then null
    else e.submitter_member_id end as "submitterMemberId"`;

const tell = sql(
  'expenses.note-undecided-claims-told',
  `update expenses.expenses e set lapse_told_at = $3
   where e.cooperative_id = $1 and ${waits} and e.submitted_at <= $2 and e.lapse_told_at is null
   returning ${told}`,
);
const lockLate = sql(
  'expenses.lock-undecided-claims',
  `select ${told} from expenses.expenses e
   where e.cooperative_id = $1 and ${waits} and e.submitted_at <= $2 and e.lapse_told_at <= $3
   order by e.id for update`,
);

/** What was handed in and nobody decided. */
export const undecidedClaimsStore = {
  /** What was handed in until then, and of which nobody was told: they are from now on. */
  tell: (tx: Tx, until: Date): Promise<UndecidedClaim[]> =>
    tx.rows<UndecidedClaim>(tell, [tx.cooperativeId, until, tx.now]),

  /** What was handed in until then, and told until then, in the order of ids. */
  lockLate: (tx: Tx, until: Date, toldUntil: Date): Promise<UndecidedClaim[]> =>
    tx.rows<UndecidedClaim>(lockLate, [tx.cooperativeId, until, toldUntil]),
};
