import type { Tx } from '@rochdale/platform';
import { PaymentSettingsEntity } from './bank-account.entity.js';

/** How careful a co-operative is with money that goes out. */
export type PaymentSettings = Readonly<Omit<PaymentSettingsEntity, 'cooperativeId'>>;

const defaults: PaymentSettings = { secondPersonReleases: false, coolingOffHours: 24 };

const settings = (tx: Tx) => tx.repository(PaymentSettingsEntity);

export const settingsStore = {
  read: async (tx: Tx): Promise<PaymentSettings> =>
    (await settings(tx).findOneBy({ cooperativeId: tx.cooperativeId })) ?? defaults,

  async write(tx: Tx, given: PaymentSettings): Promise<void> {
    const { secondPersonReleases, coolingOffHours } = given;
    const row = { cooperativeId: tx.cooperativeId, secondPersonReleases, coolingOffHours };
    await settings(tx).upsert(row, ['cooperativeId']);
  },
};
