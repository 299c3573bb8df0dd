import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';

/** What happened, without who did it. */
export interface KnownFact {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const find = sql(
  'platform.find-fact',
  'select id, type, data from platform.facts where cooperative_id = $1 and id = $2',
);

/** One fact of the transaction's co-operative, or null. */
export function findFact(tx: Tx, id: string): Promise<KnownFact | null> {
  return tx.maybeOne<KnownFact>(find, [tx.cooperativeId, id]);
}

const last = sql(
  'platform.find-last-fact',
  `select max(occurred_at) as at from platform.facts
   where cooperative_id = $1 and subject_id = $2 and type = $3`,
);

/** When the last fact of that type happened to a subject, or null. */
export async function lastFactAt(tx: Tx, type: string, subjectId: string): Promise<Date | null> {
  return (await tx.one<{ at: Date | null }>(last, [tx.cooperativeId, subjectId, type])).at;
}
