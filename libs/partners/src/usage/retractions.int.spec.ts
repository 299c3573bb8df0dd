import { newId } from '@rochdale/platform';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { periodStore } from '../period/period.store.js';
import type { MeterAggregation } from '../partner/meter-aggregation.js';
import { partnersInvariants } from '../partners.invariants.js';
import {
  closeMonth,
  createPartnersWorld,
  event,
  member,
  policy,
  statements,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { usageStore } from './usage.store.js';

let world: PartnersWorld;
let ann: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  ann = await member(world);
});
afterAll(() => world.close());

type Event = ReturnType<typeof event>;
const answers = async (...events: readonly unknown[]) =>
  (await world.report.execute(world.machine, { events })).map(({ status, code }) => code ?? status);
/** Calls off an event, under an id of its own. */
function retraction(of: { id: string; source: string }, changes: object = {}) {
  const { type, specversion, source } = event(ann);
  const retracts = { source: of.source, id: of.id };
  return { specversion, type, source, id: newId(), data: { retracts }, ...changes };
}
/** A moment of the month that the clock shows. */
const on = (rest = '01T00:00:00Z') => `${world.clock.now().toISOString().slice(0, 8)}${rest}`;
const used = (quantity: string, changes: object = {}) =>
  event(ann, { quantity, time: on(), ...changes });
async function meter(aggregation: MeterAggregation): Promise<string> {
  const key = `${aggregation}-${newId().slice(-12)}`;
  const { defineMeter, adopt, system } = world;
  await defineMeter.execute(system, { key, name: key, unit: 'GB', aggregation });
  await adopt.execute(system, { ...policy, meterKey: key });
  return key;
}
/** What the month that closes now counts, member by member. */
async function closed(meterKey: string, aggregation: MeterAggregation = 'sum') {
  const { id } = await closeMonth(world);
  const rows = await world.unitOfWork.read(world.system, (tx) =>
    usageStore.aggregated(tx, id, meterKey, aggregation),
  );
  return new Map(rows.map(({ memberId, quantity }) => [memberId, Number(quantity)]));
}

describe('a correction', () => {
  it('waits for a month that is closing, so that none ends below zero', async () => {
    const key = await meter('sum');
    await answers(used('3', { meter: key }));
    const { told } = await world.unitOfWork.run(world.system, async (tx) => {
      await periodStore.lock(tx);
      const told = answers(used('-2', { meter: key }));
      const waiting = () =>
        world.asOwner(`select from pg_locks
          where not granted and locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database())`);
      await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBe(1);
      return { told };
    });
    expect(await told).toEqual(['accepted']);
    expect(await closed(key)).toEqual(new Map([[ann, 1]]));
  });

  it('takes from what was said, to its last digit, and is one event for ever', async () => {
    const key = await meter('sum');
    const wrong = used('5.25', { meter: key });
    const less = used('-1.250000001', { meter: key });
    expect(await answers(less, wrong, less)).toEqual(['accepted', 'accepted', 'duplicate']);
    expect(await closed(key)).toEqual(new Map([[ann, 3.999999999]]));
  });

  it.each<MeterAggregation>(['count', 'max', 'last', 'unique'])(
    'is refused where the meter adds up by %s',
    async (aggregation) => {
      const key = await meter(aggregation);
      expect(await answers(used('-1', { meter: key }))).toEqual(['CORRECTION_REFUSED']);
    },
  );

  it('of more than there is waits with all of it, and no month is below zero', async () => {
    const key = await meter('sum');
    expect(await answers(used('3', { meter: key }), used('-5', { meter: key }), used('7'))).toEqual(
      ['accepted', 'accepted', 'accepted'],
    );
    expect(await closed(key)).toEqual(new Map());
    expect((await statements(world, world.host.id)).at(-1)).toMatchObject({ quantity: '0' });
    await answers(used('10', { meter: key }));
    expect(await closed(key)).toEqual(new Map([[ann, 8]]));
    expect((await statements(world, world.host.id)).at(-1)).toMatchObject({
      events: '3',
      late_events: '2',
      quantity: '8',
    });
  });
});

