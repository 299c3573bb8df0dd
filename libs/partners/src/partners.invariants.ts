import type { Invariant } from '@rochdale/platform';

/**
 * Of months whose events were dropped at their term, or may be, nothing can be said of events.
 * Their term is of days: two years of the calendar may be a day longer.
 */
const isKept = `closed_at > now() - interval '729 days'`;

/** The laws of partners and pools. */
export const partnersInvariants: readonly Invariant[] = [
  {
    name: 'partners.period-shares-sum',
    of: 'UsagePeriod',
    describes: 'What a period gave to partners, co-operative and solidarity is what was paid.',
    sql: `select p.id, p.paid_minor from partners.periods p
      left join partners.statements s on s.period_id = p.id
      group by p.id, p.paid_minor, p.coop_minor, p.unused_minor
      having coalesce(sum(s.share_minor), 0) + p.coop_minor + p.unused_minor <> p.paid_minor
      limit 100`,
  },
  {
    name: 'partners.carries-sum-to-nothing',
    of: 'UsagePeriod',
    describes: 'The fractions of a unit that a period leaves to the next one sum to zero.',
    // Thirds and sevenths are no decimals: what is below a millionth is the sum's own rounding.
    sql: `select p.id from partners.periods p cross join lateral jsonb_each_text(p.carry) carried
      group by p.id
      having abs(sum(split_part(carried.value, '/', 1)::numeric
        / coalesce(nullif(split_part(carried.value, '/', 2), ''), '1')::numeric)) > 0.000001
      limit 100`,
  },
  {
    name: 'partners.statement-stands-on-its-events',
    of: 'UsageStatement',
    describes: 'A statement counts exactly the events of its period and partner.',
    sql: `select s.id from partners.statements s
      join partners.periods p on p.id = s.period_id and p.${isKept}
      where s.events <> (select count(*) from partners.usage_events e
        where e.period_id = s.period_id and e.partner_id = s.partner_id) limit 100`,
  },
  {
    name: 'partners.usage-not-below-zero',
    of: 'UsagePeriod',
    describes: 'No member’s usage of a closed period sums to less than nothing.',
    sql: `with used as (
        select e.cooperative_id, e.period_id, e.partner_id, e.member_id, e.meter_key, e.quantity
        from partners.usage_events e
        where e.period_id is not null and e.retracted_event_id is null
        union all
        select e.cooperative_id, r.period_id, e.partner_id, e.member_id, e.meter_key, -e.quantity
        from partners.usage_events r join partners.usage_events e
          on e.cooperative_id = r.cooperative_id and e.partner_id = r.partner_id
          and e.source = r.retracted_source and e.event_id = r.retracted_event_id
          and e.retracted_event_id is null
        where r.period_id is not null and r.retracted_event_id is not null)
      select used.period_id as id from used
      join partners.periods p on p.id = used.period_id and p.${isKept}
      join partners.meters m
        on m.cooperative_id = used.cooperative_id and m.key = used.meter_key
        and m.aggregation = 'sum'
      group by used.period_id, used.partner_id, used.member_id, used.meter_key
      having sum(used.quantity) < 0 limit 100`,
  },
  {
    name: 'partners.retraction-follows-its-event',
    of: 'UsagePeriod',
    describes: 'A retraction counts in the period of its event, or in a later one.',
    // One that is not there any more was of a month of which nothing is kept.
    sql: `select r.period_id as id from partners.usage_events r
      join partners.periods p on p.id = r.period_id
      left join partners.usage_events e
        on e.cooperative_id = r.cooperative_id and e.partner_id = r.partner_id
        and e.source = r.retracted_source and e.event_id = r.retracted_event_id
      left join partners.periods counted on counted.id = e.period_id
      where r.retracted_event_id is not null
        and (counted.starts_on > p.starts_on or counted.id is null and (e.source is not null
          or not exists (select from partners.periods old
            where old.cooperative_id = r.cooperative_id and old.starts_on < p.starts_on
              and not old.${isKept}))) limit 100`,
  },
  {
    name: 'partners.statement-pays-once',
    of: 'UsageStatement',
    describes: 'A paid statement has one settled payout over its amount.',
    sql: `select s.id from partners.statements s
      left join payments.payouts p on p.id = s.payout_id and p.state = 'settled'
        and p.amount_minor = s.amount_minor and p.payee_id = s.partner_id
      where s.state = 'paid' and p.id is null limit 100`,
  },
  {
    name: 'partners.events-as-counted',
    of: 'UsageStatement',
    describes: 'The events of a statement are those that it counted: its hash says so.',
    sql: `select s.id from partners.statements s
      join partners.periods p on p.id = s.period_id and p.${isKept}
      where s.events_hash <> partners.hash_events(
        s.events_salt, s.cooperative_id, s.partner_id, s.period_id) limit 100`,
  },
  {
    name: 'partners.untold-is-carried',
    of: 'UsageStatement',
    describes: 'What a statement does not tell waits in the partner’s next one.',
    sql: `select id from (select s.id, s.waited_minor, lag(s.untold_minor, 1, 0) over (
          partition by s.partner_id, s.currency order by p.starts_on) as left_minor
        from partners.statements s join partners.periods p on p.id = s.period_id) chain
      where waited_minor <> left_minor limit 100`,
  },
  {
    name: 'partners.told-is-of-six',
    of: 'UsageStatement',
    describes: 'What a statement tells is of six members’ dues or more, or of nobody’s.',
    // Parts are dropped at their term, oldest months first; of these nothing can be said.
    sql: `with spans as (
        select s.id, s.partner_id, s.period_id, s.waits, s.currency,
          s.currency = p.currency as is_of_month,
          s.share_minor > 1 and not exists (select from partners.share_parts h
            join partners.periods q on q.id = h.period_id
            where h.partner_id = s.partner_id and q.starts_on <= p.starts_on) as is_over,
          count(*) filter (where not s.waits) over (partition by s.partner_id, s.currency
            order by p.starts_on rows between unbounded preceding and 1 preceding) as span
        from partners.statements s join partners.periods p on p.id = s.period_id)
      select max(spans.id::text) filter (where not spans.waits)::uuid as id
      from spans left join partners.share_parts h
        on h.partner_id = spans.partner_id and h.period_id = spans.period_id
        and spans.is_of_month
      group by spans.partner_id, spans.currency, spans.span
      having bool_or(not spans.waits) and count(distinct h.member_id) between 1 and 5
        and not bool_or(spans.is_over) limit 100`,
  },
  {
    name: 'partners.told-stays-of-six',
    of: 'UsageStatement',
    describes: 'What is kept of who is behind an amount that was told is of six members or more.',
    sql: `select statement_id as id from partners.told_parts
      group by statement_id having count(*) < 6 limit 100`,
  },
  {
    name: 'partners.shares-have-parts',
    of: 'UsageStatement',
    describes: 'It is known whose dues a share is of, until its term is over and it was told.',
    // A unit may come from fractions alone. What was told goes at its term, oldest months first.
    sql: `with spans as (
        select s.id, s.cooperative_id, s.partner_id, s.period_id, s.share_minor, p.starts_on,
          bool_or(not s.waits) over (partition by s.partner_id, s.currency
            order by p.starts_on rows between current row and unbounded following) as is_told
        from partners.statements s join partners.periods p on p.id = s.period_id)
      select s.id from spans s
      where s.share_minor > 1 and not exists (select from partners.share_parts h
          where h.partner_id = s.partner_id and h.period_id = s.period_id)
        and (not s.is_told or exists (select from partners.share_parts h
          join partners.periods q on q.id = h.period_id
          where h.partner_id = s.partner_id and q.starts_on < s.starts_on)) limit 100`,
  },
  {
    name: 'partners.pool-is-owed',
    describes:
      'What the pool holds in the books is what statements shared out and no approval made due.',
    sql: `with booked as (
        select a.cooperative_id, a.currency, -coalesce(sum(g.amount_minor), 0) as booked
        from ledger.accounts a
        left join (ledger.postings g join ledger.transactions t
          on t.id = g.transaction_id and t.source_kind not in ('journal', 'bank-line'))
          on g.account_id = a.id
        where a.code = 'partner-pool' group by a.cooperative_id, a.currency),
      owed as (
        select cooperative_id, currency, sum(share_minor
          - case when transaction_id is null then 0 else amount_minor end) as owed
        from partners.statements group by cooperative_id, currency)
      select cooperative_id, currency, b.booked, o.owed
      from booked b full join owed o using (cooperative_id, currency)
      where coalesce(b.booked, 0) <> coalesce(o.owed, 0) limit 100`,
  },
];
