import type { Actor } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnersRoom } from '../partners.room.js';
import { createPartnersWorld, event, members } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { ErasedUserQueries } from './erased-user.queries.js';
import { TellErasures } from './tell-erasures.js';

let world: PartnersWorld;
let all: string[];
let tell: TellErasures;
const queries = new ErasedUserQueries();

const many = 32;
/** So many at the same place come about by chance less than once in a million times. */
const byChance = 9;

beforeAll(async () => {
  world = await createPartnersWorld();
  tell = new TellErasures(world.unitOfWork);
  all = await members(world, many);
  for (const machine of [world.machine, world.shopMachine]) {
    const events = all.map((one) => event(one));
    await world.report.execute(machine, { events });
  }
});
afterAll(() => world.close());

async function erase(memberId: string, until: Promise<void> = Promise.resolve()): Promise<void> {
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
  await forget(memberId, until);
}
const forget = (memberId: string, until: Promise<void> = Promise.resolve()) =>
  world.unitOfWork.run(world.system, async (tx) => {
    await partnersRoom.forget?.(tx, { memberId, removesTexts: false });
    await until;
  });
const nextDay = () => {
  world.clock.set(new Date(world.clock.now().getTime() + 24 * 3_600_000));
};

/** Reads on from where it was, a few at a time, as a partner's machine does. */
class Poller {
  readonly seen: string[] = [];
  readonly days: string[] = [];
  #cursor: string | null = null;

  constructor(readonly machine: Actor) {}

  async poll(): Promise<void> {
    for (let hasMore = true; hasMore;) {
      const after = this.#cursor;
      const page = await world.unitOfWork.read(this.machine, (tx) =>
        queries.page(tx, { first: 3, after }),
      );
      this.seen.push(...page.rows.map(({ memberId }) => memberId));
      this.days.push(...page.rows.map(({ toldOn }) => toldOn));
      const last = page.rows.at(-1);
      if (last !== undefined) this.#cursor = page.cursorOf(last);
      hasMore = page.hasNextPage;
    }
  }
}
const atOnePlace = (one: readonly string[], other: readonly string[]): number =>
  one.filter((id, place) => other[place] === id).length;

it('those of a day stand in an order of each partner’s own, and a poller misses none', async () => {
  const pollers = [new Poller(world.machine), new Poller(world.shopMachine)] as const;
  const pollAll = async () => {
    for (const one of pollers) await one.poll();
  };
  const [host, shop] = pollers;
  for (const [nth, one] of all.entries()) {
    await erase(one);
    await pollAll();
    // Three quarters on one day, and the rest one a day.
    if (nth < (many * 3) / 4) expect(host.seen).toEqual([]);
    if (nth < (many * 3) / 4 - 1) continue;
    nextDay();
    await tell.execute(world.system);
    await pollAll();
    await tell.execute(world.system);
    await pollAll();
    expect(host.seen).toHaveLength(nth + 1);
  }
  for (const { seen, days } of pollers) {
    expect(seen.toSorted((a, b) => a.localeCompare(b))).toEqual(
      all.toSorted((a, b) => a.localeCompare(b)),
    );
    expect(days.toSorted()).toEqual(days);
    expect(new Set(days).size).toBe(many / 4 + 1);
  }
  const ofOneDay = (one: Poller) => one.seen.slice(0, (many * 3) / 4);
  expect(atOnePlace(ofOneDay(host), ofOneDay(shop))).toBeLessThan(byChance);
  expect(atOnePlace(ofOneDay(host), all)).toBeLessThan(byChance);
  expect(atOnePlace(ofOneDay(shop), all)).toBeLessThan(byChance);
});

it('who is forgotten after the telling is told at the next, behind what was read', async () => {
  const [late = '', early = ''] = await members(world, 2);
  await world.report.execute(world.machine, { events: [event(late), event(early)] });
  const poller = new Poller(world.machine);
  await erase(early);
  nextDay();
  await tell.execute(world.system);
  await poller.poll();
  const before = poller.seen.length;
  // After the telling of the day, and on it.
  await erase(late);
  expect(await tell.execute(world.system)).toBe(0);
  await poller.poll();
  expect(poller.seen).toHaveLength(before);
  nextDay();
  expect(await tell.execute(world.system)).toBe(1);
  await poller.poll();
  expect(poller.seen.slice(before)).toEqual([late]);
});

