import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { AccountKind } from '../account/account.js';

/** What one source moved on one account between two moments, by when it was recorded. */
export interface RecordedSumOfSource {
  /** The span it was recorded in: 1 for the one between the first two moments. */
  readonly span: number;
  readonly code: string;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly sourceKind: string;
  readonly sourceId: string;
  /** Debit-positive; never nothing. */
  readonly amountMinor: bigint;
}

const sums = sql(
  'ledger.list-recorded-sums',
  `select width_bucket(t.recorded_at, $2::timestamptz[]) as span, a.code, a.kind, a.currency,
     t.source_kind as "sourceKind", t.source_id as "sourceId",
     sum(p.amount_minor)::bigint as "amountMinor"
   from ledger.transactions t
   join ledger.postings p on p.cooperative_id = t.cooperative_id and p.transaction_id = t.id
   join ledger.accounts a on a.cooperative_id = p.cooperative_id and a.id = p.account_id
   where t.cooperative_id = $1 and t.recorded_at >= $3 and t.recorded_at < $4
     and (a.kind in ('income', 'expense') or a.code like 'fund:%')
   group by 1, 2, 3, 4, 5, 6
   having sum(p.amount_minor) <> 0
   order by 1, 2, 4, 5, 6`,
);

const first = sql(
  'ledger.find-first-recorded',
  `select min(recorded_at) as "firstAt" from ledger.transactions where cooperative_id = $1`,
);

/**
 * What was earned, spent and set aside, by the moment at which it was recorded and not by the one
 * at which it took effect: what is recorded stays in its span for ever.
 *
 * @param moments where one span ends and the next begins, in order
 */
export async function readRecordedSums(
  tx: Tx,
  moments: readonly Date[],
): Promise<RecordedSumOfSource[]> {
  const [begin] = moments;
  const end = moments.at(-1);
  if (begin === undefined || end === undefined) return [];
  return tx.rows<RecordedSumOfSource>(sums, [tx.cooperativeId, moments, begin, end]);
}

/** When the first transaction was recorded; null while there is none. */
export async function readFirstRecorded(tx: Tx): Promise<Date | null> {
  const { firstAt } = await tx.one<{ firstAt: Date | null }>(first, [tx.cooperativeId]);
  return firstAt;
}
