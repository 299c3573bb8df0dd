import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

// A line that is another one told again tells the same.
const lock = sql(
  'banking.lock-lines-of-erased',
  `update payments.bank_lines l set locked_at = $3
   where l.cooperative_id = $1 and l.locked_at is null
     and (l.id = any($2::uuid[])
       or (l.state = 'repeated' and l.rival_line_id = any($2::uuid[])))`,
);

/**
 * From now on no clerk reads or finds what these lines say of a person who was erased. They stay
 * as the bank wrote them, so that what is told again is known again, and the law has its voucher.
 */
export const lockBankLines = (tx: Tx, lineIds: readonly string[]): Promise<number> =>
  tx.run(lock, [tx.cooperativeId, lineIds, tx.now]);
