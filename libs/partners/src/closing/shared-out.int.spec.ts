import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UsagePeriodRow } from '../period/period.store.js';
import type { PoolPolicyTerms } from '../pool/pool-policy.store.js';
import {
  closeMonth,
  createPartnersWorld,
  event,
  member,
  paid,
  policy,
  statements,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let ann: string;
let bob: string;
let cec: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  ann = await member(world);
  bob = await member(world);
  cec = await member(world);
  world.clock.set(new Date('2026-01-05T00:00:00Z'));
});
afterAll(() => world.close());

type Used = readonly [memberId: string, atHost: readonly string[], atShop: readonly string[]];

/** What members use in the month that the clock shows. */
async function use(...rows: readonly Used[]): Promise<void> {
  const time = world.clock.now().toISOString();
  const of = (memberId: string, quantities: readonly string[]) =>
    quantities.map((quantity) => event(memberId, { quantity, time }));
  const [host, shop] = [
    rows.flatMap(([id, much]) => of(id, much)),
    rows.flatMap(([id, , much]) => of(id, much)),
  ];
  if (host.length > 0) await world.report.execute(world.machine, { events: host });
  if (shop.length > 0) await world.report.execute(world.shopMachine, { events: shop });
}
const payOn = (day: string, memberId: string, amountMinor: bigint) =>
  paid(world, memberId, amountMinor, `${world.clock.now().toISOString().slice(0, 8)}${day}`);
const adopt = (changes: Partial<PoolPolicyTerms>) =>
  world.adopt.execute(world.system, { ...policy, minimumPayoutMinor: 0n, ...changes });
const newest = async (partnerId: string) => (await statements(world, partnerId)).at(-1);
/** What each of the four got, in cents, and what is carried for them, by name. */
async function shared(period: UsagePeriodRow) {
  const name = new Map([
    [world.host.id, 'host'],
    [world.shop.id, 'shop'],
  ]);
  return {
    host: (await newest(world.host.id))?.share,
    shop: (await newest(world.shop.id))?.share,
    unused: period.unusedMinor.toString(),
    coop: period.coopMinor.toString(),
    carry: Object.fromEntries(
      Object.entries(period.carry).map(([id, rest]) => [name.get(id) ?? id, rest]),
    ),
  };
}
const balance = async (code: string) =>
  (
    await world.asOwner<{ sum: string }>(
      `select coalesce(sum(p.amount_minor), 0)::text as sum from ledger.postings p
       join ledger.accounts a on a.id = p.account_id where a.code = $1`,
      [code],
    )
  )[0]?.sum;

