import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';

export interface BankAccountRow {
  readonly id: string;
  readonly label: string;
  readonly holderName: string;
  /** An IBAN, or any other number, without spaces. */
  readonly accountNumber: string;
  readonly bic: string | null;
  readonly currency: string;
  /** How money leaves it: the name of a rail. */
  readonly rail: string;
  readonly ledgerAccountId: string;
  readonly createdAt: Date;
}

const columns = `id, label, holder_name as "holderName", account_number as "accountNumber", bic,
  currency, rail, ledger_account_id as "ledgerAccountId", created_at as "createdAt"`;
const insert = sql(
  'banking.insert-bank-account',
  `insert into payments.bank_accounts (id, cooperative_id, label, holder_name, account_number, bic,
     currency, rail, ledger_account_id, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict do nothing returning ${columns}`,
);
const findOne = sql(
  'banking.find-bank-account',
  `select ${columns} from payments.bank_accounts where cooperative_id = $1 and id = $2`,
);
const byNumber = sql(
  'banking.find-bank-account-by-number',
  `select ${columns} from payments.bank_accounts
   where cooperative_id = $1 and account_number = $2 and ($3::text is null or currency = $3)`,
);
const all = sql(
  'banking.all-bank-accounts',
  `select ${columns} from payments.bank_accounts where cooperative_id = $1 order by created_at, id`,
);

export const bankAccountStore = {
  /** Null when the number or the label is taken. */
  insert: (tx: Tx, account: Omit<BankAccountRow, 'createdAt'>) =>
    tx.maybeOne<BankAccountRow>(insert, [
      account.id,
      tx.cooperativeId,
      account.label,
      account.holderName,
      account.accountNumber,
      account.bic,
      account.currency,
      account.rail,
      account.ledgerAccountId,
      tx.now,
    ]),

  find: (tx: Tx, id: string) => tx.maybeOne<BankAccountRow>(findOne, [tx.cooperativeId, id]),

  /** @throws CodedError BANK_ACCOUNT_NOT_FOUND */
  require: async (tx: Tx, id: string): Promise<BankAccountRow> => {
    const account = await bankAccountStore.find(tx, id);
    if (account !== null) return account;
    throw bankingErrors.error('BANK_ACCOUNT_NOT_FOUND', 'There is no such bank account.', {
      path: ['bankAccountId'],
    });
  },

  byNumber: (tx: Tx, accountNumber: string, currency: string | null) =>
    tx.rows<BankAccountRow>(byNumber, [tx.cooperativeId, accountNumber, currency]),

  all: (tx: Tx) => tx.rows<BankAccountRow>(all, [tx.cooperativeId]),
};
