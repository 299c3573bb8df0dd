import { addDays, assert, canonicalJson, columnsOf, sql } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { BankAccountEntity } from '../bank-account/bank-account.entity.js';
import { toldOf } from '../erased/account-marks.js';
import { erasedAccountStore } from '../erased/erased-account.store.js';
import { whyLocked } from '../erased/lock-erased.js';
import { BankLineEntity } from './bank-line.entity.js';
import type { BankLineDraft } from './bank-line.js';
import type { RivalLine } from './sourced-movement.js';

const only = [
  'id',
  'bankAccountId',
  'bookingDate',
  'amountMinor',
  'currency',
  'reversal',
  'endToEndId',
  'reference',
  'freeText',
  'counterpartyName',
  'counterpartyAccount',
  'raw',
  'matchesUndone',
] as const;

/**
 * A line that waits to be matched, as the rooms that match it see it: `amountMinor` is what the
 * account gained, `ledgerAccountId` the bank account's account in the books.
 */
export type OpenBankLine = Readonly<
  Pick<BankLineEntity, (typeof only)[number]> & Pick<BankAccountEntity, 'ledgerAccountId'>
>;

/** A line that is in the books, and what it was taken for. */
export type MatchedBankLine = OpenBankLine & {
  readonly matchedKind: string;
  readonly matchedId: string;
  readonly transactionId: string;
};

/** Whose lines they are, and what told of them: a statement, or a source of money. */
export interface LineOrigin {
  readonly account: { readonly id: string; readonly currency: string };
  readonly statementId: string | null;
  readonly source: string | null;
}

/** A line as it begins: who waits for a person says why, and which line it may be. */
export interface NewLine
  extends
    BankLineDraft,
    Readonly<Pick<BankLineEntity, 'id' | 'state' | 'entryId' | 'doubt' | 'rivalLineId'>> {}

/**
 * A line that waits, and where it stands among those of its statement: behind what came in, as it
 * may take that back, stands what was returned.
 */
export interface WaitingLine {
  readonly id: string;
  readonly isCredit: boolean;
  readonly isReturn?: boolean | undefined;
}

const locked = ['state', 'matchedKind', 'matchedId', 'transactionId'] as const;
type Locked = (typeof locked)[number];

const beforeAll: WaitingLine = { isCredit: false, id: '00000000-0000-0000-0000-000000000000' };

export interface LineMatch {
  readonly kind: string;
  readonly id: string;
  /** Why it is this one: shown to the treasurer. */
  readonly because: string;
  readonly transactionId: string;
}

