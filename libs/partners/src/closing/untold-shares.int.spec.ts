import { addDays } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnersInvariants } from '../partners.invariants.js';
import {
  closeMonth,
  createPartnersWorld,
  each,
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
  all = await members(world, 13);
  await world.adopt.execute(world.system, { ...policy, coopShare: '2/5', minimumPayoutMinor: 0n });
  world.clock.set(new Date('2026-01-05T00:00:00Z'));
});
afterAll(() => world.close());

/** A month in which these use a partner, and these pay so much. */
async function month(
  used: Readonly<Partial<Record<'host' | 'shop', readonly string[]>>>,
  payments: readonly (readonly [memberId: string, minor: bigint])[],
): Promise<void> {
  const time = world.clock.now().toISOString();
  const machines = { host: world.machine, shop: world.shopMachine };
  for (const partner of ['host', 'shop'] as const) {
    const events = (used[partner] ?? []).map((one) => event(one, { time }));
    if (events.length > 0) await world.report.execute(machines[partner], { events });
  }
  const on = addDays(time.slice(0, 10), 1);
  await paidByAll(world, payments, on);
  await closeMonth(world);
}
/** What the newest statement tells its partner, and what it does not. */
async function told(partner: 'host' | 'shop' = 'host') {
  const { share, amount, waits, untold } =
    (await statements(world, world[partner].id)).at(-1) ?? {};
  return { share, amount, waits, untold };
}

// One story, month after month.
describe('a share', () => {
  it('of five members’ dues waits, and says the same as when nobody had paid', async () => {
    const [one = '', ...others] = all.slice(0, 5);
    const amounts = [7_00n, 8_00n, 9_00n, 11_00n];
    const payments = others.map((other, nth) => [other, amounts[nth] ?? 0n] as const);
    await month({ host: all.slice(0, 5), shop: [one] }, payments);
    expect(await told()).toEqual({ share: '2100', amount: '0', waits: true, untold: '2100' });
    expect(await told('shop')).toEqual({ share: '0', amount: '0', waits: true, untold: '0' });
    await month({ host: all.slice(0, 5) }, [[one, 13_00n]]);
    expect(await told()).toEqual({ share: '780', amount: '0', waits: true, untold: '2880' });
    // Nobody used the shop: its statement says as much, and no more.
    expect(await told('shop')).toEqual({ share: '0', amount: '0', waits: true, untold: '0' });
  });

  it('is told with the months that waited, as one amount, once six are behind it', async () => {
    await month({ host: all.slice(5, 6) }, each(all.slice(5, 6), 17_00n));
    expect(await told()).toEqual({ share: '1020', amount: '3900', waits: false, untold: '0' });
  });

  it('is told month by month as long as it stays as it was', async () => {
    for (let nth = 0; nth < 3; nth += 1) {
      await month({ host: all }, each(all, 10_00n));
      expect(await told()).toEqual({ share: '7800', amount: '7800', waits: false, untold: '0' });
    }
  });

  it('that differs by one member’s dues waits, half of it paid on account', async () => {
    await month({ host: all }, each(all.slice(1), 10_00n));
    expect(await told()).toEqual({ share: '7200', amount: '3900', waits: true, untold: '3300' });
  });

  it('is told when six have changed, less what was paid on account', async () => {
    // Of those before and of those after them, as many as no other amount leaves few of.
    const [late = ''] = all;
    const others = [...all.slice(1, 2), ...all.slice(5, 10)];
    await month({ host: all }, [[late, 20_00n], ...each(others, 10_00n)]);
    expect(await told()).toEqual({ share: '4800', amount: '8100', waits: false, untold: '0' });
  });

  it('waits where another partner’s, taken from what it was before, is one member’s', async () => {
    const [one = ''] = all;
    const rest = all.slice(1);
    await month({ host: rest, shop: [one] }, each(all, 10_00n));
    expect(await told()).toMatchObject({ share: '7200', waits: true });
    expect(await told('shop')).toMatchObject({ share: '600', amount: '0', waits: true });
  });

  it('is nobody’s business where nobody used anything, and nothing waits', async () => {
    const third = await world.register.execute(world.system, { name: 'Third' });
    await month({ host: all }, each(all, 10_00n));
    expect(await statements(world, third.id)).toEqual([]);
  });
});

describe('after all of this', () => {
  it.each(partnersInvariants)('$name: $describes', async ({ sql }) => {
    expect(await world.asOwner(sql)).toEqual([]);
  });

  it.each(['partners.told-is-of-six', 'partners.shares-have-parts'])(
    'one month whose parts are lost does not excuse the others: %s',
    async (law) => {
      const lost = `delete from partners.share_parts where period_id =
        (select id from partners.periods where starts_on = '2026-02-01')`;
      const { sql = '' } = partnersInvariants.find(({ name }) => name === law) ?? {};
      expect(await foundAfter(world, [lost], sql)).not.toEqual([]);
    },
  );

  it('nobody minds that the parts of the oldest months went at their term', async () => {
    const dropped = `delete from partners.share_parts where period_id in
      (select id from partners.periods where starts_on < '2026-03-01')`;
    for (const { name, sql } of partnersInvariants) {
      expect(await foundAfter(world, [dropped], sql), name).toEqual([]);
    }
  });

  it('the pool owes what was not paid, told or not', async () => {
    const [row] = await world.asOwner<{ booked: string; owed: string }>(
      `select (select -sum(p.amount_minor) from ledger.postings p
           join ledger.accounts a on a.id = p.account_id
           where a.code = 'partner-pool')::text as booked,
         (select sum(share_minor) from partners.statements)::text as owed`,
    );
    expect(row?.booked).toBe(row?.owed);
  });
});
