import { assert, canonicalJson, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankLineEntity } from '../bank-line/bank-line.entity.js';
import type { BankLineDraft } from '../bank-line/bank-line.js';
import { toldInParts } from '../bank-line/line-rules.js';

const changedColumns = ['id', 'entryId', 'statementId', 'state', 'rivalLineId'] as const;
const entryColumns = [
  'id',
  'entryId',
  'bankAccountId',
  'bookingDate',
  'state',
  'amountMinor',
  'doubt',
  'statementId',
] as const;

const firstOfEntries = sql(
  'banking.find-first-lines-of-entries',
  `select distinct on (entry_id) ${columnsOf(BankLineEntity, { only: ['id', 'entryId'] })},
     (sum(amount_minor) over (partition by entry_id))::bigint as "amountMinor"
   from payments.bank_lines where cooperative_id = $1 and entry_id = any($2::uuid[])
   order by entry_id, id`,
);
const enrich = sql(
  'banking.extend-open-lines',
  `update payments.bank_lines l set end_to_end_id = coalesce(l.end_to_end_id, told.end_to_end_id),
     bank_reference = coalesce(l.bank_reference, told.bank_reference),
     counterparty_name = coalesce(l.counterparty_name, told.counterparty_name),
     counterparty_account = coalesce(l.counterparty_account, told.counterparty_account),
     reference = coalesce(l.reference, told.reference),
     free_text = coalesce(l.free_text, told.free_text),
     reversal = l.reversal or told.reversal, raw = l.raw || told.more
   from (
     select told.*, o.id, (
         select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(told.raw::jsonb)
         where value not in ('null', '[]') and coalesce(o.raw -> key, 'null') in ('null', '[]')
       ) as more
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::text[], $9::boolean[], $10::text[])
       as told (entry_id, end_to_end_id, bank_reference, counterparty_name, counterparty_account,
         reference, free_text, reversal, raw)
     join payments.bank_lines o
       on o.cooperative_id = $1 and o.entry_id = told.entry_id
     where not exists (select from payments.bank_lines other where other.cooperative_id = $1
       and other.entry_id = told.entry_id and other.id <> o.id)) told
   where l.cooperative_id = $1 and l.id = told.id
     and l.state in ('new', 'flagged', 'unclear')
     and ((l.end_to_end_id is null and told.end_to_end_id is not null)
       or (l.bank_reference is null and told.bank_reference is not null)
       or (l.counterparty_name is null and told.counterparty_name is not null)
       or (l.counterparty_account is null and told.counterparty_account is not null)
       or (l.reference is null and told.reference is not null)
       or (l.free_text is null and told.free_text is not null)
       or (told.reversal and not l.reversal) or told.more <> '{}')
   returning ${columnsOf(BankLineEntity, { of: 'l', only: changedColumns })}`,
);
const settle = sql(
  'banking.resolve-unclear-lines',
  `update payments.bank_lines l set rival_line_id = coalesce($5::uuid, rival_line_id),
     state = case when $4::text = 'new' and exists (
       select from payments.bank_statements s where s.cooperative_id = l.cooperative_id
         and s.id = l.statement_id and s.balanced = 'unbalanced') then 'flagged' else $4::text end
   where l.cooperative_id = $1 and l.entry_id = $2 and l.state = any($3::text[])
   returning ${columnsOf(BankLineEntity, { of: 'l', only: changedColumns })}`,
);
const lockEntries = sql(
  'banking.lock-lines-of-entries',
  `select ${columnsOf(BankLineEntity, { of: 'l', only: entryColumns })}
   from payments.bank_lines l
   where l.cooperative_id = $1 and l.entry_id in (
     select o.entry_id from payments.bank_lines o
     where o.cooperative_id = $1 and o.id = any($2::uuid[]))
   order by id for update`,
);
// Only what is repeated or waits is said to be, or may be, another: there the way ends. A line that
// was made its own again keeps the name of its rival, and is not followed.
const rivalsFrom = sql(
  'banking.list-rivals-of-line',
  `with recursive way (id, "entryId", state, rival_line_id, place) as (
     select id, entry_id, state, rival_line_id, 0 from payments.bank_lines
     where cooperative_id = $1 and id = $2
     union all
     select l.id, l.entry_id, l.state, l.rival_line_id, way.place + 1
     from way join payments.bank_lines l on l.cooperative_id = $1 and l.id = way.rival_line_id
     where way.state in ('unclear', 'repeated') and way.place < 1000)
   select id, "entryId", state from way order by place`,
);
const lockSum = sql(
  'banking.lock-sum-that-waits',
  `select ${columnsOf(BankLineEntity, { of: 'l', only: ['id', 'state'] })}
   from payments.bank_lines l
   where l.cooperative_id = $1 and l.entry_id = $2 and l.amount_minor = $3
     and l.state in ('new', 'flagged') and l.statement_id is not null
     and not exists (select from payments.bank_lines o where o.cooperative_id = $1
       and o.entry_id = $2 and o.id <> l.id)
   for update of l`,
);
const replace = sql(
  'banking.replace-sum-by-parts',
  `update payments.bank_lines set state = 'repeated', rival_line_id = $3, doubt = $4
   where cooperative_id = $1 and id = $2 and state in ('new', 'flagged')`,
);
const firstLines = sql(
  'banking.find-whole-lines-of-entries',
  `select ${columnsOf(BankLineEntity, { of: 'l', only: ['id', 'entryId', 'state'] })}
   from payments.bank_lines l
   where l.cooperative_id = $1 and l.entry_id = any($2::uuid[])
     and not exists (select from payments.bank_lines o where o.cooperative_id = $1
       and o.entry_id = l.entry_id and o.id <> l.id)`,
);
const accountOf = sql(
  'banking.find-account-of-line',
  `select ${columnsOf(BankLineEntity, { only: ['bankAccountId'] })} from payments.bank_lines
   where cooperative_id = $1 and id = $2`,
);

