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
