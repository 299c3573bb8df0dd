import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { bankAccountStore } from './bank-account.store.js';
import type { BankAccountRow } from './bank-account.store.js';
import { settingsStore } from './settings.store.js';
import type { PaymentSettings } from './settings.store.js';

/** The co-operative's accounts, inside the caller's transaction. Asks no permission. */
@Injectable()
export class BankAccounts {
  /** @throws CodedError BANK_ACCOUNT_NOT_FOUND */
  async require(tx: Tx, id: string): Promise<BankAccountRow> {
    return bankAccountStore.require(tx, id);
  }

  all(tx: Tx): Promise<BankAccountRow[]> {
    return bankAccountStore.all(tx);
  }

  /** The ids of the accounts that money leaves by one of these rails. */
  async idsOnRails(tx: Tx, rails: readonly string[]): Promise<string[]> {
    const accounts = await bankAccountStore.all(tx);
    return accounts.filter(({ rail }) => rails.includes(rail)).map(({ id }) => id);
  }

  /** How careful the co-operative is with money that goes out. */
  async settings(tx: Tx): Promise<PaymentSettings> {
    return settingsStore.read(tx);
  }
}