/** A line whose state or words changed, and where it came from. */
export type ChangedLine = Readonly<Pick<BankLineEntity, (typeof changedColumns)[number]>>;

/** One line of an entry that somebody decides upon. */
export type EntryLine = Readonly<Pick<BankLineEntity, (typeof entryColumns)[number]>>;

/** The first line of an entry, and what all of its lines add up to. */
export interface FirstLine {
  readonly id: string;
  readonly amountMinor: bigint;
}

/** A line that is all of an entry. */
export type WholeLine = Readonly<Pick<BankLineEntity, 'id' | 'state'>>;

/** A line on the way from one that may be another, or was said to be, to that one. */
export type RivalOnWay = Readonly<Pick<BankLineEntity, 'id' | 'entryId' | 'state'>>;

/** The lines of entries: those of one are decided, and learn, together. */
export const entryLineStore = {
  /** The first line of each entry, by the entry. */
  firstOfEntries: async (
    tx: Tx,
    entryIds: readonly string[],
  ): Promise<ReadonlyMap<string, FirstLine>> => {
    if (entryIds.length === 0) return new Map();
    const params = [tx.cooperativeId, entryIds];
    const rows = await tx.rows<FirstLine & { readonly entryId: string }>(firstOfEntries, params);
    return new Map(rows.map((row) => [row.entryId, row]));
  },

  /** A line, what it repeats or may repeat, what that does, and so on to one that counts. */
  rivalsFrom: (tx: Tx, lineId: string) =>
    tx.rows<RivalOnWay>(rivalsFrom, [tx.cooperativeId, lineId]),

  /** Fills what open lines, each an entry of its own, lack with what was said of them later. */
  enrich: (tx: Tx, told: readonly (BankLineDraft & { readonly entryId: string })[]) =>
    tx.rows<ChangedLine>(enrich, [
      tx.cooperativeId,
      told.map((line) => line.entryId),
      told.map((line) => line.endToEndId),
      told.map((line) => line.bankReference),
      told.map((line) => line.counterpartyName),
      told.map((line) => line.counterpartyAccount),
      told.map((line) => line.reference),
      told.map((line) => line.freeText),
      told.map((line) => line.reversal),
      told.map((line) => canonicalJson(line.raw)),
    ]),

  /**
   * What was unclear of an entry is decided: its lines repeat another, or are new; flagged where
   * the statement that brought them does not add up.
   */
  settle: (
    tx: Tx,
    entryId: string,
    from: readonly BankLineEntity['state'][],
    to: 'new' | 'repeated',
    rivalLineId: string | null,
  ) => tx.rows<ChangedLine>(settle, [tx.cooperativeId, entryId, from, to, rivalLineId]),

  /** The lines of the entries that these lines are of, locked in the order of their ids. */
  lockEntries: (tx: Tx, lineIds: readonly string[]) =>
    tx.rows<EntryLine>(lockEntries, [tx.cooperativeId, lineIds]),

  /** The one line of an entry, locked, when it waits and is of that amount; else null. */
  lockSum: (tx: Tx, entryId: string, amountMinor: bigint) =>
    tx.maybeOne<WholeLine>(lockSum, [tx.cooperativeId, entryId, amountMinor]),

  /** A locked line that waits counts no more: its parts do. Asserts that it still waits. */
  replaceSum: async (tx: Tx, lineId: string, firstPartId: string): Promise<void> => {
    const params = [tx.cooperativeId, lineId, firstPartId, toldInParts];
    assert((await tx.run(replace, params)) === 1, 'a locked line that waits is replaced once');
  },

  /** Of entries that are one line each, that line, by the entry. */
  wholeLines: async (
    tx: Tx,
    entryIds: readonly string[],
  ): Promise<ReadonlyMap<string, WholeLine>> => {
    const rows = await tx.rows<WholeLine & { readonly entryId: string }>(firstLines, [
      tx.cooperativeId,
      entryIds,
    ]);
    return new Map(rows.map((row) => [row.entryId, row]));
  },

  /** Whose line it is; null when there is none. */
  accountOf: async (tx: Tx, lineId: string): Promise<string | null> => {
    const row = await tx.maybeOne<{ bankAccountId: string }>(accountOf, [tx.cooperativeId, lineId]);
    return row?.bankAccountId ?? null;
  },
};