const columns = [
  columnsOf(BankLineEntity, { of: 'l', only }),
  columnsOf(BankAccountEntity, { of: 'a', only: ['ledgerAccountId'] }),
].join(', ');
const insert = sql(
  'banking.insert-bank-lines',
  `insert into payments.bank_lines (id, cooperative_id, bank_account_id, statement_id, source,
     identity, booking_date, value_date, amount_minor, currency, reversal, end_to_end_id,
     bank_reference, counterparty_name, counterparty_account, reference, free_text, raw, state,
     recorded_at, entry_id, doubt, rival_line_id, locked_at, locked_because)
   select id, $1, $2, $3, $4, identity, booking_date, value_date, amount_minor, $5, reversal,
     end_to_end_id, bank_reference, counterparty_name, counterparty_account, reference, free_text,
     raw::jsonb, line_state, $6::timestamptz, entry_id, doubt, rival_line_id,
     case when locked_because is not null then $6::timestamptz end, locked_because
   from unnest($7::uuid[], $8::text[], $9::date[], $10::date[], $11::bigint[], $12::boolean[],
     $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
     $20::text[], $21::uuid[], $22::text[], $23::uuid[], $24::text[])
     as line (id, identity, booking_date, value_date, amount_minor, reversal, end_to_end_id,
       bank_reference, counterparty_name, counterparty_account, reference, free_text, raw,
       line_state, entry_id, doubt, rival_line_id, locked_because)
   on conflict (cooperative_id, bank_account_id, identity) do nothing`,
);
// Many banks list the newest first: what went out is looked at before what came back.
const waiting = sql(
  'banking.list-waiting-lines',
  `select id, amount_minor > 0 as "isCredit", amount_minor < 0 and reversal as "isReturn"
   from payments.bank_lines
   where cooperative_id = $1 and statement_id = $2 and state = 'new' and matches_undone = 0
     and (amount_minor < 0 and reversal, amount_minor > 0, id)
       > ($3::boolean, $4::boolean, $5::uuid)
   order by amount_minor < 0 and reversal, amount_minor > 0, id limit $6`,
);
// Where in it a bank writes the name, and in which case, the matchers know.
const waitingDebits = sql(
  'banking.list-waiting-debits',
  `select id from payments.bank_lines
   where cooperative_id = $1 and bank_account_id = $2 and state = 'new' and matches_undone = 0
     and amount_minor < 0 and not reversal
     and (position(lower($3) in lower(end_to_end_id)) > 0
       or position(lower($3) in lower(raw::text)) > 0)
   order by id limit $4`,
);
const lockWaiting = sql(
  'banking.lock-waiting-line',
  `select ${columns} from payments.bank_lines l
   join payments.bank_accounts a
     on a.cooperative_id = l.cooperative_id and a.id = l.bank_account_id
   where l.cooperative_id = $1 and l.id = $2 and l.state = 'new' and l.matches_undone = 0
   for update of l`,
);
const lockOne = sql(
  'banking.lock-open-line',
  `select ${columnsOf(BankLineEntity, { of: 'l', only: locked })}, ${columns}
   from payments.bank_lines l
   join payments.bank_accounts a
     on a.cooperative_id = l.cooperative_id and a.id = l.bank_account_id
   where l.cooperative_id = $1 and l.id = $2 for update of l`,
);
const match = sql(
  'banking.match-bank-line',
  `update payments.bank_lines set state = 'matched', matched_kind = $3, matched_id = $4,
     matched_because = $5, transaction_id = $6, matched_at = $7
   where cooperative_id = $1 and id = $2 and state in ('new', 'flagged')`,
);
const undo = sql(
  'banking.release-line',
  `update payments.bank_lines l set matched_kind = null, matched_id = null,
     matched_because = null, transaction_id = null, matched_at = null,
     matches_undone = matches_undone + 1,
     state = case when exists (select from payments.bank_statements s
       where s.cooperative_id = $1 and s.id = l.statement_id
         and s.balanced = 'unbalanced') then 'flagged' else 'new' end
   where l.cooperative_id = $1 and l.id = $2 and l.state = 'matched' and l.transaction_id = $3`,
);
const matchedOf = sql(
  'banking.find-lines-of-transfer',
  `select id from payments.bank_lines
   where cooperative_id = $1 and end_to_end_id = $2 and state = 'matched' order by id limit 100`,
);
const byTransaction = sql(
  'banking.find-line-of-transaction',
  `select id from payments.bank_lines where cooperative_id = $1 and transaction_id = $2`,
);

const lockAccount = sql(
  'banking.lock-bank-account-for-lines',
  `select pg_advisory_xact_lock(hashtextextended('payments.bank-lines ' || $1::text, 0))`,
);
const rivalColumns = [
  'id',
  'bookingDate',
  'amountMinor',
  'bankReference',
  'reference',
  'freeText',
] as const;

