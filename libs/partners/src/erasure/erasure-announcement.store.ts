import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ErasureAnnouncementEntity } from './erasure-announcement.entity.js';

const memberId = columnsOf(ErasureAnnouncementEntity, { only: ['memberId'] });
type Row = Readonly<Pick<ErasureAnnouncementEntity, 'memberId'>>;

const told = sql(
  'partners.list-told-among',
  `select ${memberId} from partners.erasure_announcements
   where cooperative_id = $1 and member_id = any($2::uuid[]) and told_on is not null`,
);
const untold = sql(
  'partners.list-untold-erasures',
  `select ${memberId} from partners.erasure_announcements
   where cooperative_id = $1 and told_on is null order by member_id`,
);
// After a restore the same member is forgotten once more: told is told. When is said by
// `TellErasures`. Of everybody, so that it says of nobody that they used a service.
const insert = sql(
  'partners.insert-erasure-announcement',
  `insert into partners.erasure_announcements (member_id, cooperative_id, noted_on)
   values ($2, $1, $3) on conflict (member_id) do nothing`,
);
// Who is erased today waits until the day is over, also where the service was started just now:
// told alone they would be told by the minute. Compared with what is announced already: also what
// is late is announced, and once.
const tell = sql(
  'partners.set-day-of-erasure-announcements',
  `update partners.erasure_announcements set told_on = $2
   where cooperative_id = $1 and told_on is null and coalesce(noted_on < $2, true)
     and member_id <> all($3::uuid[]) and not exists
     (select from partners.erasure_announcements t where t.cooperative_id = $1
        and t.told_on >= $2)
   returning ${memberId}`,
);

const idsOf = (rows: readonly Row[]): string[] => rows.map((row) => row.memberId);

/** Whose erasure waits to be told to partners, and whose was. */
export const erasureAnnouncementStore = {
  /** Which of these members partners know to be erased. */
  toldAmong: async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> =>
    new Set(idsOf(await tx.rows<Row>(told, [tx.cooperativeId, ids]))),

  /** Who is announced with the next telling. */
  untold: async (tx: Tx): Promise<string[]> =>
    idsOf(await tx.rows<Row>(untold, [tx.cooperativeId])),

  insert: async (tx: Tx, id: string) => tx.run(insert, [tx.cooperativeId, id, await tx.today()]),

  /** All that wait from before that day but some, unless somebody was told on it: who is told. */
  tell: async (tx: Tx, toldOn: string, but: readonly string[]): Promise<string[]> =>
    idsOf(await tx.rows<Row>(tell, [tx.cooperativeId, toldOn, but])),
};
