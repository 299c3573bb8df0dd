import { newId, sha256Hex, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf, person } from '../../../dues/src/testing/dues-world.js';
import {
  createPartnersWorld,
  each,
  event,
  members,
  paid,
  paidByAll,
  policy,
  statements,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let all: string[];
let ann: string;
let bob: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  all = await members(world);
  [ann = '', bob = ''] = all;
});
afterAll(() => world.close());

/** The same of each. */
const allPaid = (amountMinor: bigint, on: string) => paidByAll(world, each(all, amountMinor), on);
const allUse = (time: string) => report(...all.map((one) => event(one, { time })));
const report = (...events: readonly unknown[]) => world.report.execute(world.machine, { events });
const close = (by = world.system) => world.closePeriod.execute(by);
const goTo = (moment: string) =>
  world.clock.advance({ seconds: (Date.parse(moment) - world.clock.now().getTime()) / 1_000 });
const newest = async (partnerId = world.host.id) => (await statements(world, partnerId)).at(-1);
const bookedOn = async (code: string, periodId: string) =>
  world.asOwner<{ amount: string }>(
    `select p.amount_minor::text as amount from ledger.postings p
     join ledger.accounts a on a.id = p.account_id
     join ledger.transactions t on t.id = p.transaction_id
     where a.code = $1 and t.source_id = $2`,
    [code, periodId],
  );
const conserved = async () => {
  const rows = await world.asOwner<{ rest: string }>(
    `select (p.paid_minor - p.coop_minor - p.unused_minor
       - coalesce((select sum(s.share_minor) from partners.statements s
           where s.period_id = p.id), 0))::text as rest
     from partners.periods p`,
  );
  return rows.every(({ rest }) => rest === '0');
};