const fromFiles = sql(
  'banking.list-lines-of-files',
  `select ${columnsOf(BankLineEntity, { of: 'l', only: rivalColumns })}
   from payments.bank_lines l where l.cooperative_id = $1 and bank_account_id = $2
     and booking_date between $3 and $4 and source is null
     and state not in ('unclear', 'repeated')
     and not exists (select 1 from payments.bank_lines o
       where o.cooperative_id = $1 and o.rival_line_id = l.id and o.source is not null)
   order by booking_date, id`,
);
export const bankLineStore = {
  /** Lines that are not there yet, which it asserts; locked where they are of who was erased. */
  insert: async (
    tx: Tx,
    { account, statementId, source }: LineOrigin,
    lines: readonly NewLine[],
  ): Promise<void> => {
    const inserted = await tx.run(insert, [
      tx.cooperativeId,
      account.id,
      statementId,
      source,
      account.currency,
      tx.now,
      lines.map((line) => line.id),
      lines.map((line) => line.identity),
      lines.map((line) => line.bookingDate),
      lines.map((line) => line.valueDate),
      lines.map((line) => line.amountMinor),
      lines.map((line) => line.reversal),
      lines.map((line) => line.endToEndId),
      lines.map((line) => line.bankReference),
      lines.map((line) => line.counterpartyName),
      lines.map((line) => line.counterpartyAccount),
      lines.map((line) => line.reference),
      lines.map((line) => line.freeText),
      lines.map((line) => canonicalJson(line.raw)),
      lines.map((line) => line.state),
      lines.map((line) => line.entryId),
      lines.map((line) => line.doubt),
      lines.map((line) => line.rivalLineId),
      await whyLocked(tx, lines.map(toldOf)),
    ]);
    assert(inserted === lines.length, 'new lines are new');
  },

  /**
   * One teller of an account at a time, so that known and new are told apart for certain. All in
   * one order, so that two files do not block each other: what is known of the erased first.
   */
  lockAccounts: async (tx: Tx, bankAccountIds: readonly string[]): Promise<void> => {
    await erasedAccountStore.holdKnown(tx);
    for (const id of [...new Set(bankAccountIds)].toSorted()) await tx.rows(lockAccount, [id]);
  },

  /** Lines that files told around these days, and that are no source's yet. */
  fromFiles: async (
    tx: Tx,
    bankAccountId: string,
    [first, last]: readonly [Day | undefined, Day | undefined],
    daysAround: number,
  ): Promise<RivalLine[]> => {
    if (first === undefined || last === undefined) return [];
    return tx.rows<RivalLine>(fromFiles, [
      tx.cooperativeId,
      bankAccountId,
      addDays(first, -daysAround),
      addDays(last, daysAround),
    ]);
  },

  waiting: (
    tx: Tx,
    statementId: string,
    after: WaitingLine | null,
    atMost: number,
  ): Promise<WaitingLine[]> => {
    const { isReturn = false, isCredit, id } = after ?? beforeAll;
    const behind = [isReturn, isCredit, id];
    return tx.rows<WaitingLine>(waiting, [tx.cooperativeId, statementId, ...behind, atMost]);
  },

  waitingDebits: async (
    tx: Tx,
    bankAccountId: string,
    naming: string,
    atMost: number,
  ): Promise<string[]> => {
    const values = [tx.cooperativeId, bankAccountId, naming, atMost];
    const rows = await tx.rows<Pick<BankLineEntity, 'id'>>(waitingDebits, values);
    return rows.map(({ id }) => id);
  },

  lockWaiting: (tx: Tx, id: string) =>
    tx.maybeOne<OpenBankLine>(lockWaiting, [tx.cooperativeId, id]),

  lock: (tx: Tx, id: string) =>
    tx.maybeOne<OpenBankLine & Pick<BankLineEntity, Locked>>(lockOne, [tx.cooperativeId, id]),

  /** Lines in the books that bear that end-to-end id. */
  matchedOf: (tx: Tx, endToEndId: string) =>
    tx.rows<Pick<BankLineEntity, 'id'>>(matchedOf, [tx.cooperativeId, endToEndId]),

  ofTransaction: (tx: Tx, transactionId: string) =>
    tx.maybeOne<Pick<BankLineEntity, 'id'>>(byTransaction, [tx.cooperativeId, transactionId]),

  /** Asserts that the locked line was not matched yet. */
  match: async (tx: Tx, id: string, found: LineMatch): Promise<void> => {
    const changed = await tx.run(match, [
      tx.cooperativeId,
      id,
      found.kind,
      found.id,
      found.because,
      found.transactionId,
      tx.now,
    ]);
    assert(changed === 1, 'a locked line is matched once');
  },

  /** It waits again. Asserts that the locked line is still booked as it was. */
  undo: async (tx: Tx, id: string, transactionId: string): Promise<void> => {
    const changed = await tx.run(undo, [tx.cooperativeId, id, transactionId]);
    assert(changed === 1, 'a locked line is undone once');
  },
};
