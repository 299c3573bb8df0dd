import { assert, sql, violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import { BankAccountEntity } from './bank-account.entity.js';

export type BankAccountRow = Readonly<Omit<BankAccountEntity, 'cooperativeId'>>;

const accounts = (tx: Tx) => tx.repository(BankAccountEntity);
const uniques = ['bank_accounts_number_unique', 'bank_accounts_label_unique'];

const lockRegister = sql(
  'banking.lock-register-of-bank-accounts',
  `select pg_advisory_xact_lock(hashtextextended('payments.bank-accounts ' || $1::text, 0))`,
);

const lockAll = sql('banking.lock-bank-accounts', 'select payments.lock_bank_accounts()');
const separate = sql(
  'banking.set-books-of-account',
  'select payments.separate_bank_account($1, $2, $3) as changed',
);

export const bankAccountStore = {
  /** One registration after the other: each finds the accounts of the one before. */
  lockRegister: async (tx: Tx): Promise<void> => {
    await tx.run(lockRegister, [tx.cooperativeId]);
  },

  /** For what is done once in the life of a co-operative: nothing is booked or paid meanwhile. */
  lockAll: async (tx: Tx): Promise<void> => {
    await tx.run(lockAll);
  },

  /** Asserts that it shared its account of the books. */
  separate: async (tx: Tx, id: string, ledgerAccountId: string): Promise<void> => {
    const values = [tx.cooperativeId, id, ledgerAccountId];
    const { changed } = await tx.one<{ changed: number }>(separate, values);
    assert(changed === 1, 'a locked bank account is separated once');
  },

  /** Null when the number or the label is taken; the transaction can only end then. */
  async insert(
    tx: Tx,
    account: Omit<BankAccountRow, 'createdAt' | 'booksBeforeId'>,
  ): Promise<BankAccountRow | null> {
    const { cooperativeId, now: createdAt } = tx;
    const row = { ...account, booksBeforeId: null, cooperativeId, createdAt };
    try {
      await accounts(tx).insert(row);
      return row;
    } catch (error) {
      if (uniques.some((unique) => violates(error, unique))) return null;
      throw error;
    }
  },

  find: (tx: Tx, id: string): Promise<BankAccountRow | null> =>
    accounts(tx).findOneBy({ cooperativeId: tx.cooperativeId, id }),

  /** @throws CodedError BANK_ACCOUNT_NOT_FOUND */
  require: async (tx: Tx, id: string): Promise<BankAccountRow> => {
    const account = await bankAccountStore.find(tx, id);
    if (account !== null) return account;
    throw bankingErrors.error('BANK_ACCOUNT_NOT_FOUND', 'There is no such bank account.', {
      path: ['bankAccountId'],
    });
  },

  all(tx: Tx): Promise<BankAccountRow[]> {
    const where = { cooperativeId: tx.cooperativeId };
    return accounts(tx).find({ where, order: { createdAt: 'asc', id: 'asc' } });
  },
};
