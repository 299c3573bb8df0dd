import { newId, sql, violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { treasuryErrors } from '../treasury.errors.js';
import type { Fund, FundDefinition } from './fund.js';

const columns = `id, key, name, purpose, currency, limit_minor as "limitMinor",
  account_id as "accountId", opened_at as "openedAt", closed_at as "closedAt"`;

const insert = sql(
  'treasury.fund-insert',
  `insert into treasury.funds
     (id, cooperative_id, key, name, purpose, currency, limit_minor, account_id, opened_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
);

const lock = sql(
  'treasury.fund-lock',
  `select ${columns} from treasury.funds where cooperative_id = $1 and id = $2 for update`,
);

const find = sql(
  'treasury.fund-find',
  `select ${columns} from treasury.funds where cooperative_id = $1 and id = $2`,
);

const close = sql(
  'treasury.fund-close',
  `update treasury.funds set closed_at = $3
   where cooperative_id = $1 and id = $2 and closed_at is null`,
);

/** Funds in SQL. */
export const fundStore = {
  async insert(tx: Tx, definition: FundDefinition, accountId: string): Promise<Fund> {
    const { key, name, purpose, currency, limitMinor } = definition;
    try {
      return await tx.one<Fund>(insert, [
        newId(),
        tx.cooperativeId,
        key,
        name,
        purpose,
        currency,
        limitMinor ?? null,
        accountId,
        tx.now,
      ]);
    } catch (cause) {
      if (!violates(cause, 'funds_key_key') && !violates(cause, 'funds_account_key')) throw cause;
      throw treasuryErrors.error('FUND_KEY_TAKEN', 'There is a fund of this key.', {
        path: ['key'],
        cause,
      });
    }
  },

  /** Whoever changes what is in a fund goes through this lock, so that its limit holds. */
  async lock(tx: Tx, id: string): Promise<Fund> {
    return found(await tx.maybeOne<Fund>(lock, [tx.cooperativeId, id]));
  },

  async find(tx: Tx, id: string): Promise<Fund> {
    return found(await tx.maybeOne<Fund>(find, [tx.cooperativeId, id]));
  },

  async close(tx: Tx, id: string): Promise<boolean> {
    return (await tx.run(close, [tx.cooperativeId, id, tx.now])) === 1;
  },
};

function found(fund: Fund | null): Fund {
  if (fund !== null) return fund;
  throw treasuryErrors.error('FUND_NOT_FOUND', 'There is no such fund.');
}