// One story, worked out on paper: each month begins with the fractions that the one before left.
describe('dues are shared out to the cent', () => {
  let january: UsagePeriodRow;

  it('each member’s by their own usage, and by largest remainder', async () => {
    await adopt({});
    // Ann: a third of 7.00 to the host. Bob: 4.90 to the host. Cec: 2.331 that nobody claims.
    await use([ann, ['0.4', '0.60'], ['2']], [bob, ['9'], []]);
    await payOn('02', ann, 10_00n);
    await payOn('03', bob, 7_00n);
    await payOn('04', cec, 3_33n);
    january = await closeMonth(world);
    expect(january.paidMinor).toBe(20_33n);
    expect(await shared(january)).toEqual({
      host: '723',
      shop: '467',
      unused: '233',
      coop: '610',
      carry: { host: '1/3', shop: '-1/3', '~unused': '1/10', '~coop': '-1/10' },
    });
  });

  it('and are booked: a debt to partners, and solidarity for what nobody claims', async () => {
    expect(await balance('partner-services')).toBe('1190');
    expect(await balance('partner-pool')).toBe('-1190');
    expect(await balance('solidarity')).toBe('-233');
  });

  it('and others can tell from what it was shared out', async () => {
    const row = (memberId: string, amount: string) => ({ memberId, paidMinor: amount });
    const { host, shop } = world;
    const used = [
      { partnerId: host.id, memberId: ann, quantity: '1.00' },
      { partnerId: host.id, memberId: bob, quantity: '9' },
      { partnerId: shop.id, memberId: ann, quantity: '2' },
    ];
    const key = ({ partnerId, memberId }: { partnerId?: string; memberId: string }) =>
      `${partnerId} ${memberId}`;
    const inOrder = <Row extends { memberId: string }>(rows: Row[]) =>
      rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(january.inputHash).toBe(
      sha256Hex(
        canonicalJson({
          paid: inOrder([row(ann, '1000'), row(bob, '700'), row(cec, '333')]),
          usage: inOrder(used),
          partnerIds: [host.id, shop.id],
          period: { startsOn: '2026-01-01', endsOn: '2026-01-31' },
          carried: {},
          policyId: january.policyId,
        }),
      ),
    );
  });

  it('and the next month gives what the last one owes in fractions', async () => {
    await use([ann, ['1'], ['2']]);
    await payOn('05', ann, 10_00n);
    // 233 1/3 and 1/3 for the host, 466 2/3 less 1/3 for the shop.
    expect(await shared(await closeMonth(world))).toEqual({
      host: '234',
      shop: '466',
      unused: '0',
      coop: '300',
      carry: { host: '-1/3', shop: '1/3', '~unused': '1/10', '~coop': '-1/10' },
    });
  });

  it('by the policy’s own rule, weight and share', async () => {
    await adopt({ rule: 'hybrid', lambda: '1/4', coopShare: '0' });
    await use([ann, ['3'], []], [bob, [], ['1']]);
    await payOn('01', ann, 10_00n);
    await payOn('01', bob, 10_00n);
    // Three quarters of 10.00 each, and a quarter of 15.00 and 5.00; thirds are still owed.
    expect(await shared(await closeMonth(world))).toMatchObject({
      host: '1125',
      shop: '875',
      unused: '0',
      coop: '0',
      carry: { host: '-1/3', shop: '1/3', '~unused': '1/10', '~coop': '-1/10' },
    });
  });

  it('those of a month’s last day with it, those of the next day with the next', async () => {
    await adopt({ coopShare: '0', rule: 'pro-rata' });
    const on = (rest: string) => `${world.clock.now().toISOString().slice(0, 8)}${rest}`;
    const [last, first] = [on('30'), '2026-05-01'];
    world.clock.set(new Date(`${first}T00:00:00Z`));
    await paid(world, ann, 1_00n, last);
    await paid(world, ann, 20n, first);
    world.clock.set(new Date(`${last}T00:00:00Z`));
    expect(await closeMonth(world)).toMatchObject({ startsOn: '2026-04-01', paidMinor: 1_00n });
    expect(await closeMonth(world)).toMatchObject({ startsOn: first, paidMinor: 20n });
  });

  it('and the fractions of one currency are carried past the months of another', async () => {
    await adopt({});
    await use([ann, ['1'], ['2']]);
    await payOn('01', ann, 1_00n);
    const euros = await closeMonth(world);
    expect(Object.keys(euros.carry)).not.toEqual([]);
    await adopt({ currency: 'CHF' });
    const francs = await closeMonth(world);
    expect([francs.currency, francs.carry]).toEqual(['CHF', {}]);
    await adopt({});
    expect((await closeMonth(world)).carry).toEqual(euros.carry);
  });

  it('and months go on closing, however unlike the fractions of their usage are', async () => {
    await adopt({});
    for (const month of ['1', '3', '7']) {
      await use(
        [ann, [`7.00000000${month}`], ['11.000000013']],
        [bob, ['13.000000027'], [`19.000${month}00001`]],
        [cec, [`23.0${month}0000009`], ['29.000000031']],
      );
      await payOn('01', ann, 10_01n);
      await payOn('01', bob, 7_03n);
      await payOn('01', cec, 3_37n);
      const { carry } = await closeMonth(world);
      expect(Math.max(...Object.values(carry).map((text) => text.length))).toBeLessThan(83);
    }
  });
});
