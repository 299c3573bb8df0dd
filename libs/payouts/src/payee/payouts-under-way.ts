import { shownIds, sql } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';

const underWay = sql(
  'payouts.find-members-being-paid',
  `select payee_id as "memberId", bool_or(state <> 'rejected') as "isUnderWay",
     bool_or(state not in ('approved', 'rejected')) as "isReleased",
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
  /** Else it waits for a treasurer to let it go. */
  readonly isReleased: boolean;
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
  const { memberId: reader } = tx.actor;
  return new Map(
    rows.map((affair) => [
      affair.memberId,
      whyNot(affair, affair.memberId === reader ? 'you' : 'this member'),
    ]),
  );
}

function whyNot({ isUnderWay, isReleased, payoutIds }: Affair, whom: string): CodedError {
  const details = { path: ['memberId'], data: { payouts: shownIds('Payout', payoutIds) } };
  if (!isUnderWay) {
    const message = `Money that left to ${whom} is claimed back.`;
    return payoutsErrors.error('PAYOUT_CLAIMED', message, details);
  }
  return isReleased
    ? payoutsErrors.error('PAYOUT_UNDER_WAY', `Money to ${whom} is on its way.`, details)
    : payoutsErrors.error(
        'PAYOUT_WAITING',
        `Money to ${whom} waits for a treasurer to release it.`,
        details,
      );
}