// One story, month after month: each of them closes on what the one before has left.
describe('a period', () => {
  it('is closed by treasurers and the service alone, and on a policy', async () => {
    for (const by of [person(world.cooperativeId), world.machine]) {
      await expect(close(by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(world.closePeriods.execute(by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    const elsewhere = systemActor(newId(), 'job');
    await expect(close(elsewhere)).rejects.toMatchObject({ code: 'POOL_POLICY_MISSING' });
    expect(await world.closePeriods.execute(elsewhere)).toBe(0);
  });

  it('waits until the last moment of its grace, and then closes once', async () => {
    const others = all.slice(2).map((one) => event(one, { quantity: '0.25' }));
    await report(event(ann), event(bob, { quantity: '2' }), ...others);
    for (const [nth, one] of all.entries()) {
      await paid(world, one, 2_50n, nth === 0 ? '2026-01-31' : '2026-01-01');
    }
    goTo('2026-02-05T23:59:59.999Z');
    expect(await close()).toBeNull();
    goTo('2026-02-06T00:00:00Z');
    const closed = await Promise.all([close(), close(world.treasurer), close()]);
    const [period] = closed.filter((one) => one !== null);
    expect(closed.filter((one) => one !== null)).toHaveLength(1);
    expect(period).toMatchObject({
      startsOn: '2026-01-01',
      endsOn: '2026-01-31',
      paidMinor: 15_00n,
      coopMinor: 4_50n,
      unusedMinor: 0n,
    });
    expect(await factsOf(world, 'partners.UsagePeriodClosed', period?.id ?? '')).toMatchObject([
      { startsOn: '2026-01-01', endsOn: '2026-01-31', paidMinor: '1500', currency: 'EUR' },
    ]);
    expect(await bookedOn('partner-pool', period?.id ?? '')).toEqual([{ amount: '-1050' }]);
    expect(await newest()).toMatchObject({ state: 'draft', share: '1050', events: '6' });
    expect(await newest(world.shop.id)).toBeUndefined();
    expect(await conserved()).toBe(true);
  });

  it('hashes a statement to its events as their partner tells them, and to a salt', async () => {
    type Known = Readonly<Record<'source' | 'event_id' | 'meter_key' | 'quantity', string>>;
    const events = await world.asOwner<Known>(
      `select source, event_id, meter_key, trim_scale(quantity)::text as quantity
       from partners.usage_events where partner_id = $1`,
      [world.host.id],
    );
    const lines = events
      .map((row) => [
        row.source,
        row.event_id,
        row.meter_key,
        row.quantity,
        '2026-01-01T08:00:00.000Z',
      ])
      .map((row) => row.join('\n'))
      .toSorted();
    const rows = await world.asOwner<{
      events_hash: string;
      events_salt: string;
      quantity: string;
    }>(
      `select events_hash, events_salt, trim_scale(quantity)::text as quantity
       from partners.statements`,
    );
    const salt = rows[0]?.events_salt ?? '';
    expect(salt).toMatch(/^[0-9a-f]{64}$/);
    expect(rows).toMatchObject([
      { events_hash: sha256Hex([salt, ...lines].join('\n')), quantity: '4' },
    ]);
  });

  it('in which nobody used anything gives its pool to solidarity', async () => {
    await paid(world, ann, 8_00n, '2026-02-10');
    goTo('2026-03-06T00:00:00Z');
    const period = await close();
    expect(period).toMatchObject({ startsOn: '2026-02-01', coopMinor: 2_40n, unusedMinor: 5_60n });
    expect(await bookedOn('solidarity', period?.id ?? '')).toEqual([{ amount: '-560' }]);
    expect(await bookedOn('partner-pool', period?.id ?? '')).toEqual([]);
    expect(await statements(world, world.host.id)).toHaveLength(1);
    expect(await conserved()).toBe(true);
  });

  it('in which nobody paid gives nothing, books nothing, and counts the events', async () => {
    await report(event(ann, { time: '2026-03-05T00:00:00Z' }));
    goTo('2026-04-06T00:00:00Z');
    const period = await close();
    expect(period).toMatchObject({ paidMinor: 0n, transactionId: null });
    expect(await newest()).toMatchObject({ state: 'accrued', amount: '0', events: '1' });
  });

  it('counts late events and late money with the month that is open, once', async () => {
    world.clock.advance({ minutes: 1 });
    await allPaid(33n, '2026-01-15');
    await report(event(bob, { time: '2026-01-15T00:00:00Z' }));
    await allUse('2026-04-05T00:00:00Z');
    goTo('2026-05-06T00:00:00Z');
    expect(await close()).toMatchObject({ startsOn: '2026-04-01', paidMinor: 1_98n });
    expect(await newest()).toMatchObject({ events: '7', late_events: '1', share: '139' });
  });

  it('below the least payout accrues, at it exactly is drafted with what waited', async () => {
    await world.adopt.execute(world.system, { ...policy, minimumPayoutMinor: 5_04n });
    expect(await newest()).toMatchObject({ state: 'accrued', amount: '139' });
    await allUse('2026-05-06T00:00:00Z');
    // 70 % of 5.16 are 3.612: with the 1.386 that wait, four cents short.
    await allPaid(86n, '2026-05-06');
    goTo('2026-06-06T00:00:00Z');
    await close();
    expect(await newest()).toMatchObject({ state: 'accrued', accrued: '139', amount: '500' });
    await allUse('2026-06-06T00:00:00Z');
    await allPaid(1n, '2026-06-06');
    goTo('2026-07-06T00:00:00Z');
    await close();
    expect(await newest()).toMatchObject({ state: 'draft', accrued: '500', amount: '504' });
    expect(await conserved()).toBe(true);
  });

  it('after months of silence closes each, oldest first, and then none', async () => {
    goTo('2026-10-06T00:00:00Z');
    expect(await world.closePeriods.execute(world.system)).toBe(3);
    const rows = await world.asOwner<{ starts_on: string }>(
      'select starts_on::text from partners.periods order by starts_on desc limit 3',
    );
    expect(rows.map((row) => row.starts_on)).toEqual(['2026-09-01', '2026-08-01', '2026-07-01']);
    expect(await world.closePeriods.execute(world.system)).toBe(0);
  });

  it('carries fractions that sum to nothing', async () => {
    const rows = await world.asOwner<{ carry: Record<string, string> }>(
      'select carry from partners.periods',
    );
    for (const { carry } of rows) {
      const hundreds = Object.values(carry).map((text) => {
        const [over = '0', under = '1'] = text.split('/');
        return (Number(over) * 100) / Number(under);
      });
      expect(Math.round(hundreds.reduce((sum, one) => sum + one, 0))).toBe(0);
    }
  });

  it('goes by the policy that is in force when it closes', async () => {
    const half = { ...policy, coopShare: '1/2', unusedGoesTo: 'co-operative' } as const;
    await world.adopt.execute(world.system, half);
    await paid(world, ann, 10_00n, '2026-10-06');
    goTo('2026-11-06T00:00:00Z');
    const period = await close();
    expect(period).toMatchObject({ startsOn: '2026-10-01', coopMinor: 5_00n, unusedMinor: 5_00n });
    expect(await bookedOn('solidarity', period?.id ?? '')).toEqual([]);
  });
});
