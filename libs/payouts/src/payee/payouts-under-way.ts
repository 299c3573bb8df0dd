import { sql } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';

const underWay = sql(
  'payouts.find-members-being-paid',
  `select distinct payee_id as "memberId" from payments.payouts
   where cooperative_id = $1 and payee_id = any($2::uuid[]) and payee_kind = 'member'
     and state not in ('settled', 'returned', 'rejected', 'cancelled')`,
);

/** Members to whom a payout is approved or on its way, each with that reason. */
export async function payoutsUnderWay(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, CodedError>> {
  const rows = await tx.rows<{ memberId: string }>(underWay, [tx.cooperativeId, memberIds]);
  const message = 'Money to them is on its way.';
  return new Map(
    rows.map(({ memberId }) => [
      memberId,
      payoutsErrors.error('PAYOUT_UNDER_WAY', message, { path: ['memberId'] }),
    ]),
  );
}
