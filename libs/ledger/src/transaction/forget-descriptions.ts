import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const forget = sql(
  'ledger.forget-descriptions',
  `select ledger.forget_descriptions($1, $2::uuid[], $3) as forgotten`,
);

/**
 * Says less of transactions whose description told of a person: what was booked, when and for what
 * stays. Whoever calls owns what they were booked for, and knows that the person was erased.
 */
export async function forgetDescriptions(
  tx: Tx,
  transactionIds: readonly string[],
  description: string,
): Promise<void> {
  if (transactionIds.length === 0) return;
  await tx.rows(forget, [tx.cooperativeId, transactionIds, description]);
}
