import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  lawsHold,
  member,
  moveTo,
} from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld(new Date('2028-01-10T09:00:00Z'));
});
afterAll(() => world.close());

const issue = () => world.issue.execute(world.system);
const on = (day: string) => world.clock.set(new Date(`${day}T09:00:00Z`));
const spans = async (actor: Awaited<ReturnType<typeof member>>) =>
  (await invoicesOf(world, actor)).map((one) => [one.period_start, one.amount_minor, one.state]);

describe('months in which no invoices were issued', () => {
  it('are claimed later, once, in their order, by what was pledged and granted then', async () => {
    const steady = await member(world, 10_00n);
    const changing = await member(world, 20_00n);
    const paused = await member(world, 30_00n);
    const leaving = await member(world, 40_00n);
    expect(await issue()).toBe(4);
    await moveTo(world, paused, 'paused');
    on('2028-02-20');
    const months = { fromOn: '2028-03-01', untilOn: '2028-03-31' };
    const { id } = await world.askWaiver.execute(steady, { amountMinor: 0n, ...months });
    await world.decideWaiver.execute(world.treasurer, { waiverId: id, state: 'granted' });
    on('2028-03-15');
    const { id: planId } = world.quarterly;
    await world.choosePledge.execute(changing, { planId, amountMinor: 90_00n });
    await moveTo(world, paused, 'active');
    await moveTo(world, leaving, 'left');
    on('2028-04-10');
    const late = await member(world, 50_00n);
    const runs = await Promise.all([issue(), issue()]);
    expect(runs.toSorted((one, other) => one - other)).toEqual([0, 9]);
    expect(await issue()).toBe(0);
    expect(await spans(steady)).toEqual([
      ['2028-01-01', '1000', 'open'],
      ['2028-02-01', '1000', 'open'],
      ['2028-03-01', '0', 'waived'],
      ['2028-04-01', '1000', 'open'],
    ]);
    expect(await spans(changing)).toEqual([
      ['2028-01-01', '2000', 'open'],
      ['2028-02-01', '2000', 'open'],
      ['2028-03-01', '2000', 'open'],
      ['2028-04-01', '9000', 'open'],
    ]);
    expect((await spans(paused)).map(([start]) => start)).toEqual([
      '2028-01-01',
      '2028-03-01',
      '2028-04-01',
    ]);
    expect(await spans(leaving)).toEqual([['2028-01-01', '4000', 'open']]);
    expect(await spans(late)).toEqual([['2028-04-01', '5000', 'open']]);
    const numbered = await world.asOwner<{ start: string }>(
      `select period_start::text as start from dues.invoices order by number`,
    );
    const starts = numbered.map(({ start }) => start);
    expect(starts).toEqual(starts.toSorted((one, other) => (one < other ? -1 : 1)));
  });

  it('are claimed whole or not at all of a member, and of all the others', async () => {
    const [one, other] = [await member(world, 11_00n), await member(world, 12_00n)];
    await issue();
    on('2028-07-10');
    const which = `new.member_id = '${other.memberId}' and new.period_start = '2028-06-01'`;
    await expect(whileBroken(world, 'dues.invoices', which, issue)).rejects.toThrow('broken');
    expect(await spans(one)).toHaveLength(4);
    expect(await spans(other)).toHaveLength(1);
    await issue();
    await issue();
    const made = await invoicesOf(world, other);
    expect(made.map((invoice) => invoice.period_start)).toEqual([
      '2028-04-01',
      '2028-05-01',
      '2028-06-01',
      '2028-07-01',
    ]);
    for (const { id } of made) {
      expect(await factsOf(world, 'dues.PaymentAsked', id)).toHaveLength(1);
    }
  });

  it('leave every law as it was', () => expect(lawsHold(world)).resolves.toBeUndefined());
});
