import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { CellKind, ReleaseCell } from './release.js';
import { ReleaseCellEntity, ReleaseEntity } from './release.entity.js';

/** A month of the co-operative, and the moments between which it lies. */
export type ReleaseMonth = Readonly<Omit<ReleaseEntity, 'cooperativeId'>>;

const months = sql(
  'treasury.list-released-months',
  `select ${columnsOf(ReleaseEntity, { without: ['cooperativeId'] })}
   from treasury.releases where cooperative_id = $1 order by month`,
);

const cells = sql(
  'treasury.list-release-cells',
  `select ${columnsOf(ReleaseCellEntity, { without: ['cooperativeId', 'place'] })}
   from treasury.release_cells where cooperative_id = $1 order by month, place`,
);

/** One at a time, releases and what rooms tell: the next one stands on those before it. */
const lock = sql(
  'treasury.lock-releases',
  `select pg_advisory_xact_lock(hashtextextended('treasury.releases ' || $1::text, 0))`,
);

// A month begins where the one before it ended, also where the co-operative moved its clocks.
const unreleased = sql(
  'treasury.list-unreleased-months',
  `with first as (
     select coalesce(
       (select (max(r.month) || '-01')::timestamp + interval '1 month' from treasury.releases r
         where r.cooperative_id = $1),
       date_trunc('month', $3::timestamptz at time zone $2)) as month
   ), ends as (
     select m as month, (m + interval '1 month') at time zone $2 as ends_at
     from first, generate_series(first.month, $4::timestamptz at time zone $2,
       interval '1 month') m)
   select to_char(m.month, 'YYYY-MM') as month,
     ${columnsOf(ReleaseEntity, { of: 'm', only: ['endsAt'] })},
     coalesce(lag(m.ends_at) over (order by m.month),
       (select max(r.ends_at) from treasury.releases r where r.cooperative_id = $1),
       m.month at time zone $2) as "startsAt"
   from ends m where m.ends_at <= $4 order by m.month`,
);

const insert = sql(
  'treasury.insert-release',
  `insert into treasury.releases (cooperative_id, month, starts_at, ends_at)
   values ($1, $2, $3, $4)`,
);

const insertCells = sql(
  'treasury.insert-release-cell',
  `insert into treasury.release_cells
     (cooperative_id, month, place, since, kind, currency, codes, amount_minor)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export const releaseStore = {
  lock: async (tx: Tx): Promise<void> => {
    await tx.run(lock, [tx.cooperativeId]);
  },

  months: (tx: Tx): Promise<ReleaseMonth[]> => tx.rows<ReleaseMonth>(months, [tx.cooperativeId]),

  cells: (tx: Tx): Promise<ReleaseCell[]> =>
    tx.rows<ReleaseCell & { kind: CellKind }>(cells, [tx.cooperativeId]),

  /** Months that are over at `until` and not out, since the first moment at which was recorded. */
  unreleased: async (tx: Tx, first: Date, until: Date): Promise<ReleaseMonth[]> =>
    tx.rows<ReleaseMonth>(unreleased, [tx.cooperativeId, await tx.timeZone(), first, until]),

  insert: async (tx: Tx, month: ReleaseMonth, of: readonly ReleaseCell[]): Promise<void> => {
    const { startsAt, endsAt } = month;
    await tx.run(insert, [tx.cooperativeId, month.month, startsAt, endsAt]);
    for (const [place, cell] of of.entries()) {
      const { since, kind, currency, codes, amountMinor } = cell;
      await tx.run(insertCells, [
        tx.cooperativeId,
        month.month,
        place,
        since,
        kind,
        currency,
        codes,
        amountMinor,
      ]);
    }
  },
};
