import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { membersNamedBy, referencesOf } from './references.js';
import type { SayingLine } from './references.js';

/** A line that waits, and whose references it bears besides one member's. */
interface BearingLine {
  readonly id: string;
  readonly othersIds: readonly string[];
}

// Beside what is booked few lines wait.
const bearing = sql(
  'banking.find-waiting-lines-by-references',
  `select id, reference, free_text as "text", end_to_end_id as "transfer"
   from payments.bank_lines cross join lateral (
     select regexp_replace(upper(concat_ws('|', reference, free_text, end_to_end_id)),
       '[^A-Z0-9|]', '', 'g') as said) compact
   where cooperative_id = $1 and state in ('new', 'flagged', 'unclear')
     and exists (select from unnest($2::text[]) as own (reference)
       where position(own.reference in said) > 0)
   order by id`,
);

/** Lines that wait and bear a reference of this member, be they paid by whom they will. */
export async function linesBearing(tx: Tx, memberId: string): Promise<BearingLine[]> {
  const references = await referencesOf(tx, memberId);
  if (references.length === 0) return [];
  const values = [tx.cooperativeId, references];
  const found: BearingLine[] = [];
  for (const line of await tx.rows<SayingLine & { readonly id: string }>(bearing, values)) {
    const named = new Set(await membersNamedBy(tx, [line]));
    found.push({ id: line.id, othersIds: [...named].filter((one) => one !== memberId) });
  }
  return found;
}
