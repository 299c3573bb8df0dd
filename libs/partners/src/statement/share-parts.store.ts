import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Shares } from '@rochdale/treasury';
import type { Parts } from '../pool/parts.js';
import { SharePartEntity } from './share-part.entity.js';
import { UsageStatementEntity } from './statement.entity.js';

/**
 * A partner's months up to one whose statement told all of it are told as one amount. What waits in
 * a currency that the pool had before has nothing of later months.
 */
const spans = `
  select s.partner_id, s.period_id, s.share_minor, s.waits, s.currency,
    s.currency = p.currency as is_of_month,
    count(*) filter (where not s.waits) over (partition by s.partner_id, s.currency
      order by p.starts_on rows between unbounded preceding and 1 preceding) as span,
    count(*) filter (where not s.waits) over (partition by s.partner_id, s.currency) as told
  from partners.statements s join partners.periods p
    on p.cooperative_id = s.cooperative_id and p.id = s.period_id
  where s.cooperative_id = $1`;
const list = sql(
  'partners.list-share-parts',
  `select ${columnsOf(SharePartEntity, { of: 'h', only: ['partnerId', 'memberId'] })},
     t.currency, t.span::int as span, t.span = t.told as "isWaiting", sum(h.part)::text as part
   from (${spans}) t join partners.share_parts h
     on h.cooperative_id = $1 and h.partner_id = t.partner_id and h.period_id = t.period_id
       and t.is_of_month
   group by h.partner_id, t.currency, t.span, t.told, h.member_id
   order by h.partner_id, t.currency, t.span`,
);
const wholes = sql(
  'partners.find-most-of-months',
  `select ${columnsOf(SharePartEntity, { of: 'm', only: ['memberId'] })}, max(m.part)::text as part
   from (select member_id, sum(part) as part from partners.share_parts
     where cooperative_id = $1 group by member_id, period_id) m
   group by m.member_id`,
);
const lastTold = sql(
  'partners.find-shares-told-last',
  `select ${columnsOf(UsageStatementEntity, { of: 't', only: ['partnerId'] })},
     div(sum(t.share_minor), count(*))::bigint as minor
   from (${spans}) t where t.currency = $2 and t.span = t.told - 1 group by t.partner_id`,
);
const waitingMonths = sql(
  'partners.count-months-waiting',
  `select ${columnsOf(UsageStatementEntity, { of: 't', only: ['partnerId'] })},
     count(*)::int as months
   from (${spans}) t where t.currency = $2 and t.span = t.told
   group by t.partner_id`,
);
const insert = sql(
  'partners.insert-share-parts',
  `insert into partners.share_parts
     (id, cooperative_id, partner_id, period_id, member_id, part, shared_at)
   select given.id, $1, given.partner_id, $2, given.member_id, given.part, $3
   from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::numeric[])
     as given (id, partner_id, member_id, part)`,
);

interface PartRow {
  readonly partnerId: string;
  readonly currency: string;
  readonly span: number;
  readonly isWaiting: boolean;
  readonly memberId: string;
  readonly part: string;
}

/** Who is behind what partners were told, and behind what they were not. */
export interface SharesSoFar {
  /** Of the last years: what of older amounts is kept is in `toldPartsStore`. */
  readonly told: readonly Shares[];
  /** By currency and partner. */
  readonly waiting: ReadonlyMap<string, ReadonlyMap<string, Shares>>;
}

const keyOf = (memberId: string): string => `member:${memberId}`;

export const sharePartsStore = {
  soFar: async (tx: Tx): Promise<SharesSoFar> => {
    const told = new Map<string, Map<string, bigint>>();
    const waiting = new Map<string, Map<string, Map<string, bigint>>>();
    for (const row of await tx.rows<PartRow>(list, [tx.cooperativeId])) {
      const ofCurrency = waiting.get(row.currency) ?? new Map<string, Map<string, bigint>>();
      waiting.set(row.currency, ofCurrency);
      const [key, of] = row.isWaiting
        ? [row.partnerId, ofCurrency]
        : [`${row.partnerId} ${row.currency} ${row.span}`, told];
      const parts = of.get(key) ?? new Map<string, bigint>();
      of.set(key, parts.set(keyOf(row.memberId), BigInt(row.part)));
    }
    return { told: [...told.values()], waiting };
  },

  /** The most that each member gave to all partners in a month, of those that are kept. */
  wholes: async (tx: Tx): Promise<Shares> => {
    const rows = await tx.rows<Pick<PartRow, 'memberId' | 'part'>>(wholes, [tx.cooperativeId]);
    return new Map(rows.map(({ memberId, part }) => [keyOf(memberId), BigInt(part)]));
  },

  /** What each partner had a month, of what it was told last. */
  lastTold: async (tx: Tx, currency: string): Promise<ReadonlyMap<string, bigint>> => {
    const rows = await tx.rows<{ partnerId: string; minor: bigint }>(lastTold, [
      tx.cooperativeId,
      currency,
    ]);
    return new Map(rows.map(({ partnerId, minor }) => [partnerId, minor]));
  },

  /** How many of each partner's months wait. */
  monthsWaiting: async (tx: Tx, currency: string): Promise<ReadonlyMap<string, number>> => {
    const rows = await tx.rows<{ partnerId: string; months: number }>(waitingMonths, [
      tx.cooperativeId,
      currency,
    ]);
    return new Map(rows.map(({ partnerId, months }) => [partnerId, months]));
  },

  insert: (tx: Tx, periodId: string, parts: Parts) => {
    const rows = [...parts].flatMap(([partnerId, own]) =>
      [...own].map(([memberId, part]) => ({ partnerId, memberId, part })),
    );
    return tx.run(insert, [
      tx.cooperativeId,
      periodId,
      tx.now,
      rows.map(() => newId()),
      rows.map(({ partnerId }) => partnerId),
      rows.map(({ memberId }) => memberId),
      rows.map(({ part }) => part.toString()),
    ]);
  },
};
