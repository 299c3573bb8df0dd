import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnersInvariants } from '../partners.invariants.js';
import {
  closeMonth,
  createPartnersWorld,
  each,
  event,
  members,
  paidByAll,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { forgetUsage } from './forget-usage.js';

let world: PartnersWorld;
let all: string[];
beforeAll(async () => {
  world = await createPartnersWorld();
  all = await members(world);
  await paidByAll(world, each(all, 2_50n), '2026-01-01');
  await world.report.execute(world.machine, {
    events: all.map((one, nth) => event(one, { id: `counted-${nth}` })),
  });
  await closeMonth(world);
  for (const memberId of all) {
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [memberId, world.cooperativeId],
    );
  }
});
afterAll(() => world.close());

/** So many events of a member in each of so many months, as closing would have left them. */
async function used(memberId: string, months: number, each: number): Promise<void> {
  await world.asOwner('set session_replication_role = replica');
  await world.asOwner(
    `with months as materialized (
         select gen_random_uuid() as id, n from generate_series(1, $2::int) n),
       made as (insert into partners.periods select
           (jsonb_populate_record(null::partners.periods, to_jsonb(p) || jsonb_build_object(
             'id', months.id, 'transaction_id', null,
             'starts_on', p.starts_on - 31 * (months.n + $4::int)))).*
         from months, (select * from partners.periods order by starts_on desc limit 1) p),
       counted as (insert into partners.usage_events select
           (jsonb_populate_record(null::partners.usage_events, to_jsonb(e) || jsonb_build_object(
             'event_id', gen_random_uuid() || ' of them', 'member_id', $1::uuid,
             'period_id', months.id))).*
         from months, generate_series(1, $3::int),
           (select * from partners.usage_events where event_id = 'counted-5') e)
     insert into partners.statements select
         (jsonb_populate_record(null::partners.statements, to_jsonb(s) || jsonb_build_object(
           'id', gen_random_uuid(), 'period_id', months.id, 'events', $3::int,
           'transaction_id', null, 'payout_id', null))).*
       from months, (select s.* from partners.statements s join partners.usage_events e
         on (e.period_id, e.partner_id) = (s.period_id, s.partner_id)
         where e.event_id = 'counted-5') s`,
    [memberId, months, each, await monthsBefore()],
  );
  await world.asOwner(
    `update partners.statements set events_hash =
       partners.hash_events(events_salt, cooperative_id, partner_id, period_id)`,
  );
  await world.asOwner('set session_replication_role = origin');
  await world.asOwner('analyze partners.usage_events, partners.statements, partners.periods');
}
const monthsBefore = async () => {
  const rows = await world.asOwner<{ n: number }>(
    'select count(*)::int as n from partners.periods',
  );
  return rows[0]?.n ?? 0;
};

/** How many rows of usage forgetting somebody reads. */
const read = (memberId: string): Promise<number> =>
  world.unitOfWork.run(world.system, async (tx) => {
    await forgetUsage(tx, { memberId });
    const counted = await tx.one<{ rows: string }>(
      {
        name: 'test.count-rows-read',
        text: `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
          from pg_stat_xact_user_tables where relid = 'partners.usage_events'::regclass`,
      },
      [],
    );
    return Number(counted.rows);
  });
const asLawsSay = async () => {
  for (const { name, sql } of partnersInvariants) {
    if (name.includes('events')) expect(await world.asOwner(sql), name).toEqual([]);
  }
};

it('forgetting reads what the person used, however much others used in other months', async () => {
  const [ada = '', ben = '', cem = '', , , others = ''] = all;
  const alone = await read(ada);
  await used(others, 10, 50);
  const beside = await read(ben);
  await used(others, 10, 500);
  const besideMany = await read(cem);
  expect(alone).toBeGreaterThan(0);
  expect(Math.max(alone, beside, besideMany)).toBeLessThan(200);
  await asLawsSay();
});

it('forgetting reads each of many events a few times', async () => {
  const [, , , dan = '', eve = ''] = all;
  await used(dan, 4, 100);
  await used(eve, 1, 2500);
  const few = await read(dan);
  const many = await read(eve);
  expect(few).toBeGreaterThan(400);
  expect(many / 2500).toBeLessThan(10);
  const named = await world.asOwner(
    `select from partners.usage_events where member_id in ($1, $2) and source <> 'erased'`,
    [dan, eve],
  );
  expect(named).toEqual([]);
  await asLawsSay();
});
