import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeMonth, createPartnersWorld, event, member } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { UsageEventQueries } from './usage-event.queries.js';
import type { UsageEventFilter } from './usage-event.queries.js';

const queries = new UsageEventQueries();
let world: PartnersWorld;
let ann: string;
let bea: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  [ann, bea] = [await member(world), await member(world)];
});
afterAll(() => world.close());

type Machine = PartnersWorld['machine'];
/** Batch by batch: none comes at the moment of another. */
function report(events: readonly object[], by: Machine = world.machine) {
  world.clock.set(new Date(world.clock.now().getTime() + 1));
  return world.report.execute(by, { events });
}
const page = (filter: UsageEventFilter = {}, more: object = {}, by: Machine = world.machine) =>
  world.unitOfWork.read(by, (tx) => queries.page(tx, { first: 50, ...more }, filter));
const ids = async (filter: UsageEventFilter, by?: Machine) =>
  (await page(filter, {}, by)).rows.map(({ eventId }) => eventId);
const at = (day: number) => `2025-12-0${day}T00:00:00.000Z`;

describe('the events that a partner reported', () => {
  const used = (id: string, who: string, day: number) =>
    event(who, { id, quantity: '2.5', time: at(day) });

  it('are its own alone, the latest that came first, with what they say', async () => {
    const [first, second] = [used('a', ann, 1), used('b', bea, 1)];
    await report([first, second]);
    await report([used('elsewhere', ann, 1)], world.shopMachine);
    const { rows } = await page();
    expect(rows).toMatchObject([
      { eventId: 'b', memberId: bea, meterKey: 'storage', retractedBy: null, periodId: null },
      { eventId: 'a', memberId: ann, occurredAt: new Date(at(1)), retractedEventId: null },
    ]);
    expect(rows.map(({ quantity }) => Number(quantity))).toEqual([2.5, 2.5]);
    expect(await ids({}, world.shopMachine)).toEqual(['elsewhere']);
    const stranger = { ...world.machine, cooperativeId: newId() };
    expect(await ids({}, stranger)).toEqual([]);
  });

  it('are for partners alone', async () => {
    await expect(page({}, {}, world.system)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(page({}, {}, world.treasurer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const unread = { ...world.machine, scopes: new Set(['partners:write'] as const) };
    await expect(page({}, {}, unread)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('say which of them were called off, by what, and when that is not yet there', async () => {
    const { source } = event(ann);
    const { type, specversion } = event(ann);
    const calls = (id: string, target: string) => ({
      specversion,
      type,
      source,
      id,
      time: at(2),
      data: { retracts: { source, id: target } },
    });
    await report([calls('c', 'a'), calls('d', 'to come')]);
    const { rows } = await page();
    expect(rows).toMatchObject([
      { eventId: 'd', meterKey: null, memberId: null, retractedEventId: 'to come' },
      { eventId: 'c', retractedSource: source, retractedEventId: 'a', retractedBy: null },
      { eventId: 'b', retractedBy: null },
      { eventId: 'a', retractedBy: [source, 'c'] },
    ]);
  });

  it('are narrowed by each of what they say, and by several', async () => {
    const { source } = event(ann);
    await report([used('e', ann, 3)]);
    const later = world.clock.now();
    expect(await ids({ kind: 'use' })).toEqual(['e', 'b', 'a']);
    expect(await ids({ kind: 'retraction' })).toEqual(['d', 'c']);
    expect(await ids({ event: { source, id: 'd' } })).toEqual(['d']);
    expect(await ids({ event: { source, id: 'elsewhere' } })).toEqual([]);
    expect(await ids({ from: later })).toEqual(['e']);
    expect(await ids({ before: later, kind: 'use' })).toEqual(['b', 'a']);
  });

  it('are walked page by page, also those of one batch', async () => {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const shown = await page({}, { first: 2, after });
      found.push(...shown.rows.map(({ eventId }) => eventId));
      const last = shown.rows.at(-1);
      after = shown.hasNextPage && last !== undefined ? shown.cursorOf(last) : null;
    } while (after !== null);
    expect(found).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('come in the order of their batch, whatever their ids and their moments', async () => {
    const batch = ['z', 'm', 'y'].map((id, nth) => used(id, ann, 9 - nth));
    await report([...batch, used('e', ann, 3)]);
    expect((await ids({ kind: 'use' })).slice(0, 4)).toEqual(['y', 'm', 'z', 'e']);
    const { rows } = await page({}, { first: 3 });
    const moments = rows.map(({ receivedAt }) => receivedAt);
    expect(moments).toEqual(rows.map(() => world.clock.now()));
  });

  it('of a closed month are narrowed by member and by meter, what waits is not', async () => {
    for (const filter of [{ memberId: ann }, { meterKey: 'storage' }]) {
      const path = ['filter', ...Object.keys(filter)];
      await expect(page(filter)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: { path },
      });
    }
    const { id: periodId } = await closeMonth(world);
    await report([event(ann, { id: 'next', time: '2026-02-01T00:00:00Z' })]);
    expect(await ids({ periodId })).toEqual(['y', 'm', 'z', 'e', 'c', 'b', 'a']);
    expect(await ids({ periodId, memberId: ann })).toEqual(['y', 'm', 'z', 'e', 'a']);
    expect(await ids({ periodId, memberId: bea, meterKey: 'storage' })).toEqual(['b']);
    expect(await ids({ periodId, meterKey: 'none' })).toEqual([]);
    expect(await ids({ periodId, kind: 'retraction' })).toEqual(['c']);
    expect(await ids({ periodId: newId() })).toEqual([]);
    expect(await ids({ periodId }, world.shopMachine)).toEqual(['elsewhere']);
  });
});
