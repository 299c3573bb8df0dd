import { sql } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import {
  allFormsOf,
  formsInTextOf,
  marksOfEach,
  ofAnyLine,
  unnamed,
  waysToWrite,
} from './account-marks.js';
import type { AccountForms, Counterparty } from './account-marks.js';
import type { BookedLine } from './line-owners.js';

/** A line, and whom it names. */
export interface TellingLine extends BookedLine, Counterparty {
  readonly isLocked: boolean;
  /** Money that came to us. */
  readonly isIncoming: boolean;
  readonly bookedOn: Day;
  readonly cameAt: Date;
  readonly reference: string | null;
  readonly transfer: string | null;
}

// Asked for before any line is held, by all who hold both: who brings lines, as who lists.
// Who brings lines holds the accounts together with others who do; who lists one holds them alone.
// So either the line is seen by the one who lists, or the account by the one who brings it.
const holdKnown = sql(
  'banking.hold-erased-accounts',
  `select pg_advisory_xact_lock_shared(hashtextextended('payments.erased ' || $1::text, 0))`,
);
const holdAlone = sql(
  'banking.hold-erased-accounts-alone',
  `select pg_advisory_xact_lock(hashtextextended('payments.erased ' || $1::text, 0))`,
);
const isAny = sql(
  'banking.find-any-erased-account',
  `select exists (select from payments.erased_accounts where cooperative_id = $1) as "isAny"`,
);
const known = sql(
  'banking.find-erased-accounts',
  `select fingerprint from payments.erased_accounts
   where cooperative_id = $1 and fingerprint = any($2::text[]) and shown_by_line_id is null`,
);
const markSeen = sql(
  'banking.mark-erased-accounts',
  `with held as (
     select fingerprint from payments.erased_accounts
     where cooperative_id = $1 and fingerprint = any($2::text[]) and seen_at < $3
     order by fingerprint for update)
   update payments.erased_accounts a set seen_at = $3
   from held where a.cooperative_id = $1 and a.fingerprint = held.fingerprint`,
);
const list = sql(
  'banking.list-erased-accounts',
  `insert into payments.erased_accounts (cooperative_id, fingerprint, seen_at)
   select $1, fingerprint, $3 from unnest($2::text[]) as told (fingerprint)
   on conflict (cooperative_id, fingerprint) do update set shown_by_line_id = null`,
);
const show = sql(
  'banking.mark-accounts-shown',
  `update payments.erased_accounts set shown_by_line_id = $3
   where cooperative_id = $1 and fingerprint = any($2::text[]) and shown_by_line_id is null`,
);
const hideAgain = sql(
  'banking.mark-accounts-hidden',
  `update payments.erased_accounts set shown_by_line_id = null
   where cooperative_id = $1 and fingerprint = any($2::text[]) and shown_by_line_id = $3`,
);
const telling = `id, matched_id as "bookedFor", transaction_id as "bookedBy",
     counterparty_name as name, counterparty_account as account,
     reference, free_text as "text", end_to_end_id as "transfer",
     locked_at is not null as "isLocked", amount_minor > 0 as "isIncoming",
     booking_date::text as "bookedOn", recorded_at as "cameAt"`;
const ofIds = sql(
  'banking.read-telling-lines',
  `select ${telling} from payments.bank_lines where cooperative_id = $1 and id = any($2::uuid[])`,
);
const ofAccounts = sql(
  'banking.find-lines-of-accounts',
  `select ${telling} from payments.bank_lines
   where cooperative_id = $1 and counterparty_account = any($2::text[]) order by id`,
);
// By the words that clerks search by, the rarer first: the name's lines are read, not all lines.
// Whether the other stands in one is asked line by line; joined, all lines with it would be read.
const fewOf = (words: string): string => `(select count(*) from (
       select from platform.search_words w where w.cooperative_id = $1 and w.kind = 'bank-line'
         and w.word = any(${words}) limit 1000) few)`;
const withWords = sql(
  'banking.find-lines-with-words',
  `with given as materialized (
     select array(select platform.words_of($2)) as one,
       array(select platform.words_of($3)) as other),
   told as materialized (
     select one, other, ${fewOf('one')} <= ${fewOf('other')} as is_rarer from given),
   asked as materialized (
     select case when is_rarer then one else other end as by,
       case when is_rarer then other else one end as beside from told)
   select l.id, l.counterparty_name as name, l.free_text as "text"
   from platform.search_words w
   join payments.bank_lines l on l.cooperative_id = $1 and l.id = w.subject_id
   where w.cooperative_id = $1 and w.kind = 'bank-line'
     and w.word = any((select by from asked)::text[])
     and 0 < (select count(*) from platform.search_words o where o.cooperative_id = $1
       and o.subject_id = w.subject_id and o.word = any((select beside from asked)::text[]))
     and l.locked_at is null and l.transaction_id is not null
   order by l.id`,
);
const erased = sql(
  'banking.find-erased-among',
  `select id from unnest($2::uuid[]) as one (id) where membership.is_erased($1, id)`,
);
const heldErased = sql(
  'banking.hold-erased-among',
  `select id from membership.erased_among($1, $2::uuid[]) as id`,
);

