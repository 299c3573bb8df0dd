import { shownIds, sql } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';

const underWay = sql(
  'payouts.find-members-being-paid',
  `select payee_id as "memberId", bool_or(state <> 'rejected') as "isUnderWay",
     array_agg(id order by requested_at, id) as "payoutIds"
   from payments.payouts
   where cooperative_id = $1 and payee_id = any($2::uuid[]) and payee_kind = 'member'
     and (state not in ('settled', 'returned', 'rejected', 'cancelled')
       or (state = 'rejected' and late_debit = 'claims'))
   group by payee_id`,
);

interface Affair {
  readonly memberId: string;
  /** Else something that they got twice is to be given back. */
  readonly isUnderWay: boolean;
  readonly payoutIds: readonly string[];
}

/**
 * Members to whom a payout is approved or on its way, or of whom money is claimed back, each with
 * that reason: who is forgotten cannot be asked for it.
 */
export async function payoutsUnderWay(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, CodedError>> {
  const rows = await tx.rows<Affair>(underWay, [tx.cooperativeId, memberIds]);
  return new Map(rows.map((affair) => [affair.memberId, whyNot(affair)]));
}

function whyNot({ isUnderWay, payoutIds }: Affair): CodedError {
  const details = { path: ['memberId'], data: { payouts: shownIds('Payout', payoutIds) } };
  return isUnderWay
    ? payoutsErrors.error('PAYOUT_UNDER_WAY', 'Money to this member is on its way.', details)
    : payoutsErrors.error(
        'PAYOUT_CLAIMED',
        'Money that left to this member is claimed back.',
        details,
      );
}
