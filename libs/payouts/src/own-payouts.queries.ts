import { columnsOf, idOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { z } from 'zod';
import { PayeeDetailsEntity } from './payee/payee-details.entity.js';
import { PayoutEntity } from './payout/payout.entity.js';

const details = ['id', 'masked', 'usableFrom', 'setAt', 'supersededAt'] as const;
const ownDetails = sql(
  'payouts.export-own-payee-details',
  `select ${columnsOf(PayeeDetailsEntity, { only: details })} from payments.payee_details
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2 order by set_at, id`,
);
const shown = [
  'id',
  'obligationKind',
  'amountMinor',
  'currency',
  'memo',
  'state',
  'failureCode',
  'requestedAt',
  'releasedAt',
  'settledAt',
  'transactionId',
] as const;
const ownPaid = sql(
  'payouts.export-own-payouts',
  `select ${columnsOf(PayoutEntity, { only: shown })} from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2
   order by requested_at, id`,
);

/** Which of it are ids, and of what. */
export const ownPayoutsShape = z.object({
  payeeDetails: z.array(z.looseObject({ id: idOf('PayeeDetails') })),
  payouts: z.array(
    z.looseObject({ id: idOf('Payout'), transactionId: idOf('LedgerTransaction').nullable() }),
  ),
});

/** Where a member wanted to be paid, masked as ever, and what was paid to them, whatever for. */
export async function ownPayouts(
  tx: Tx,
  memberId: string | null,
): Promise<{ readonly payeeDetails: readonly object[]; readonly payouts: readonly object[] }> {
  const whose = [tx.cooperativeId, memberId];
  return {
    payeeDetails: await tx.rows(ownDetails, whose),
    payouts: await tx.rows(ownPaid, whose),
  };
}
