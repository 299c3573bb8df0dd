import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const statement = sql(
  'banking.find-locked-lines',
  `select id from payments.bank_lines
   where cooperative_id = $1 and id = any($2::uuid[]) and locked_at is not null`,
);

/** Those of these lines of which nobody is told who paid: they are of who was erased. */
export async function lockedLines(tx: Tx, lineIds: readonly string[]): Promise<Set<string>> {
  if (lineIds.length === 0) return new Set();
  const found = await tx.rows<{ id: string }>(statement, [tx.cooperativeId, lineIds]);
  return new Set(found.map(({ id }) => id));
}