const marksOf = (tx: Tx, told: readonly AccountForms[]): string[] =>
  [...new Set(marksOfEach(tx.cooperativeId, told).flat())].toSorted();

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

const nothing: AccountForms = { account: null, forms: [] };

/** Of each, whether one of its marks is known. */
async function listed(tx: Tx, marks: readonly (readonly string[])[]): Promise<readonly boolean[]> {
  const all = [...new Set(marks.flat())].toSorted();
  if (all.length === 0) return marks.map(() => false);
  const rows = await tx.rows<{ fingerprint: string }>(known, [tx.cooperativeId, all]);
  const fingerprints = new Set(rows.map(({ fingerprint }) => fingerprint));
  return marks.map((own) => own.some((mark) => fingerprints.has(mark)));
}

/** The same of what comes: those that are known were seen now. */
async function found(tx: Tx, told: readonly AccountForms[]): Promise<readonly boolean[]> {
  const marks = marksOfEach(tx.cooperativeId, told);
  const areListed = await listed(tx, marks);
  const all = [...new Set(marks.flat())].toSorted();
  if (all.length > 0) await tx.run(markSeen, [tx.cooperativeId, all, tx.now]);
  return areListed;
}

/** By what somebody who is there is known to pay from the account of this line, as it does. */
const shownBy = (line: TellingLine): AccountForms[] => [
  allFormsOf(line),
  { account: line.account, forms: [unnamed] },
  ofAnyLine(line),
];

export const erasedAccountStore = {
  /**
   * Whether each of these is somebody who was erased, by account and name. Until the end of the
   * transaction none is listed by another.
   */
  async areKnown(tx: Tx, told: readonly Counterparty[]): Promise<readonly boolean[]> {
    await erasedAccountStore.holdKnown(tx);
    const { isAny: hasAny } = await tx.one<{ isAny: boolean }>(isAny, [tx.cooperativeId]);
    if (!hasAny) return told.map(() => false);
    const ofAny = await found(tx, told.map(ofAnyLine));
    const byName = await found(tx, told.map(allFormsOf));
    // What lines say is gone through only where something of the account is known.
    const asked = told.map((line, at) =>
      ofAny[at] === true && byName[at] !== true ? formsInTextOf(line) : nothing,
    );
    const byText = await found(tx, asked);
    return told.map((_, at) => byName[at] === true || byText[at] === true);
  },

  /** Whether each of these, which came before, is from a listed account by a name of it. */
  areListed: (tx: Tx, told: readonly Counterparty[]): Promise<readonly boolean[]> =>
    listed(tx, marksOfEach(tx.cooperativeId, told.map(allFormsOf))),

  /** None is listed meanwhile: before the first line is held that is brought. */
  holdKnown: (tx: Tx) => tx.rows(holdKnown, [tx.cooperativeId]),

  /** Nobody brings lines meanwhile: those that are coming are waited for. */
  holdAlone: (tx: Tx) => tx.rows(holdAlone, [tx.cooperativeId]),

  async list(tx: Tx, told: readonly AccountForms[]): Promise<void> {
    const marks = marksOf(tx, [...told, ...told.map(ofAnyLine)]);
    await tx.run(list, [tx.cooperativeId, marks, tx.now]);
  },

  /** Somebody who is there pays so, too: what comes like this line is shown from now on. */
  async show(tx: Tx, line: TellingLine): Promise<void> {
    await tx.run(show, [tx.cooperativeId, marksOf(tx, shownBy(line)), line.id]);
  },

  /** The line is nobody's who is there any more: nothing is shown by it. */
  async hideAgain(tx: Tx, line: TellingLine): Promise<void> {
    await tx.run(hideAgain, [tx.cooperativeId, marksOf(tx, shownBy(line)), line.id]);
  },

  lines: (tx: Tx, ids: readonly string[]) => tx.rows<TellingLine>(ofIds, [tx.cooperativeId, ids]),

  linesOfAccounts: (tx: Tx, accounts: readonly string[]) =>
    tx.rows<TellingLine>(ofAccounts, [tx.cooperativeId, waysToWrite(accounts)]),

  /** Lines in the books that clerks find by a word of each of these, and what they say. */
  linesWithWords: (tx: Tx, words: string, others: string) =>
    tx.rows<Pick<TellingLine, 'id' | 'name' | 'text'>>(withWords, [
      tx.cooperativeId,
      words,
      others,
    ]),

  erasedAmong: async (tx: Tx, memberIds: readonly string[]): Promise<string[]> =>
    idsOf(await tx.rows<{ id: string }>(erased, [tx.cooperativeId, memberIds])),

  /** Who is erased meanwhile waits for the end of the transaction. */
  heldErasedAmong: async (tx: Tx, memberIds: readonly string[]): Promise<string[]> =>
    idsOf(await tx.rows<{ id: string }>(heldErased, [tx.cooperativeId, memberIds])),
};
