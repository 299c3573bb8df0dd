import { allRetentions } from '@rochdale/platform';
import { partsOfUnit } from '@rochdale/treasury';
import type { Shares } from '@rochdale/treasury';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { leftAlone } from '../../../treasury/src/testing/left-alone.js';
import { partnersInvariants } from '../partners.invariants.js';
import '../partners.personal-data.js';
import {
  closeMonth,
  createPartnersWorld,
  event,
  members,
  paidByAll,
  policy,
  statements,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let all: string[];
beforeAll(async () => {
  world = await createPartnersWorld();
  all = await members(world, 16);
  await world.adopt.execute(world.system, { ...policy, coopShare: '0', minimumPayoutMinor: 0n });
  world.clock.set(new Date('2026-01-05T00:00:00Z'));
});
afterAll(() => world.close());

/** The same each month. */
const dues = (nth: number): bigint => 3_00n + 53n * BigInt(nth);
/** Half of them by chance, others each month. */
const uses = (nth: number, month: number): boolean =>
  (Math.imul(nth * 31 + month * 17 + 7, 2_654_435_761) >>> 13) % 2 === 0;

/** What goes at its term goes now, as if years had passed. */
async function yearsPass(): Promise<void> {
  await world.asOwner('alter table partners.share_parts disable trigger user');
  await world.asOwner(`update partners.share_parts set shared_at = '2020-01-01'`);
  await world.asOwner('alter table partners.share_parts enable trigger user');
  for (const { table, statement } of allRetentions()) {
    if (table !== 'partners.share_parts') continue;
    const given = [world.cooperativeId, '2022-01-01'];
    await world.asApplication(statement.text, given, world.cooperativeId);
  }
}

it('a partner that keeps for years what it was told solves no one to five members', async () => {
  const told: Shares[] = [];
  let waiting = new Map<string, bigint>();
  for (let month = 0; month < 60; month += 1) {
    const time = world.clock.now().toISOString();
    const used = all.filter((_, nth) => uses(nth, month));
    await world.report.execute(world.machine, { events: used.map((one) => event(one, { time })) });
    const amounts = used.map((one) => [one, dues(all.indexOf(one))] as const);
    await paidByAll(world, amounts, `${time.slice(0, 8)}06`);
    for (const [one, minor] of amounts) {
      waiting.set(one, (waiting.get(one) ?? 0n) + minor * partsOfUnit);
    }
    await closeMonth(world);
    if ((await statements(world, world.host.id)).at(-1)?.waits === false) {
      told.push(waiting);
      waiting = new Map();
    }
    if (month % 6 === 5) await yearsPass();
  }
  expect(told.length).toBeGreaterThan(3);
  expect(told.length).toBeLessThan(9);
  expect(leftAlone(told)).toBeNull();
  for (const { name, sql } of partnersInvariants) {
    expect(await world.asOwner(sql), name).toEqual([]);
  }
}, 240_000);
