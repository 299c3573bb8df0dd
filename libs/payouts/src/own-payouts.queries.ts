import { linesMatchedBy, readMeaningsOf } from '@rochdale/banking';
import { columnsOf, idOf, sql, unopened } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { z } from 'zod';
import { openIfWhole } from './payee/seal.js';
import { PayeeDetailsEntity } from './payee/payee-details.entity.js';
import { PayoutEntity } from './payout/payout.entity.js';

const details = ['id', 'masked', 'sealed', 'usableFrom', 'setAt', 'supersededAt'] as const;
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

const ownIds = sql(
  'payouts.find-own-payouts',
  `select id from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2 order by id`,
);

/** Which of it are ids, and of what. */
export const ownPayoutsShape = z.object({
  payeeDetails: z.array(z.looseObject({ id: idOf('PayeeDetails') })),
  payouts: z.array(
    z.looseObject({ id: idOf('Payout'), transactionId: idOf('LedgerTransaction').nullable() }),
  ),
});

type OwnDetails = Readonly<Pick<PayeeDetailsEntity, (typeof details)[number]>>;

/**
 * Where a member wanted to be paid, masked as ever unless a secret is given, and what was paid to
 * them, whatever for.
 */
export async function ownPayouts(
  tx: Tx,
  memberId: string | null,
  secret: string | null,
): Promise<{ readonly payeeDetails: readonly object[]; readonly payouts: readonly object[] }> {
  const whose = [tx.cooperativeId, memberId];
  const kept = await tx.rows<OwnDetails>(ownDetails, whose);
  return {
    payeeDetails: kept.map(({ sealed, ...row }) => {
      // Nothing is left of details that were forgotten.
      if (secret === null || sealed.length === 0) return row;
      // One that does not open says so, beside how it is masked: the rest is theirs all the same.
      return { ...row, account: openIfWhole(secret, row.id, sealed) ?? unopened };
    }),
    payouts: await tx.rows(ownPaid, whose),
  };
}

const sharedWith = sql(
  'payouts.find-transactions-of-other-payees',
  `select transaction_id as id from payments.payouts
   where cooperative_id = $1 and transaction_id = any($2::uuid[])
     and (payee_kind <> 'member' or payee_id <> $3)`,
);

/** The lines that paid this member alone; one that paid others too is of no one person. */
export async function ownPayoutLines(tx: Tx, memberId: string | null): Promise<string[]> {
  const paid = await tx.rows<{ id: string }>(ownIds, [tx.cooperativeId, memberId]);
  const matched = await linesMatchedBy(
    tx,
    'payout',
    paid.map(({ id }) => id),
  );
  const lines = await readMeaningsOf(tx, matched);
  const booked = lines.flatMap(({ transactionId }) => transactionId ?? []);
  const others = await tx.rows<{ id: string }>(sharedWith, [tx.cooperativeId, booked, memberId]);
  const shared = new Set(others.map(({ id }) => id));
  return lines.flatMap(({ id, transactionId }) => (shared.has(transactionId ?? '') ? [] : id));
}

interface MemberPaid {
  readonly memberId: string;
  /** What for: `expense`, `dues-refund`. */
  readonly obligationKind: string;
}

const paid = sql(
  'payouts.find-members-paid',
  `select payee_id as "memberId", ${columnsOf(PayoutEntity, { only: ['obligationKind'] })}
   from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and id = any ($2::uuid[])
   union select payee_id, obligation_kind from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and transaction_id = any ($3::uuid[])
   union select payee_id, obligation_kind from payments.payouts
   where cooperative_id = $1 and payee_kind = 'member' and payment_file_id = any ($4::uuid[])`,
);

/** Which members are paid by payouts, by the transactions that booked them, or by files of them. */
export function membersPaid(
  tx: Tx,
  by: {
    readonly payoutIds?: readonly string[];
    readonly transactionIds?: readonly string[];
    readonly paymentFileIds?: readonly string[];
  },
): Promise<MemberPaid[]> {
  const { payoutIds = [], transactionIds = [], paymentFileIds = [] } = by;
  return tx.rows<MemberPaid>(paid, [tx.cooperativeId, payoutIds, transactionIds, paymentFileIds]);
}
