import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/**
 * That a line was booked for somebody is undone; what it says itself, or its account, is not. What
 * locks it for good counts, whichever was first.
 */
export type LockReason = 'booked' | 'account' | 'words';

// A line that is another one told again tells the same.
const lock = sql(
  'banking.lock-lines-of-erased',
  `update payments.bank_lines l set locked_at = coalesce(l.locked_at, $3),
     locked_because = case when l.id = any($2::uuid[]) then $4 else 'repeats' end
   where l.cooperative_id = $1
     and (l.id = any($2::uuid[]) and (l.locked_at is null
         or $4 in ('account', 'words') and l.locked_because in ('booked', 'repeats'))
       or l.locked_at is null and l.state = 'repeated' and l.rival_line_id = any($2::uuid[]))`,
);

const lockAgain = sql(
  'banking.lock-lines-told-again',
  `update payments.bank_lines l set locked_at = $3, locked_because = 'repeats'
   from payments.bank_lines told
   where l.cooperative_id = $1 and l.locked_at is null and l.state = 'repeated'
     and l.rival_line_id = told.id and told.cooperative_id = $1 and told.id = any($2::uuid[])
     and told.locked_at is not null`,
);

// The line first: what tells it again follows it. Only what a match had set is taken off.
const unlock = sql(
  'banking.release-undone-line',
  `update payments.bank_lines set locked_at = null, locked_because = null
   where cooperative_id = $1 and id = $2 and locked_because = 'booked' and matches_undone > 0`,
);
const unlockRepeated = sql(
  'banking.release-repeated-lines',
  `update payments.bank_lines set locked_at = null, locked_because = null
   where cooperative_id = $1 and rival_line_id = $2 and state = 'repeated'
     and locked_because = 'repeats'`,
);

/**
 * From now on no clerk reads or finds what these lines say of a person who was erased. They stay
 * as the bank wrote them, so that what is told again is known again, and the law has its voucher.
 */
export const lockBankLines = (
  tx: Tx,
  lineIds: readonly string[],
  because: LockReason,
): Promise<number> => tx.run(lock, [tx.cooperativeId, lineIds, tx.now, because]);

/** What was just found to tell one of these lines again tells as little, where that is locked. */
export const lockToldAgain = (tx: Tx, lineIds: readonly string[]): Promise<number> =>
  tx.run(lockAgain, [tx.cooperativeId, lineIds, tx.now]);

/**
 * Clerks read and find the line again, of which it was undone that it is of a person who was
 * erased, and which nothing else had locked: what of its words no term took.
 */
export async function unlockBankLine(tx: Tx, lineId: string): Promise<void> {
  const values = [tx.cooperativeId, lineId];
  if ((await tx.run(unlock, values)) === 1) await tx.run(unlockRepeated, values);
}
