import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { markOfAccount, plainAccount, waysToWrite } from './account-marks.js';
import type { BookedLine } from './line-owners.js';

/** A line, and whom it names. */
export interface TellingLine extends BookedLine {
  readonly name: string | null;
  readonly account: string | null;
  readonly isLocked: boolean;
}

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
  `update payments.erased_accounts set seen_at = $3
   where cooperative_id = $1 and fingerprint = any($2::text[]) and seen_at < $3`,
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
// By the longest of its words, which is the rarest; who asks compares the rest.
const ofName = sql(
  'banking.find-lines-of-name',
  `select ${telling} from payments.bank_lines
   where cooperative_id = $1 and id in (
     select w.subject_id from platform.search_words w
     where w.cooperative_id = $1 and w.kind = 'bank-line' and w.word = (
       select word from platform.words_of($2) as word order by length(word) desc, word limit 1))
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

const marksOf = (tx: Tx, accounts: readonly string[]): string[] => {
  const plain = accounts.flatMap((account) => plainAccount(account) ?? []);
  return [...new Set(plain)].map((one) => markOfAccount(tx.cooperativeId, one)).toSorted();
};

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

export const erasedAccountStore = {
  /**
   * Which of these accounts are of somebody who was erased, each as it was given. Until the end of
   * the transaction none is listed by another.
   */
  async knownAmong(tx: Tx, accounts: readonly (string | null)[]): Promise<ReadonlySet<string>> {
    await tx.rows(holdKnown, [tx.cooperativeId]);
    const { isAny: hasAny } = await tx.one<{ isAny: boolean }>(isAny, [tx.cooperativeId]);
    if (!hasAny) return new Set();
    const marks = new Map<string, string>();
    for (const account of new Set(accounts)) {
      const plain = plainAccount(account);
      if (account !== null && plain !== null) {
        marks.set(account, markOfAccount(tx.cooperativeId, plain));
      }
    }
    const values = [tx.cooperativeId, [...marks.values()].toSorted()];
    const rows = await tx.rows<{ fingerprint: string }>(known, values);
    await tx.run(markSeen, [...values, tx.now]);
    const found = new Set(rows.map(({ fingerprint }) => fingerprint));
    return new Set([...marks].filter(([, mark]) => found.has(mark)).map(([account]) => account));
  },

  /** Nobody brings lines meanwhile: those that are coming are waited for. */
  holdAlone: (tx: Tx) => tx.rows(holdAlone, [tx.cooperativeId]),

  async list(tx: Tx, accounts: readonly string[]): Promise<void> {
    await tx.run(list, [tx.cooperativeId, marksOf(tx, accounts), tx.now]);
  },

  /** They are of somebody who is there, too: what comes from them is shown from now on. */
  async unlist(tx: Tx, accounts: readonly string[]): Promise<void> {
    await tx.run(unlist, [tx.cooperativeId, marksOf(tx, accounts)]);
  },

  lines: (tx: Tx, ids: readonly string[]) => tx.rows<TellingLine>(ofIds, [tx.cooperativeId, ids]),

  linesOfAccounts: (tx: Tx, accounts: readonly string[]) =>
    tx.rows<TellingLine>(ofAccounts, [tx.cooperativeId, waysToWrite(accounts)]),

  /** Those that clerks find by a word of the name. */
  linesOfName: (tx: Tx, name: string) => tx.rows<TellingLine>(ofName, [tx.cooperativeId, name]),

  erasedAmong: async (tx: Tx, memberIds: readonly string[]): Promise<string[]> =>
    idsOf(await tx.rows<{ id: string }>(erased, [tx.cooperativeId, memberIds])),

  /** Who is erased meanwhile waits for the end of the transaction. */
  heldErasedAmong: async (tx: Tx, memberIds: readonly string[]): Promise<string[]> =>
    idsOf(await tx.rows<{ id: string }>(heldErased, [tx.cooperativeId, memberIds])),
};
