import { newId, sql, violates } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { In, IsNull } from 'typeorm';
import { treasuryErrors } from '../treasury.errors.js';
import { FundEntity } from './fund.entity.js';
import type { Fund, FundDefinition } from './fund.js';

const takeTurn = sql(
  'treasury.take-turn-with-funds',
  `select pg_advisory_xact_lock(hashtextextended('treasury.funds ' || $1::text, 0))`,
);

const funds = (tx: Tx) => tx.repository(FundEntity);

export const fundStore = {
  async insert(tx: Tx, definition: FundDefinition, accountId: string): Promise<Fund> {
    const { key, name, purpose, currency, limitMinor = null } = definition;
    const text = { key, name, purpose, currency, limitMinor };
    const place = { id: newId(), cooperativeId: tx.cooperativeId, accountId };
    const fund = { ...place, ...text, openedAt: tx.now, closedAt: null };
    try {
      await funds(tx).insert(fund);
      return fund;
    } catch (cause) {
      if (!violates(cause, 'funds_key_key') && !violates(cause, 'funds_account_key')) throw cause;
      throw treasuryErrors.error('FUND_KEY_TAKEN', 'There is a fund of this key.', {
        path: ['key'],
        cause,
      });
    }
  },

  /**
   * A vote holds a buffer and then locks a fund, which may be the buffer of another vote: all who
   * lock funds of a co-operative wait here, so that no two wait for each other.
   */
  async takeTurn(tx: Tx): Promise<void> {
    await tx.rows(takeTurn, [tx.cooperativeId]);
  },

  /** Whoever changes what is in a fund goes through this lock, so that its limit holds. */
  async lock(tx: Tx, id: string): Promise<Fund> {
    await fundStore.takeTurn(tx);
    const where = { cooperativeId: tx.cooperativeId, id };
    return found(await funds(tx).findOne({ where, lock: { mode: 'pessimistic_write' } }));
  },

  async find(tx: Tx, id: string): Promise<Fund> {
    return found(await funds(tx).findOneBy({ cooperativeId: tx.cooperativeId, id }));
  },

  async lockByKey(tx: Tx, key: string): Promise<Fund | null> {
    await fundStore.takeTurn(tx);
    const where = { cooperativeId: tx.cooperativeId, key };
    return funds(tx).findOne({ where, lock: { mode: 'pessimistic_write' } });
  },

  /** Those of these ledger accounts, in the order of their ids. */
  async lockOfAccounts(tx: Tx, accountIds: readonly string[]): Promise<Fund[]> {
    await fundStore.takeTurn(tx);
    return funds(tx).find({
      where: { cooperativeId: tx.cooperativeId, accountId: In([...accountIds]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  },

  async close(tx: Tx, id: string): Promise<boolean> {
    const open = { cooperativeId: tx.cooperativeId, id, closedAt: IsNull() };
    return (await funds(tx).update(open, { closedAt: tx.now })).affected === 1;
  },
};

function found(fund: Fund | null): Fund {
  if (fund !== null) return fund;
  throw treasuryErrors.error('FUND_NOT_FOUND', 'There is no such fund.', { path: ['fundId'] });
}
