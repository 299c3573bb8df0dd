import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Ledger } from '@rochdale/ledger';
import { definitionOf } from './chart-key.js';
import type { ChartKey } from './chart-key.js';

/**
 * A co-operative's chart of accounts. An account is opened when it is first asked for, exactly once
 * however many ask at the same time; nobody sets up a chart by hand.
 */
@Injectable()
export class Chart {
  constructor(private readonly ledger: Ledger) {}

  /**
   * The ledger account of that key in that currency.
   *
   * @returns the account's id
   * @throws CodedError INVALID_CHART_KEY, INVALID_CURRENCY
   */
  async account(tx: Tx, key: ChartKey, currency: string): Promise<string> {
    const account = await this.ledger.openAccount(tx, definitionOf(key, currency));
    return account.id;
  }

  /**
   * Several at once: one look-up when all are open already. New ones are opened in the order of
   * their keys, so that two who open the same ones queue up instead of deadlocking.
   *
   * @returns ids by key
   */
  async accounts<const Key extends ChartKey>(
    tx: Tx,
    keys: readonly Key[],
    currency: string,
  ): Promise<ReadonlyMap<Key, string> & { require(key: Key): string }> {
    const open = await this.ledger.accountsByCode(tx, keys, currency);
    const ids = new Map<string, string>(open.map((account) => [account.code, account.id]));
    for (const key of keys.toSorted()) {
      if (!ids.has(key)) ids.set(key, await this.account(tx, key, currency));
    }
    return Object.assign(ids as Map<Key, string>, {
      require(key: Key): string {
        const id = ids.get(key);
        assert(id !== undefined, `the account ${key} was asked for`);
        return id;
      },
    });
  }
}
