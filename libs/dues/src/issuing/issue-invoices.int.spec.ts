import { checkRf } from '@rochdale/bank-formats';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  lawsHold,
  member,
  moveTo,
  pay,
  person,
} from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld(new Date('2028-01-31T09:00:00Z'));
});
afterAll(() => world.close());

const issue = (by = world.system) => world.issue.execute(by);
const numbers = async () => {
  const rows = await world.asOwner<{ number: string }>(
    'select number from dues.invoices where cooperative_id = $1 order by number',
    [world.cooperativeId],
  );
  return rows.map(({ number }) => Number(number));
};
const ask = async (amountMinor: bigint, fromOn: string, untilOn: string) => {
  const actor = await member(world, 10_00n);
  const { id } = await world.askWaiver.execute(actor, { amountMinor, fromOn, untilOn });
  return { actor, id };
};
const last = async (actor: Awaited<ReturnType<typeof person>>) =>
  (await invoicesOf(world, actor)).at(-1);

describe('who joins on the last of January', () => {
  it.each([
    ['full-period', [['2028-01-01', '9100', 'open']]],
    ['pro-rata-days', [['2028-01-31', '6100', 'open']]],
    ['pro-rata-months', [['2028-01-01', '9100', 'open']]],
    ['next-period', []],
  ] as const)('owes of the quarter by the rule of the plan, %s', async (joining, invoices) => {
    const { id } = await world.createPlan.execute(world.system, {
      key: `joining-${joining}`,
      name: joining,
      currency: 'EUR',
      minimumMinor: 1_00n,
      suggestedMinor: 10_00n,
      maximumMinor: null,
      months: 3,
      joining,
    });
    const actor = await member(world, 91_00n, { planId: id });
    await issue();
    await issue();
    const made = (await invoicesOf(world, actor)).map((one) => [
      one.period_start,
      one.amount_minor,
      one.state,
    ]);
    expect(made).toEqual(invoices);
  });
});

describe('the calendar of invoices', () => {
  it.each([
    ['monthly', '2028-01-01', '2028-01-31'],
    ['quarterly', '2028-01-01', '2028-03-31'],
    ['yearly', '2028-01-01', '2028-12-31'],
  ] as const)('has on the last of January, %s, %s to %s', async (plan, start, end) => {
    const actor = await member(world, 12_00n, { planId: world[plan].id });
    await issue();
    expect(await invoicesOf(world, actor)).toMatchObject([
      { period_start: start, period_end: end, amount_minor: '1200', state: 'open' },
    ]);
  });

  it('has twenty-nine days in a leap year’s February, and then the next month', async () => {
    const actor = await member(world, 12_00n);
    await issue();
    world.clock.advance({ days: 1 });
    await issue();
    world.clock.advance({ days: 28 });
    expect(await issue()).toBe(0);
    world.clock.advance({ days: 1 });
    await issue();
    expect(
      (await invoicesOf(world, actor)).map((one) => [one.period_start, one.period_end]),
    ).toEqual([
      ['2028-01-01', '2028-01-31'],
      ['2028-02-01', '2028-02-29'],
      ['2028-03-01', '2028-03-31'],
    ]);
  });
});

