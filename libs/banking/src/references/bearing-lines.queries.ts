import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { membersNamedBy, referencesOf } from './references.js';
import type { SayingLine } from './references.js';

/** A line, and whose references it bears besides one member's. */
interface BearingLine {
  readonly id: string;
  readonly othersIds: readonly string[];
}

const said = `cross join lateral (
     select regexp_replace(upper(concat_ws('|', reference, free_text, end_to_end_id)),
       '[^A-Z0-9|]', '', 'g') as said) compact`;
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
// What is booked is all that ever came: it is found by the words that clerks search by.
const booked = sql(
  'banking.find-booked-lines-by-references',
  `select id, reference, free_text as "text", end_to_end_id as "transfer"
   from payments.bank_lines ${said}
   where cooperative_id = $1 and transaction_id is not null and locked_at is null
     and id = any(array(select w.subject_id from platform.search_words w
       where w.cooperative_id = $1 and w.kind = 'bank-line'
         and w.word = any(array(select platform.words_of(part) from unnest($3::text[]) as part))))
     and ${bearsOne}
   order by id`,
);

type Said = SayingLine & { readonly id: string };

/**
 * Words of a line that bears this: it is printed in one, or in parts. The first four signs are left
 * out, which are alike in many.
 */
function partsOf(reference: string): string[] {
  const blocks = reference.slice(4).match(/.{1,4}/g) ?? [];
  const ends = [
    reference.slice(0, 8),
    reference.slice(8),
    reference.slice(4),
    reference.slice(-12),
  ];
  return [reference, ...ends, ...blocks.filter((block) => block.length === 4)];
}

async function besides(tx: Tx, memberId: string, lines: readonly Said[]): Promise<BearingLine[]> {
  const found: BearingLine[] = [];
  for (const line of lines) {
    const named = new Set(await membersNamedBy(tx, [line]));
    found.push({ id: line.id, othersIds: [...named].filter((one) => one !== memberId) });
  }
  return found;
}

/** Lines that wait and bear a reference of this member, be they paid by whom they will. */
export async function linesBearing(tx: Tx, memberId: string): Promise<BearingLine[]> {
  const references = await referencesOf(tx, memberId);
  if (references.length === 0) return [];
  return besides(tx, memberId, await tx.rows<Said>(bearing, [tx.cooperativeId, references]));
}

/** The same of lines in the books that nothing locked yet, whatever they were booked for. */
export async function bookedLinesBearing(tx: Tx, memberId: string): Promise<BearingLine[]> {
  const references = await referencesOf(tx, memberId);
  if (references.length === 0) return [];
  const values = [tx.cooperativeId, references, references.flatMap(partsOf)];
  return besides(tx, memberId, await tx.rows<Said>(booked, values));
}
