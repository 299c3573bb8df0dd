import { assert, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankAccountEntity } from '../bank-account/bank-account.entity.js';
import { BankLineEntity } from './bank-line.entity.js';

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
] as const;

/**
 * A line that waits to be matched, as the rooms that match it see it: `amountMinor` is what the
 * account gained, `ledgerAccountId` the bank account's account in the books.
 */
export type OpenBankLine = Readonly<
  Pick<BankLineEntity, (typeof only)[number]> & Pick<BankAccountEntity, 'ledgerAccountId'>
>;

/** A line that waits, and where it stands among those of its statement. */
export interface WaitingLine {
  readonly id: string;
  readonly isCredit: boolean;
}

/** In front of every line. */
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
// Many banks list the newest first: what went out is looked at before what came back.
const waiting = sql(
  'banking.list-waiting-lines',
  `select id, amount_minor > 0 as "isCredit" from payments.bank_lines
   where cooperative_id = $1 and statement_id = $2 and state = 'new'
     and (amount_minor > 0, id) > ($3::boolean, $4::uuid)
   order by amount_minor > 0, id limit $5`,
);
const lockWaiting = sql(
  'banking.lock-waiting-line',
  `select ${columns} from payments.bank_lines l
   join payments.bank_accounts a
     on a.cooperative_id = l.cooperative_id and a.id = l.bank_account_id
   where l.cooperative_id = $1 and l.id = $2 and l.state = 'new' for update of l`,
);
const lockOne = sql(
  'banking.lock-open-line',
  `select l.state, ${columns} from payments.bank_lines l
   join payments.bank_accounts a
     on a.cooperative_id = l.cooperative_id and a.id = l.bank_account_id
   where l.cooperative_id = $1 and l.id = $2 for update of l`,
);
const match = sql(
  'banking.match-bank-line',
  `update payments.bank_lines set state = 'matched', matched_kind = $3, matched_id = $4,
     matched_because = $5, transaction_id = $6, matched_at = $7
   where cooperative_id = $1 and id = $2 and state <> 'matched'`,
);

const byTransaction = sql(
  'banking.find-line-of-transaction',
  `select id from payments.bank_lines where cooperative_id = $1 and transaction_id = $2`,
);

export const bankLineStore = {
  waiting: (
    tx: Tx,
    statementId: string,
    after: WaitingLine | null,
    atMost: number,
  ): Promise<WaitingLine[]> => {
    const { isCredit, id } = after ?? beforeAll;
    return tx.rows<WaitingLine>(waiting, [tx.cooperativeId, statementId, isCredit, id, atMost]);
  },

  lockWaiting: (tx: Tx, id: string) =>
    tx.maybeOne<OpenBankLine>(lockWaiting, [tx.cooperativeId, id]),

  lock: (tx: Tx, id: string) =>
    tx.maybeOne<OpenBankLine & Pick<BankLineEntity, 'state'>>(lockOne, [tx.cooperativeId, id]),

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
};
