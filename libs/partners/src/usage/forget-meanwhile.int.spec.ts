import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { partnersInvariants } from '../partners.invariants.js';
import {
  closeMonth,
  createPartnersWorld,
  event,
  members,
  paid,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { forgetUsage } from './forget-usage.js';

let world: PartnersWorld;
let holder: pg.Client;
beforeAll(async () => {
  world = await createPartnersWorld();
  holder = new pg.Client({ connectionString: world.database.adminUrl });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await world.close();
});

const waits = (count: number): Promise<void> =>
  vi.waitFor(async () => {
    const rows = await world.asOwner(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(count);
  }, 20_000);

it('who is forgotten while a month is closed is forgotten after it', async () => {
  const all = await members(world);
  const [ada = ''] = all;
  for (const one of all) await paid(world, one, 2_50n, '2026-01-01');
  const verdicts = await world.report.execute(world.machine, {
    events: all.map((one, nth) => event(one, { id: `name-${nth}` })),
  });
  expect(verdicts.map(({ status }) => status)).toEqual(all.map(() => 'accepted'));
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [ada, world.cooperativeId],
  );

  // The month is counted and its statements are drawn up; it is held up on its last steps.
  await holder.query('begin; lock table partners.share_parts in share mode');
  const closing = closeMonth(world);
  await waits(1);
  const forgetting = world.unitOfWork.run(world.system, (tx) => forgetUsage(tx, { memberId: ada }));
  await waits(2);
  await holder.query('commit');
  await Promise.all([closing, forgetting]);

  const named = await world.asOwner<{ id: string }>(
    `select event_id as id from partners.usage_events where event_id like 'name-%'`,
  );
  expect(named.map(({ id }) => id)).not.toContain('name-0');
  expect(named).toHaveLength(5);
  for (const { name, sql } of partnersInvariants) {
    expect(await world.asOwner(sql), name).toEqual([]);
  }
});
