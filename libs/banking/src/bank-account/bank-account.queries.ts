import { Injectable } from '@nestjs/common';
import { columnsOf, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankAccountEntity } from './bank-account.entity.js';
import { bankAccountStore } from './bank-account.store.js';
import type { BankAccountRow } from './bank-account.store.js';
import { settingsStore } from './settings.store.js';
import type { PaymentSettings } from './settings.store.js';

const only = ['holderName', 'accountNumber', 'bic', 'currency'] as const;

/** Where members pay to: what stands on an invoice. */
export type ReceivingAccount = Readonly<Pick<BankAccountEntity, (typeof only)[number]>>;

const receiving = sql(
  'banking.find-receiving-accounts',
  `select distinct on (currency) ${columnsOf(BankAccountEntity, { only })}
   from payments.bank_accounts where cooperative_id = $1 and currency = any($2::text[])
   order by currency, created_at, id`,
);

/** What is asked about the co-operative's accounts apart from their lines. */
@Injectable()
export class BankAccountQueries {
  /** The account that takes members' money, by currency: the first one registered in it. */
  async receiving(
    tx: Tx,
    currencies: readonly string[],
  ): Promise<ReadonlyMap<string, ReceivingAccount>> {
    permit(tx.actor, 'receiving-account.read');
    const rows = await tx.rows<ReceivingAccount>(receiving, [tx.cooperativeId, currencies]);
    return new Map(rows.map((row) => [row.currency, row]));
  }

  /** In the order of their registration. */
  async all(tx: Tx): Promise<BankAccountRow[]> {
    permit(tx.actor, 'bank-account.read');
    return bankAccountStore.all(tx);
  }

  async settings(tx: Tx): Promise<PaymentSettings> {
    permit(tx.actor, 'bank-account.read');
    return settingsStore.read(tx);
  }
}
