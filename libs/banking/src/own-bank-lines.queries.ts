import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankLineEntity } from './bank-line/bank-line.entity.js';
import { lockedButOwn } from './erased/lock-erased.js';
import type { PayerWithLines } from './erased/lock-erased.js';
import { linesBearing } from './references/bearing-lines.queries.js';

const only = [
  'id',
  'bookingDate',
  'valueDate',
  'amountMinor',
  'currency',
  'reversal',
  'recordedAt',
] as const;

const isTold = '(l.locked_at is null or l.id = any($3::uuid[]))';

/** What a bank said, unless it is locked. What a clerk wrote of it may name others. */
function wordsOf(column: string): string {
  return `case when ${isTold} then l.${column} end`;
}

// What the bank said of a whole entry is of one person only where the entry is one line. Of a line
// that is locked nobody is told who paid, also not whose dues a clerk says that it paid: whoever
// assigns lines would read them so. But for who paid it by their own name ($3).
const statement = sql(
  'banking.export-own-bank-lines',
  `select ${columnsOf(BankLineEntity, { of: 'l', only })},
     ${wordsOf('end_to_end_id')} as "endToEndId", ${wordsOf('bank_reference')} as "bankReference",
     ${wordsOf('counterparty_name')} as "counterpartyName",
     ${wordsOf('counterparty_account')} as "counterpartyAccount",
     ${wordsOf('reference')} as reference, ${wordsOf('free_text')} as "freeText",
     case when e.lines = 1 then ${wordsOf('raw')} end as "saidByBank",
     case when e.lines = 1 and ${isTold} then (
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

/** What banks said of these lines. Whoever asks knows that they are all of one person. */
export async function ownBankLines(tx: Tx, person: PayerWithLines): Promise<object[]> {
  const own = await lockedButOwn(tx, person);
  return tx.rows(statement, [tx.cooperativeId, person.bankLineIds, own]);
}

const moved = ['id', 'bookingDate', 'valueDate', 'amountMinor', 'currency', 'recordedAt'] as const;
const moneyOf = sql(
  'banking.export-lines-bearing-references',
  `select ${columnsOf(BankLineEntity, { only: moved })} from payments.bank_lines
   where cooperative_id = $1 and id = any($2::uuid[]) order by booking_date, id`,
);

/**
 * When and how much was paid by lines that wait and bear this member's references and nobody
 * else's. Who paid is not said: it may have been another.
 *
 * @param known lines that are told in full
 */
export async function moneyOfBearing(
  tx: Tx,
  memberId: string | null,
  known: readonly string[],
): Promise<object[]> {
  if (memberId === null) return [];
  const told = new Set(known);
  const lines = await linesBearing(tx, memberId);
  const own = lines.filter(({ id, othersIds }) => othersIds.length === 0 && !told.has(id));
  return tx.rows(moneyOf, [tx.cooperativeId, own.map(({ id }) => id)]);
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
