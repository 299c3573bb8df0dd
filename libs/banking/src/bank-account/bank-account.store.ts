import { sql, violates } from '@rochdale/platform';
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

export const bankAccountStore = {
  /** One registration after the other: each finds the accounts of the one before. */
  lockRegister: async (tx: Tx): Promise<void> => {
    await tx.run(lockRegister, [tx.cooperativeId]);
  },

  /** Null when the number or the label is taken; the transaction can only end then. */
  async insert(tx: Tx, account: Omit<BankAccountRow, 'createdAt'>): Promise<BankAccountRow | null> {
    const row = { ...account, cooperativeId: tx.cooperativeId, createdAt: tx.now };
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
