import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { membersNamedBy, referencesOf } from './references.js';
import type { SayingLine } from './references.js';

/** A line, and whose references it bears besides one member's. */
interface BearingLine {
  readonly id: string;
  readonly othersIds: readonly string[];
}

// Written once for each line, as "offset 0" says, and not once for each reference.
const said = `cross join lateral (
     select regexp_replace(upper(concat_ws('|', reference, free_text, end_to_end_id)),
       '[^A-Z0-9|]', '', 'g') as said offset 0) compact`;
const bearsOne = `exists (select from unnest($2::text[]) as own (reference)
       where position(own.reference in said) > 0)`;
// Beside what is booked few lines wait.
const bearing = sql(
  'banking.find-waiting-lines-by-references',
  `select id, reference, free_text as "text", end_to_end_id as "transfer"
   from payments.bank_lines ${said}
   where cooperative_id = $1 and state in ('new', 'flagged', 'unclear') and ${bearsOne}
   order by id`,
);
// What is booked is all that ever came. It is gone through for each who is erased, by a job: words
// that clerks search by would not find a reference that is glued to another word, or cut elsewhere.
const booked = sql(
  'banking.find-booked-lines-by-references',
  `select id, reference, free_text as "text", end_to_end_id as "transfer"
   from payments.bank_lines ${said}
   where cooperative_id = $1 and transaction_id is not null and locked_at is null and ${bearsOne}
   order by id`,
);

type Said = SayingLine & { readonly id: string };

async function besides(
  tx: Tx,
  memberId: string,
  lines: readonly Said[],
): Promise<readonly BearingLine[]> {
  const named = await membersNamedBy(tx, lines);
  return lines.map(({ id }, at) => ({
    id,
    othersIds: (named[at] ?? []).filter((one) => one !== memberId),
  }));
}

/** Lines that wait and bear a reference of this member, be they paid by whom they will. */
export async function linesBearing(tx: Tx, memberId: string): Promise<readonly BearingLine[]> {
  const references = await referencesOf(tx, memberId);
  if (references.length === 0) return [];
  return besides(tx, memberId, await tx.rows<Said>(bearing, [tx.cooperativeId, references]));
}

/** The same of lines in the books that nothing locked yet, whatever they were booked for. */
export async function bookedLinesBearing(
  tx: Tx,
  memberId: string,
): Promise<readonly BearingLine[]> {
  const references = await referencesOf(tx, memberId);
  if (references.length === 0) return [];
  return besides(tx, memberId, await tx.rows<Said>(booked, [tx.cooperativeId, references]));
}
