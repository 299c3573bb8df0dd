import { holdBack, untilWaiting } from '@rochdale/testing';
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
beforeAll(async () => {
  world = await createPartnersWorld();
});
afterAll(async () => {
  await world.close();
});

it('who is forgotten while a month is closed is forgotten after it', async () => {
  const all = await members(world);
  const [ada = ''] = all;
  await paidByAll(world, each(all, 2_50n), '2026-01-01');
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
  const { both } = await holdBack(world, 'partners.share_parts', async () => {
    const closing = closeMonth(world);
    await untilWaiting(world, 1);
    const forgetting = world.unitOfWork.run(world.system, (tx) =>
      forgetUsage(tx, { memberId: ada }),
    );
    await untilWaiting(world, 2);
    return { both: Promise.all([closing, forgetting]) };
  });
  await both;

  const named = await world.asOwner<{ id: string }>(
    `select event_id as id from partners.usage_events where event_id like 'name-%'`,
  );
  expect(named.map(({ id }) => id)).not.toContain('name-0');
  expect(named).toHaveLength(5);
  for (const { name, sql } of partnersInvariants) {
    expect(await world.asOwner(sql), name).toEqual([]);
  }
});
