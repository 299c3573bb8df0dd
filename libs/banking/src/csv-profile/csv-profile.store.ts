import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { CsvProfileEntity } from './csv-profile.entity.js';

export type CsvProfileRow = Readonly<Omit<CsvProfileEntity, 'cooperativeId' | 'savedByAccountId'>>;

const columns = columnsOf(CsvProfileEntity, { without: ['cooperativeId', 'savedByAccountId'] });

const save = sql(
  'banking.save-csv-profile',
  `insert into payments.csv_profiles
     (id, cooperative_id, name, mapping, month_first, saved_by_account_id, saved_at)
   values ($1, $2, $3, $4::jsonb, $5, $6, $7)
   on conflict (cooperative_id, name) do update set mapping = excluded.mapping,
     month_first = excluded.month_first, saved_by_account_id = excluded.saved_by_account_id,
     saved_at = excluded.saved_at
   returning ${columns}`,
);
const byName = sql(
  'banking.find-csv-profile',
  `select ${columns} from payments.csv_profiles where cooperative_id = $1 and name = $2`,
);
const all = sql(
  'banking.list-csv-profiles',
  `select ${columns} from payments.csv_profiles where cooperative_id = $1 order by name`,
);
const count = sql(
  'banking.count-other-csv-profiles',
  `select count(*)::int as profiles from payments.csv_profiles
   where cooperative_id = $1 and name <> $2`,
);
const remove = sql(
  'banking.remove-csv-profile',
  `delete from payments.csv_profiles where cooperative_id = $1 and name = $2 returning ${columns}`,
);

export const csvProfileStore = {
  save: async (
    tx: Tx,
    profile: Pick<CsvProfileRow, 'id' | 'name' | 'mapping' | 'monthFirst'>,
  ): Promise<CsvProfileRow> => {
    const { id, name, mapping, monthFirst } = profile;
    const [row] = await tx.rows<CsvProfileRow>(save, [
      id,
      tx.cooperativeId,
      name,
      JSON.stringify(mapping),
      monthFirst,
      tx.actor.accountId,
      tx.now,
    ]);
    if (row === undefined) throw new Error('a saved profile is returned');
    return row;
  },

  byName: async (tx: Tx, name: string): Promise<CsvProfileRow | null> => {
    const [row] = await tx.rows<CsvProfileRow>(byName, [tx.cooperativeId, name]);
    return row ?? null;
  },

  all: (tx: Tx): Promise<CsvProfileRow[]> => tx.rows<CsvProfileRow>(all, [tx.cooperativeId]),

  /** How many profiles of other names there are. */
  countOthers: async (tx: Tx, name: string): Promise<number> => {
    const [row] = await tx.rows<{ profiles: number }>(count, [tx.cooperativeId, name]);
    return row?.profiles ?? 0;
  },

  remove: async (tx: Tx, name: string): Promise<CsvProfileRow | null> => {
    const [row] = await tx.rows<CsvProfileRow>(remove, [tx.cooperativeId, name]);
    return row ?? null;
  },
};
