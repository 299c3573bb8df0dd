import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** How careful a co-operative is with money that goes out. */
export interface PaymentSettings {
  /** Whoever approved the last step may not release as well. */
  readonly secondPersonReleases: boolean;
  /** How long new bank details wait before their first use. */
  readonly coolingOffHours: number;
}

const defaults: PaymentSettings = { secondPersonReleases: false, coolingOffHours: 24 };

const read = sql(
  'banking.read-settings',
  `select second_person_releases as "secondPersonReleases", cooling_off_hours as "coolingOffHours"
   from payments.settings where cooperative_id = $1`,
);
const write = sql(
  'banking.write-settings',
  `insert into payments.settings (cooperative_id, second_person_releases, cooling_off_hours)
   values ($1, $2, $3)
   on conflict (cooperative_id) do update set
     second_person_releases = excluded.second_person_releases,
     cooling_off_hours = excluded.cooling_off_hours`,
);

export const settingsStore = {
  read: async (tx: Tx): Promise<PaymentSettings> =>
    (await tx.maybeOne<PaymentSettings>(read, [tx.cooperativeId])) ?? defaults,

  write: (tx: Tx, settings: PaymentSettings) =>
    tx.run(write, [tx.cooperativeId, settings.secondPersonReleases, settings.coolingOffHours]),
};