describe('a retraction', () => {
  it('calls off its event, whichever came first, and once however often it is sent', async () => {
    const key = await meter('sum');
    const [one, other, stays] = [used('2', { meter: key }), used('3', { meter: key }), used('4')];
    const kept = { ...stays, data: { meter: key, quantity: '4' } };
    const off = retraction(other);
    expect(await answers(off)).toEqual(['accepted']);
    expect(await answers(one, other, kept, retraction(one))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(await answers(off, other, one)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await closed(key)).toEqual(new Map([[ann, 4]]));
  });

  it('names its own source when it names none', async () => {
    const one = used('2');
    const off = retraction(one, { data: { retracts: { id: one.id } } });
    expect(await answers(one, off, { ...off, data: { retracts: { id: 'another' } } })).toEqual([
      'accepted',
      'accepted',
      'EVENT_CONFLICT',
    ]);
    expect(await answers(retraction(one))).toEqual(['RETRACTED_ALREADY']);
  });

  it('holds once for an event, is final, and shares its ids with events', async () => {
    const one = used('2');
    const off = retraction(one);
    const twice = [one, off, retraction(one), retraction(off)];
    expect(await answers(...twice)).toEqual([
      'accepted',
      'accepted',
      'RETRACTED_ALREADY',
      'RETRACTION_FINAL',
    ]);
    expect(await answers({ ...used('1'), id: off.id })).toEqual(['EVENT_CONFLICT']);
    expect(await answers({ ...retraction(used('1')), id: one.id })).toEqual(['EVENT_CONFLICT']);
  });

  it('of an event of another partner is of none', async () => {
    const key = await meter('sum');
    const theirs = used('2', { meter: key });
    await world.report.execute(world.shopMachine, { events: [theirs] });
    expect(await answers(retraction(theirs))).toEqual(['accepted']);
    expect(await closed(key)).toEqual(new Map([[ann, 2]]));
  });

  it.each<[MeterAggregation, string]>([
    ['sum', 'accepted'],
    ['count', 'accepted'],
    ['max', 'EVENT_COUNTED'],
    ['last', 'EVENT_COUNTED'],
    ['unique', 'EVENT_COUNTED'],
  ])('after the month was closed, of a meter that adds up by %s: %s', async (by, told) => {
    const key = await meter(by);
    const [late, voided] = [used('2', { meter: key }), used('9', { meter: key })];
    const off = retraction(voided);
    expect(await answers(late, voided, off)).toEqual(['accepted', 'accepted', 'accepted']);
    const counted = by === 'sum' || by === 'max' || by === 'last' ? 2 : 1;
    expect(await closed(key, by)).toEqual(new Map([[ann, counted]]));
    expect(await answers(retraction(late), off)).toEqual([told, 'duplicate']);
    // What counted is taken off what counts next.
    await answers(...['7', '7'].map((quantity) => used(quantity, { meter: key })));
    const next = { sum: 12, count: 1, max: 7, last: 7, unique: 1 }[by];
    expect(await closed(key, by)).toEqual(new Map([[ann, next]]));
  });

  it('sent in the moment of closing is in the month or lessens the next', async () => {
    const key = await meter('sum');
    const one = used('2', { meter: key });
    await answers(one, used('3', { meter: key }));
    const [[told], first] = await Promise.all([answers(retraction(one)), closed(key)]);
    await answers(used('4', { meter: key }));
    const second = await closed(key);
    expect(told).toBe('accepted');
    expect((first.get(ann) ?? 0) + (second.get(ann) ?? 0)).toBe(7);
  });
});

/** What one member did: the events as they were, and what calls some of them off. */
function history(memberId: string, meterKey: string): unknown[] {
  const quantities = ['4', '2.5', '-3', '8', '-1.5', '6', '0.25'];
  const events: Event[] = quantities.map((quantity) =>
    event(memberId, { quantity, meter: meterKey, time: on() }),
  );
  return [
    ...events,
    ...[0, 2, 5].flatMap((nth) => events[nth] ?? []).map((one) => retraction(one)),
  ];
}

describe('in any order, as often as you like, in batches and months of any size', () => {
  it('events, corrections and retractions come to the same sums', async () => {
    const key = await meter('sum');
    const members = await Promise.all(Array.from({ length: 12 }, () => member(world)));
    const [plans] = fc.sample(
      fc.tuple(
        ...members.map((memberId) => {
          const said = history(memberId, key);
          return fc
            .tuple(fc.shuffledSubarray(said, { minLength: said.length }), fc.shuffledSubarray(said))
            .map(([all, again]) => [...all, ...again]);
        }),
      ),
      { numRuns: 1, seed: 1844 },
    );
    const total = new Map<string, number>();
    for (const month of [0, 1, 2, 3]) {
      for (const [nth, plan] of (plans ?? []).entries()) {
        // A third of it each month, in two batches; and at last enough to make up for what counted.
        const part = plan.slice((month * plan.length) / 3, ((month + 1) * plan.length) / 3);
        if (month === 3) part.push(used('50', { meter: key, subject: members[nth] }));
        await answers(...part.slice(0, 2));
        if (part.length > 2) await answers(...part.slice(2));
      }
      const counts = await closed(key);
      expect([...counts.values()].every((sum) => sum >= 0)).toBe(true);
      for (const [who, sum] of counts) total.set(who, (total.get(who) ?? 0) + sum);
    }
    // 2.5 + 8 − 1.5 + 0.25: the first, the third and the sixth are called off.
    expect(total).toEqual(new Map(members.map((memberId) => [memberId, 59.25])));
  });

  it('and break no law', async () => {
    for (const { sql } of partnersInvariants) expect(await world.asOwner(sql)).toEqual([]);
  });
});