const announced = async () =>
  (
    await world.asOwner<{ n: number }>(
      `select count(*)::int as n from platform.facts where type = 'partners.ErasuresTold'`,
    )
  )[0]?.n ?? 0;

const tellOnce = () => tell.execute(world.system);

it('webhooks hear of it also where the service was down for three days', async () => {
  const [late = ''] = await members(world, 1);
  await world.report.execute(world.machine, { events: [event(late)] });
  await erase(late);
  const before = await announced();
  for (let day = 0; day < 3; day += 1) nextDay();
  expect(await tellOnce()).toBe(1);
  expect(await announced()).toBe(before + 1);
});

it('webhooks hear of it where forgetting was put off, and of who used nothing', async () => {
  const [late = ''] = await members(world, 1);
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [late, world.cooperativeId],
  );
  const before = await announced();
  for (let day = 0; day < 4; day += 1) {
    nextDay();
    await tellOnce();
  }
  expect(await announced()).toBe(before);
  await forget(late);
  nextDay();
  expect(await tellOnce()).toBe(0);
  expect(await announced()).toBe(before + 1);
  nextDay();
  await tellOnce();
  expect(await announced()).toBe(before + 1);
});

it('who is erased before the first telling of a day waits for the next', async () => {
  const [soon = ''] = await members(world, 1);
  await world.report.execute(world.machine, { events: [event(soon)] });
  // Nobody was told today: the service was down, and starts.
  nextDay();
  await erase(soon);
  const before = await announced();
  expect(await tellOnce()).toBe(0);
  expect(await announced()).toBe(before);
  nextDay();
  expect(await tellOnce()).toBe(1);
  expect(await announced()).toBe(before + 1);
});

it('webhooks hear of it on one day, and once', async () => {
  const [one = '', other = ''] = await members(world, 2);
  await world.report.execute(world.machine, { events: [event(one)] });
  await erase(one);
  await erase(other);
  const before = await announced();
  for (let day = 0; day < 3; day += 1) {
    nextDay();
    // Another room could not forget: all of them are asked again.
    await forget(one);
    await tellOnce();
    await tellOnce();
  }
  await Promise.all([tellOnce(), tellOnce()]);
  expect(await announced()).toBe(before + 1);
});

it('who was told stays told, and nobody is told by another than the service', async () => {
  const change = (text: string) => world.asApplication(text, [], world.cooperativeId);
  const refused = 'who was erased is told once, and stays told';
  await expect(change(`update partners.erased_users set told_on = '2030-01-01'`)).rejects.toThrow(
    refused,
  );
  await expect(change('update partners.erased_users set told_on = null')).rejects.toThrow(refused);
  await expect(
    change(`update partners.erasure_announcements set told_on = '2030-01-01'`),
  ).rejects.toThrow(refused);
  await expect(tell.execute(world.machine)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('all others are told of on that day where one cannot be, who is told of the next', async () => {
  const [first = '', stuck = '', last = ''] = await members(world, 3);
  const mine = [first, stuck, last];
  const poller = new Poller(world.machine);
  const seen = async () => {
    await poller.poll();
    return mine.map((id) => poller.seen.includes(id));
  };
  for (const one of mine) await erase(one);
  // Reported after they were erased, and before that was told.
  await world.report.execute(world.machine, { events: mine.map((one) => event(one)) });
  nextDay();
  const broken = `new.member_id = '${stuck}'`;
  await whileBroken(world, 'partners.erased_users', broken, () =>
    expect(tell.execute(world.system)).rejects.toThrow('broken'),
  );
  expect(await seen()).toEqual([true, false, true]);
  nextDay();
  await tell.execute(world.system);
  expect(await seen()).toEqual([true, true, true]);
});