describe('issuing', () => {
  it('numbers without a gap, also when several issue at once', async () => {
    for (let nth = 0; nth < 3; nth += 1) await member(world, 10_00n);
    const counts = await Promise.all([issue(), issue(), issue(world.treasurer)]);
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 3]);
    const taken = await numbers();
    expect(taken).toEqual(taken.map((_, nth) => nth + 1));
  });

  it('numbers each co-operative for itself', async () => {
    const before = await numbers();
    expect(await issue(systemActor(newId(), 'job'))).toBe(0);
    await member(world, 10_00n);
    await issue();
    expect((await numbers()).length).toBe(before.length + 1);
  });

  it('is for treasurers and the service', async () => {
    for (const by of [person(world.cooperativeId), person(world.cooperativeId, ['auditor'])]) {
      await expect(issue(by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('claims of who is active or in arrears, and of nobody else', async () => {
    for (const [standing, count] of [
      ['in-arrears', 1],
      ['paused', 0],
      ['suspended', 0],
      ['left', 0],
    ] as const) {
      const actor = await member(world, 10_00n, { standing });
      await issue();
      expect(await invoicesOf(world, actor), standing).toHaveLength(count);
    }
  });

  it('claims again of who comes back from a pause', async () => {
    const actor = await member(world, 10_00n, { standing: 'paused' });
    await issue();
    await moveTo(world, actor, 'active');
    await issue();
    expect(await invoicesOf(world, actor)).toHaveLength(1);
  });

  it('books what it claims, and says so in private', async () => {
    const actor = await member(world, 10_00n);
    await issue();
    const invoice = await last(actor);
    const postings = await world.asOwner<{ code: string; amount: string }>(
      `select a.code, p.amount_minor::text as amount from ledger.postings p
       join ledger.accounts a on a.id = p.account_id
       join ledger.transactions t on t.id = p.transaction_id
       where t.source_id = $1 order by p.amount_minor`,
      [invoice?.id],
    );
    expect(postings).toEqual([
      { code: 'dues-income', amount: '-1000' },
      { code: 'dues-receivable', amount: '1000' },
    ]);
    expect(await factsOf(world, 'dues.InvoiceIssued', invoice?.id ?? '')).toMatchObject([
      { memberId: actor.memberId, amountMinor: '1000', currency: 'EUR' },
    ]);
  });
});

describe('a waiver', () => {
  const grant = (waiverId: string, state: 'granted' | 'refused' = 'granted') =>
    world.decideWaiver.execute(world.treasurer, { waiverId, state });
  const [today, march] = ['2028-03-01', '2028-03-31'];

  it('to nothing leaves an invoice that is waived and not booked', async () => {
    const { actor, id } = await ask(0n, today, march);
    await grant(id);
    await issue();
    const invoice = await last(actor);
    expect(invoice).toMatchObject({ state: 'waived', amount_minor: '0' });
    expect(await factsOf(world, 'dues.PaymentAsked', invoice?.id ?? '')).toEqual([]);
    const booked = await world.asOwner(
      `select 1 from ledger.transactions t join dues.invoices i on i.id::text = t.source_id
       where i.member_id = $1`,
      [actor.memberId],
    );
    expect(booked).toEqual([]);
  });

  it.each([
    ['asked and not answered', async () => undefined],
    ['refused', (id: string) => grant(id, 'refused')],
  ])('%s counts for nothing', async (_, answer) => {
    const { actor, id } = await ask(1_00n, today, march);
    await answer(id);
    await issue();
    expect(await last(actor)).toMatchObject({ amount_minor: '1000' });
  });

  it.each([
    ['from its first day', today, march, '100'],
    ['on its last day', '2028-02-01', today, '100'],
    ['not after it', '2028-01-01', '2028-02-29', '1000'],
    ['not before it', '2028-03-02', march, '1000'],
  ])('counts %s', async (_, fromOn, untilOn, claimed) => {
    const { actor, id } = await ask(1_00n, fromOn, untilOn);
    await grant(id);
    await issue();
    expect(await last(actor)).toMatchObject({ amount_minor: claimed });
  });

  it('never makes dues more than what is pledged, and of two the lower counts', async () => {
    const { actor, id } = await ask(99_00n, today, march);
    await grant(id);
    const more = { amountMinor: 4_00n, fromOn: today, untilOn: march };
    await grant((await world.askWaiver.execute(actor, more)).id);
    await issue();
    expect(await last(actor)).toMatchObject({ amount_minor: '400' });
  });

  it('is decided by another, who is a treasurer', async () => {
    const { actor, id } = await ask(0n, today, march);
    const asTreasurer = { ...actor, roles: new Set(['treasurer'] as const) };
    const decide = (by: typeof actor) =>
      world.decideWaiver.execute(by, { waiverId: id, state: 'granted' });
    await expect(decide(asTreasurer)).rejects.toMatchObject({ code: 'WAIVER_OWN' });
    await expect(decide(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(decide(person(world.cooperativeId))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(decide(world.system)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await decide(world.treasurer)).toMatchObject({ state: 'granted' });
    await expect(grant(id, 'refused')).rejects.toMatchObject({ code: 'WAIVER_DECIDED' });
  });

  it('is asked anew once it is answered, and not while it waits', async () => {
    const { actor, id } = await ask(0n, today, march);
    const again = () =>
      world.askWaiver.execute(actor, { amountMinor: 0n, fromOn: today, untilOn: march });
    await expect(again()).rejects.toMatchObject({ code: 'WAIVER_ASKED_ALREADY' });
    await grant(id, 'refused');
    expect(await again()).toMatchObject({ state: 'asked', reason: null });
  });

  it('is unknown to another co-operative’s treasurer', async () => {
    const { id } = await ask(0n, today, march);
    const stranger = person(newId(), ['treasurer']);
    const decide = world.decideWaiver.execute(stranger, { waiverId: id, state: 'granted' });
    await expect(decide).rejects.toMatchObject({ code: 'WAIVER_NOT_FOUND' });
    expect(await world.unitOfWork.read(stranger, (tx) => world.waivers.list(tx))).toEqual([]);
  });
});

describe('who joins on 15 February of a year of 365 days, with 90 a quarter', () => {
  const on = async (day: string) => {
    const today = world.clock.now().toISOString().slice(0, 10);
    world.clock.advance({ days: (Date.parse(day) - Date.parse(today)) / 86_400_000 });
  };
  const rules = [
    ['full-period', 2029, 'X-01-01', 90_00n, 20_00n],
    ['pro-rata-days', 2030, 'X-02-15', 45_00n, 10_00n],
    ['pro-rata-months', 2031, 'X-02-01', 60_00n, 13_33n],
    ['next-period', 2033, 'X-04-01', 90_00n, 20_00n],
  ] as const;

  it.each(rules)(
    'by the rule %s, through all that is taken off',
    async (joining, year, from, minor, left) => {
      const terms = { key: `story-${joining}`, name: joining, currency: 'EUR', months: 3, joining };
      const scale = { minimumMinor: 1_00n, suggestedMinor: 10_00n, maximumMinor: null };
      const { id: planId } = await world.createPlan.execute(world.system, { ...terms, ...scale });
      await on(`${year}-02-15`);
      const actor = await member(world, 90_00n, { planId });
      await issue();
      if (joining === 'next-period') {
        expect(await invoicesOf(world, actor)).toEqual([]);
        await on(`${year}-04-01`);
        await issue();
      }
      const start = from.replace('X', String(year));
      const [invoice, ...others] = await invoicesOf(world, actor);
      expect(others).toEqual([]);
      expect(invoice).toMatchObject({ period_start: start, amount_minor: minor.toString() });
      await lawsHold(world);

      const { id: invoiceId = '', reference = '', period_end: end = '' } = invoice ?? {};
      const why = { reason: 'a week without a server', idempotencyKey: newId() };
      await world.creditInvoice.execute(world.treasurer, {
        invoiceId,
        amountMinor: 10_00n,
        ...why,
      });
      await lawsHold(world);
      const wish = { amountMinor: 20_00n, fromOn: start, untilOn: end };
      const { id: waiverId } = await world.askWaiver.execute(actor, wish);
      await world.decideWaiver.execute(world.treasurer, { waiverId, state: 'granted' });
      await lawsHold(world);
      // Whatever was taken off before, what is left is what the waiver says of such a part.
      await pay(world, { amountMinor: left, reference });
      expect((await invoicesOf(world, actor))[0]).toMatchObject({
        state: 'paid',
        paid_minor: left.toString(),
      });
      await lawsHold(world);

      await on(joining === 'next-period' ? `${year}-07-01` : `${year}-04-01`);
      await issue();
      const next = (await invoicesOf(world, actor))[1];
      expect(next).toMatchObject({ amount_minor: '9000', state: 'open' });
      const mistake = { invoiceId: next?.id ?? '', reason: 'left in March, told too late' };
      await world.cancelInvoice.execute(world.treasurer, mistake);
      expect((await invoicesOf(world, actor))[1]).toMatchObject({ state: 'cancelled' });
      await lawsHold(world);
      await issue();
      expect(await invoicesOf(world, actor)).toHaveLength(2);
    },
  );
});

// What follows goes on in time.
describe('an invoice that is issued', () => {
  it('asks its member to pay it once, and what is left when credit was set off', async () => {
    const actor = await member(world, 10_00n);
    await issue();
    await issue();
    const first = await last(actor);
    const asked = async (id = '') => factsOf(world, 'dues.PaymentAsked', id);
    const { memberId } = actor;
    expect(await asked(first?.id)).toMatchObject([
      { memberId, reference: first?.reference, amountMinor: '1000', currency: 'EUR' },
    ]);
    await pay(world, { amountMinor: 24_00n, reference: first?.reference ?? '' });
    world.clock.advance({ days: 31 });
    await issue();
    expect(await asked((await last(actor))?.id)).toEqual([]);
    world.clock.advance({ days: 31 });
    await issue();
    expect(await asked((await last(actor))?.id)).toMatchObject([{ amountMinor: '600' }]);
  });

  it('has a number and an id that tell nothing of when its member joined', async () => {
    const joined: (string | null)[] = [];
    for (let nth = 0; nth < 20; nth += 1) joined.push((await member(world, 10_00n)).memberId);
    await issue();
    for (const column of ['number', 'id', 'reference']) {
      const rows = await world.asOwner<{ memberId: string }>(
        `select member_id as "memberId" from dues.invoices
         where cooperative_id = $1 and member_id = any ($2::uuid[]) order by ${column}`,
        [world.cooperativeId, joined],
      );
      const found = rows.map(({ memberId }) => memberId);
      expect(new Set(found)).toEqual(new Set(joined));
      expect(found).not.toEqual(joined);
    }
  });

  it('has a reference that says nothing of how many there are, and can be typed', async () => {
    const actors: Actor[] = [];
    for (let nth = 0; nth < 5; nth += 1) actors.push(await member(world, 10_00n));
    await issue();
    const told = await Promise.all(actors.map(async (one) => (await last(one))?.reference ?? ''));
    expect(new Set(told).size).toBe(5);
    for (const reference of told) {
      expect(checkRf(reference).valid).toBe(true);
      // Three blocks of four, and nothing in it that looks like something else.
      expect(reference).toMatch(/^RF\d{2}[34679CDHJKMNPQRTWXY]{8}$/);
    }
  });
});

it('issues to all but one to whom it cannot, who has theirs the next night', async () => {
  const [first, stuck, last] = [
    await member(world, 10_00n),
    await member(world, 10_00n),
    await member(world, 10_00n),
  ];
  const counts = () =>
    Promise.all([first, stuck, last].map(async (one) => (await invoicesOf(world, one)).length));
  await whileBroken(world, 'dues.invoices', `new.member_id = '${stuck.memberId}'`, () =>
    expect(issue()).rejects.toThrow('broken'),
  );
  expect(await counts()).toEqual([1, 0, 1]);
  expect(await issue()).toBe(1);
  expect(await counts()).toEqual([1, 1, 1]);
  const all = await numbers();
  expect(all).toEqual(all.map((_, nth) => nth + 1));
});
