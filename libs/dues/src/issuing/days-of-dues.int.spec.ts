import { moveTo } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf, lawsHold, member, pay } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld(new Date('2028-01-10T09:00:00Z'));
});
afterAll(() => world.close());

/** Where the co-operative is, and what time it is by its clocks. */
async function itIs(timeZone: string, local: string): Promise<void> {
  await moveTo(world, world.cooperativeId, timeZone);
  world.clock.set(new Date(local));
}
const issue = () => world.issue.execute(world.system);
const lastOf = async (actor: Awaited<ReturnType<typeof member>>) => {
  const invoice = (await invoicesOf(world, actor)).at(-1);
  if (invoice === undefined) throw new Error('nothing was invoiced');
  return invoice;
};
const bookedOn = async (invoiceId: string) => {
  const rows = await world.asOwner<{ day: string }>(
    `select (t.effective_at at time zone 'UTC')::date::text as day from dues.invoices i
     join ledger.transactions t on t.id = i.transaction_id where i.id = $1`,
    [invoiceId],
  );
  return rows.map(({ day }) => day);
};

describe('dues are of the month that it is where the co-operative is', () => {
  it.each([
    ['Australia/Melbourne', '2028-03-01T08:00:00+11:00', '2028-03-01'],
    ['Pacific/Auckland', '2028-05-01T00:00:00+12:00', '2028-05-01'],
    ['America/Los_Angeles', '2028-06-30T20:00:00-07:00', '2028-06-01'],
    ['America/Los_Angeles', '2028-07-01T00:00:00-07:00', '2028-07-01'],
  ])('in %s at %s', async (timeZone, local, start) => {
    await itIs(timeZone, local);
    const actor = await member(world, 10_00n);
    await issue();
    const invoice = await lastOf(actor);
    expect(invoice.period_start).toBe(start);
    expect(await bookedOn(invoice.id)).toEqual([local.slice(0, 10)]);
  });

  it('and a part of it is from the day on which they joined there', async () => {
    const { id: planId } = await world.createPlan.execute(world.system, {
      key: 'by-days',
      name: 'By days',
      currency: 'EUR',
      minimumMinor: 1_00n,
      suggestedMinor: 10_00n,
      maximumMinor: null,
      months: 1,
      joining: 'pro-rata-days',
    });
    await itIs('Pacific/Auckland', '2028-08-11T09:00:00+12:00');
    const actor = await member(world, 31_00n, { planId });
    await issue();
    expect(await lastOf(actor)).toMatchObject({ period_start: '2028-08-11', amount_minor: '2100' });
    await itIs('America/Los_Angeles', '2028-08-21T20:00:00-07:00');
    const western = await member(world, 31_00n, { planId });
    await issue();
    expect(await lastOf(western)).toMatchObject({ period_start: '2028-08-21' });
  });
});

describe('who paid before', () => {
  it('pays an invoice of the same evening, though UTC has the next day', async () => {
    const payer = 'GB29NWBK60161331926819';
    await itIs('America/Los_Angeles', '2028-09-30T20:00:00-07:00');
    const actor = await member(world, 13_37n);
    await issue();
    const first = await lastOf(actor);
    await pay(world, { amountMinor: 13_37n, reference: first.reference, payer, on: '2028-09-30' });
    await itIs('America/Los_Angeles', '2028-10-31T20:00:00-07:00');
    await issue();
    await pay(world, { amountMinor: 13_37n, payer, on: '2028-10-31' });
    expect(await lastOf(actor)).toMatchObject({ period_start: '2028-10-01', state: 'paid' });
  });

  it('pays none that was made on a later day', async () => {
    const payer = 'GB94BARC10201530093459';
    await itIs('Australia/Melbourne', '2028-11-30T12:00:00+11:00');
    const actor = await member(world, 17_71n);
    await issue();
    const first = await lastOf(actor);
    await pay(world, { amountMinor: 17_71n, reference: first.reference, payer, on: '2028-11-30' });
    // 1 December in Melbourne is 30 November in UTC.
    await itIs('Australia/Melbourne', '2028-12-01T08:00:00+11:00');
    await issue();
    await pay(world, { amountMinor: 17_71n, payer, on: '2028-11-30' });
    expect(await lastOf(actor)).toMatchObject({ period_start: '2028-12-01', state: 'open' });
  });
});

describe('after all this', () => {
  it('every law holds', () => expect(lawsHold(world)).resolves.toBeUndefined());
});
