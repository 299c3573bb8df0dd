import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { refusing } from '../refusal.js';
import { AccountEntity } from './account.entity.js';
import type { Account, AccountDefinition } from './account.js';

export const accountColumns = columnsOf(AccountEntity, {
  without: ['cooperativeId', 'debitedMinor', 'checkpointedBefore', 'belowFloorMinor'],
});

const insert = sql(
  'ledger.insert-account',
  `insert into ledger.accounts
     (id, cooperative_id, code, name, kind, currency, floor_minor, opened_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict on constraint ledger_accounts_code_key do nothing`,
);

const findByCode = sql(
  'ledger.find-account-by-code',
  `select ${accountColumns} from ledger.accounts
   where cooperative_id = $1 and code = $2 and currency = $3`,
);

const findByCodes = sql(
  'ledger.find-accounts-by-codes',
  `select ${accountColumns} from ledger.accounts
   where cooperative_id = $1 and code = any ($2) and currency = $3`,
);

const findByIds = sql(
  'ledger.find-accounts-by-ids',
  `select ${accountColumns} from ledger.accounts where cooperative_id = $1 and id = any ($2)`,
);

const changeFloor = sql(
  'ledger.change-account-floor',
  `update ledger.accounts set floor_minor = $3 where cooperative_id = $1 and id = $2
   returning ${accountColumns}`,
);

const rename = sql(
  'ledger.rename-account',
  `update ledger.accounts set name = $3 where cooperative_id = $1 and id = $2
   returning ${accountColumns}`,
);

const ids = sql(
  'ledger.list-account-ids',
  `select id from ledger.accounts where cooperative_id = $1 order by id`,
);

const keepCheckpoints = sql(
  'ledger.keep-checkpoints',
  `select ledger.keep_checkpoints($1, $2) as written`,
);

/** Accounts in SQL. Balances are read here and never written: they follow the postings. */
export const accountStore = {
  /** Does nothing when the code is taken; waits for another transaction that is opening it. */
  async insert(tx: Tx, { code, name, kind, currency, floorMinor }: AccountDefinition) {
    await tx.run(insert, [
      newId(),
      tx.cooperativeId,
      code,
      name,
      kind,
      currency,
      floorMinor ?? null,
      tx.now,
    ]);
  },

  async findByCode(tx: Tx, code: string, currency: string): Promise<Account | null> {
    return tx.maybeOne<Account>(findByCode, [tx.cooperativeId, code, currency]);
  },

  async findByCodes(tx: Tx, codes: readonly string[], currency: string): Promise<Account[]> {
    return tx.rows<Account>(findByCodes, [tx.cooperativeId, codes, currency]);
  },

  async findByIds(tx: Tx, ids: readonly string[]): Promise<Account[]> {
    return tx.rows<Account>(findByIds, [tx.cooperativeId, ids]);
  },

  async ids(tx: Tx): Promise<string[]> {
    return (await tx.rows<{ id: string }>(ids, [tx.cooperativeId])).map(({ id }) => id);
  },

  /** Writes the checkpoints of an account up to now that are not there yet, and says how many. */
  async keepCheckpoints(tx: Tx, id: string): Promise<number> {
    return (await tx.one<{ written: number }>(keepCheckpoints, [id, tx.now])).written;
  },

  async changeFloor(tx: Tx, id: string, floorMinor: bigint | null): Promise<Account | null> {
    return refusing(tx.maybeOne<Account>(changeFloor, [tx.cooperativeId, id, floorMinor]));
  },

  async rename(tx: Tx, id: string, name: string): Promise<Account | null> {
    return tx.maybeOne<Account>(rename, [tx.cooperativeId, id, name]);
  },
};
