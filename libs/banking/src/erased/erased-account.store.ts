import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { markOf, waysToWrite } from './account-marks.js';
import type { Counterparty } from './account-marks.js';
import type { BookedLine } from './line-owners.js';

/** A line, and whom it names. */
export interface TellingLine extends BookedLine, Counterparty {
  readonly isLocked: boolean;
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
   where cooperative_id = $1 and fingerprint = any($2::text[])`,
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
   on conflict (cooperative_id, fingerprint) do nothing`,
);
const unlist = sql(
  'banking.forget-erased-accounts',
  `delete from payments.erased_accounts
   where cooperative_id = $1 and fingerprint = any($2::text[])`,
);
const telling = `id, matched_id as "bookedFor", transaction_id as "bookedBy",
     counterparty_name as name, counterparty_account as account,
     locked_at is not null as "isLocked"`;
const ofIds = sql(
  'banking.read-telling-lines',
  `select ${telling} from payments.bank_lines where cooperative_id = $1 and id = any($2::uuid[])`,
);
const ofAccounts = sql(
  'banking.find-lines-of-accounts',
  `select ${telling} from payments.bank_lines
   where cooperative_id = $1 and counterparty_account = any($2::text[]) order by id`,
);
const names = sql(
  'banking.list-names-on-lines',
  `select distinct counterparty_name as name from payments.bank_lines
   where cooperative_id = $1 and counterparty_name is not null
     and locked_at is null and transaction_id is not null`,
);
const ofNames = sql(
  'banking.find-lines-of-names',
  `select ${telling} from payments.bank_lines
   where cooperative_id = $1 and counterparty_name = any($2::text[]) and transaction_id is not null
   order by id`,
);
const erased = sql(
  'banking.find-erased-among',
  `select id from unnest($2::uuid[]) as one (id) where membership.is_erased($1, id)`,
);
const heldErased = sql(
  'banking.hold-erased-among',
  `select id from membership.erased_among($1, $2::uuid[]) as id`,
);

const marksOf = (tx: Tx, told: readonly Counterparty[]): string[] =>
  [...new Set(told.flatMap((one) => markOf(tx.cooperativeId, one) ?? []))].toSorted();

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

export const erasedAccountStore = {
  /**
   * Whether each of these is somebody who was erased, by account and name. Until the end of the
   * transaction none is listed by another.
   */
  async areKnown(tx: Tx, told: readonly Counterparty[]): Promise<readonly boolean[]> {
    await erasedAccountStore.holdKnown(tx);
    const { isAny: hasAny } = await tx.one<{ isAny: boolean }>(isAny, [tx.cooperativeId]);
    if (!hasAny) return told.map(() => false);
    const values = [tx.cooperativeId, marksOf(tx, told)];
    const rows = await tx.rows<{ fingerprint: string }>(known, values);
    await tx.run(markSeen, [...values, tx.now]);
    const found = new Set<string | null>(rows.map(({ fingerprint }) => fingerprint));
    return told.map((one) => found.has(markOf(tx.cooperativeId, one)));
  },

  /** None is listed meanwhile: before the first line is held that is brought. */
  holdKnown: (tx: Tx) => tx.rows(holdKnown, [tx.cooperativeId]),

  /** Nobody brings lines meanwhile: those that are coming are waited for. */
  holdAlone: (tx: Tx) => tx.rows(holdAlone, [tx.cooperativeId]),

  async list(tx: Tx, told: readonly Counterparty[]): Promise<void> {
    await tx.run(list, [tx.cooperativeId, marksOf(tx, told), tx.now]);
  },

  /** Somebody who is there pays so, too: what comes like this is shown from now on. */
  async unlist(tx: Tx, told: readonly Counterparty[]): Promise<void> {
    await tx.run(unlist, [tx.cooperativeId, marksOf(tx, told)]);
  },

  lines: (tx: Tx, ids: readonly string[]) => tx.rows<TellingLine>(ofIds, [tx.cooperativeId, ids]),

  linesOfAccounts: (tx: Tx, accounts: readonly string[]) =>
    tx.rows<TellingLine>(ofAccounts, [tx.cooperativeId, waysToWrite(accounts)]),

  /** Each name on lines that are in the books and open to clerks, as the bank wrote it. */
  names: async (tx: Tx): Promise<string[]> =>
    (await tx.rows<{ name: string }>(names, [tx.cooperativeId])).map(({ name }) => name),

  /** Lines in the books, by names as the bank wrote them. */
  linesOfNames: (tx: Tx, written: readonly string[]) =>
    tx.rows<TellingLine>(ofNames, [tx.cooperativeId, written]),

  erasedAmong: async (tx: Tx, memberIds: readonly string[]): Promise<string[]> =>
    idsOf(await tx.rows<{ id: string }>(erased, [tx.cooperativeId, memberIds])),

  /** Who is erased meanwhile waits for the end of the transaction. */
  heldErasedAmong: async (tx: Tx, memberIds: readonly string[]): Promise<string[]> =>
    idsOf(await tx.rows<{ id: string }>(heldErased, [tx.cooperativeId, memberIds])),
};
