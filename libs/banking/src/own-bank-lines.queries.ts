import { columnsOf, sql } from '@rochdale/platform';
import type { PersonWithLines, Tx } from '@rochdale/platform';
import { BankLineEntity } from './bank-line/bank-line.entity.js';
import { ownersOfLines } from './erased/line-owners.js';
import type { BookedLine } from './erased/line-owners.js';

const only = [
  'id',
  'bookingDate',
  'valueDate',
  'amountMinor',
  'currency',
  'reversal',
  'recordedAt',
] as const;

/** What a bank said, unless it is locked. */
function wordsOf(column: string): string {
  return `case when l.locked_at is null then l.${column} end`;
}

// What the bank said of a whole entry is of one person only where the entry is one line. Of a line
// that is locked nobody is told who paid, also not whose dues a clerk says that it paid: whoever
// assigns lines would read them so.
const statement = sql(
  'banking.export-own-bank-lines',
  `select ${columnsOf(BankLineEntity, { of: 'l', only })},
     ${wordsOf('end_to_end_id')} as "endToEndId", ${wordsOf('bank_reference')} as "bankReference",
     ${wordsOf('counterparty_name')} as "counterpartyName",
     ${wordsOf('counterparty_account')} as "counterpartyAccount",
     ${wordsOf('reference')} as reference, ${wordsOf('free_text')} as "freeText",
     case when e.lines = 1 then ${wordsOf('raw')} end as "saidByBank",
     case when e.lines = 1 and l.locked_at is null then (
       select jsonb_agg(s.facts order by s.statement_id, s.place)
       from payments.bank_sightings s
       where s.cooperative_id = l.cooperative_id and s.entry_id = l.entry_id)
     end as "alsoSaidByBank"
   from payments.bank_lines l cross join lateral (
     select count(*) as lines from payments.bank_lines o
     where o.cooperative_id = l.cooperative_id and o.entry_id = l.entry_id) e
   where l.cooperative_id = $1 and l.id = any($2::uuid[])
   order by l.booking_date, l.id`,
);

const matchedBy = sql(
  'banking.find-lines-matched-by',
  `select id from payments.bank_lines
   where cooperative_id = $1 and matched_kind = $2 and matched_id = any($3::uuid[]) order by id`,
);

/** The lines that are explained by one of these things of that kind. */
export async function linesMatchedBy(
  tx: Tx,
  kind: string,
  ids: readonly string[],
): Promise<string[]> {
  const found = await tx.rows<{ id: string }>(matchedBy, [tx.cooperativeId, kind, ids]);
  return found.map(({ id }) => id);
}

const bookedBy = sql(
  'banking.find-lines-booked-by',
  `select id from payments.bank_lines
   where cooperative_id = $1 and transaction_id = any($2::uuid[]) order by id`,
);

/** The lines that these transactions booked. */
export async function linesBookedBy(tx: Tx, transactionIds: readonly string[]): Promise<string[]> {
  const found = await tx.rows<{ id: string }>(bookedBy, [tx.cooperativeId, transactionIds]);
  return found.map(({ id }) => id);
}

// A sentence that undid what a line was taken for, for another, makes it several persons' affair.
const written = sql(
  'banking.export-words-of-own-bank-lines',
  `select l.id, l.matched_id as "bookedFor", l.transaction_id as "bookedBy",
     l.matched_because as because
   from payments.bank_lines l
   where l.cooperative_id = $1 and l.id = any($2::uuid[]) and l.locked_at is null
     and l.matched_because <> ''
     and not exists (select from payments.undone_matches u
       where u.cooperative_id = l.cooperative_id and u.line_id = l.id
         and not u.member_ids <@ array[$3::uuid])`,
);

/** By line, why it was taken for what it is, where it only ever was of this one member. */
async function writtenOf(
  tx: Tx,
  { memberId, bankLineIds }: PersonWithLines,
): Promise<ReadonlyMap<string, string>> {
  const params = [tx.cooperativeId, bankLineIds, memberId];
  const lines = await tx.rows<BookedLine & { readonly because: string }>(written, params);
  const owners = await ownersOfLines(tx, lines);
  const isTheirs = (id: string): boolean =>
    memberId !== null && owners.get(id)?.size === 1 && owners.get(id)?.has(memberId) === true;
  return new Map(lines.flatMap(({ id, because }) => (isTheirs(id) ? [[id, because]] : [])));
}

/**
 * What banks said of these lines. Whoever asks knows that they are all of one person; what a clerk
 * wrote of one is handed over where it was nobody else's before either.
 */
export async function ownBankLines(tx: Tx, person: PersonWithLines): Promise<object[]> {
  const rows = await tx.rows<{ id: string }>(statement, [tx.cooperativeId, person.bankLineIds]);
  const because = await writtenOf(tx, person);
  return rows.map((row) => ({ ...row, matchedBecause: because.get(row.id) ?? null }));
}

const meaning = ['id', 'matchedKind', 'matchedId', 'transactionId', 'counterpartyAccount'] as const;

/** What a line was for, as far as that is known, and the account on its other side. */
type LineMeaning = Readonly<Pick<BankLineEntity, (typeof meaning)[number]>>;

const meanings = sql(
  'banking.list-meanings-of-lines',
  `select ${columnsOf(BankLineEntity, { only: meaning })} from payments.bank_lines
   where cooperative_id = $1 and id = any($2::uuid[])`,
);

/** What leads from these lines to whose they are. */
export const readMeaningsOf = (tx: Tx, lineIds: readonly string[]): Promise<LineMeaning[]> =>
  tx.rows<LineMeaning>(meanings, [tx.cooperativeId, lineIds]);
