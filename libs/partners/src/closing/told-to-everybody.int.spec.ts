import { allRetentions, anonymousActor } from '@rochdale/platform';
import { FiguresTold, PersonsBehind } from '@rochdale/treasury';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartnersKnowNoFewOfBefore1796904400002 } from '../../../../migrations/1796904400002-partners-know-no-few-of-before.js';
import { PartnersKnowMonthsOfBefore1796904300001 } from '../../../../migrations/1796904300001-partners-know-months-of-before.js';
import { PersonsOfDues } from '../../../dues/src/testing/inside.js';
import { MakeReleases, ReleaseQueries } from '../../../treasury/src/testing/inside.js';
import '../partners.personal-data.js';
import { PersonsOfUsage } from '../persons-of-usage.js';
import {
  closeMonth,
  createPartnersWorld,
  event,
  members,
  paidByAll,
  policy,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let persons: string[];
beforeEach(async () => {
  world = await createPartnersWorld();
  persons = await members(world, 14);
});
afterEach(() => world.close());

const duesOf = (nth: number): bigint => BigInt(1000 + 37 * nth * nth);

interface Month {
  readonly month: string;
  readonly payers: readonly string[];
  /** Who used how much of it. */
  readonly used: Readonly<Record<string, string>>;
}

async function goneBy({ month, payers, used }: Month): Promise<string> {
  const amounts = payers.map((one) => [one, duesOf(persons.indexOf(one))] as const);
  await paidByAll(world, amounts, `${month}-10`);
  world.clock.set(new Date(`${month}-20T10:00:00Z`));
  const events = Object.entries(used).map(([one, quantity]) =>
    event(one, { id: `${month} ${one}`, quantity, time: `${month}-10T10:00:00Z` }),
  );
  const verdicts = await world.report.execute(world.machine, { events });
  expect(verdicts.map(({ status }) => status)).toEqual(events.map(() => 'accepted'));
  return (await closeMonth(world)).id;
}

/** What everybody reads of what went to partners, after all releases up to a day. */
async function toldOn(day: string): Promise<readonly object[]> {
  world.clock.set(new Date(`${day}T12:00:00Z`));
  const [behind, told] = [new PersonsBehind(), new FiguresTold()];
  new PersonsOfUsage(behind, told).onModuleInit();
  new PersonsOfDues(behind).onModuleInit();
  await new MakeReleases(world.unitOfWork, behind, told).execute(world.system);
  const all = await world.unitOfWork.read(anonymousActor(world.cooperativeId), (tx) =>
    new ReleaseQueries().all(tx),
  );
  return all.flatMap(({ cells }) =>
    cells.filter(({ codes }) => codes.includes('partner-services')),
  );
}

const allUse = (users: readonly string[], quantity = '1') =>
  Object.fromEntries(users.map((one) => [one, quantity]));

describe('what everybody reads of what went to partners', () => {
  it('is of all who paid where it is shared out by what they paid', async () => {
    await world.adopt.execute(world.system, { ...policy, rule: 'pro-rata' });
    const used = allUse(persons.slice(0, 7));
    await goneBy({ month: '2026-01', payers: persons, used });
    // Who uses nothing pays no more: what is less is of that one alone.
    await goneBy({ month: '2026-02', payers: persons.slice(0, 13), used });
    expect(await toldOn('2026-04-02')).toHaveLength(1);
  });

  it('is of whoever used something, not of whom something was reported', async () => {
    const [only = '', ...others] = persons;
    const used = { ...allUse(others.slice(0, 7), '0'), [only]: '1' };
    await goneBy({ month: '2026-01', payers: persons, used });
    expect(await toldOn('2026-03-02')).toEqual([]);
  });

  it('is remembered longer than who used what', async () => {
    const months = [
      { month: '2026-01', payers: persons, used: allUse(persons) },
      { month: '2026-02', payers: persons.slice(1), used: allUse(persons.slice(1)) },
    ];
    const [first, second] = months;
    const id = await goneBy(first!);
    expect(await toldOn('2026-03-02')).toHaveLength(1);
    const frozen = ['partners.periods', 'partners.share_parts'];
    const triggers = (how: string) =>
      Promise.all(frozen.map((table) => world.asOwner(`alter table ${table} ${how} trigger user`)));
    await triggers('disable');
    await world.asOwner(`update partners.periods set closed_at = '2023-06-01' where id = $1`, [id]);
    await world.asOwner(`update partners.share_parts set shared_at = '2023-06-01'`);
    await triggers('enable');
    const usage = ['partners.usage_events', 'partners.share_parts'];
    for (const { table, statement } of allRetentions()) {
      if (!usage.includes(table)) continue;
      const given = [world.cooperativeId, '2024-01-01'];
      await world.asApplication(statement.text, given, world.cooperativeId);
    }
    expect(await world.asOwner('select 1 from partners.usage_events')).toEqual([]);
    world.clock.set(new Date('2026-02-05T12:00:00Z'));
    await goneBy(second!);
    expect(await toldOn('2026-04-02')).toHaveLength(1);
  });

  const partsOf = (id: string) =>
    world.asOwner<{ member_id: string; part: string }>(
      `select member_id, part::text as part from partners.month_parts
       where period_id = $1 order by member_id`,
      [id],
    );
  async function lose(tables: readonly string[], where = 'true'): Promise<void> {
    for (const table of tables) {
      await world.asOwner(`alter table ${table} disable trigger user`);
      await world.asOwner(`delete from ${table} where ${where}`);
      await world.asOwner(`alter table ${table} enable trigger user`);
    }
  }
  async function upgrade(): Promise<void> {
    const runner = { query: (text: string) => world.asOwner(text) };
    await new PartnersKnowMonthsOfBefore1796904300001().up(runner as never);
    await new PartnersKnowNoFewOfBefore1796904400002().up(runner as never);
  }

  it('knows who paid in months that closed before it was written down', async () => {
    await world.adopt.execute(world.system, { ...policy, rule: 'pro-rata' });
    const id = await goneBy({ month: '2026-01', payers: persons, used: allUse(persons) });
    const written = await partsOf(id);
    await upgrade();
    expect(await partsOf(id)).toEqual(written);
    await lose(['partners.month_parts', 'partners.share_parts']);
    await upgrade();
    // The same but for what rounding moves.
    const whole = (rows: Awaited<ReturnType<typeof partsOf>>) =>
      rows.map((row) => ({ ...row, part: Math.round(Number(row.part) / 4e6) }));
    expect(whole(await partsOf(id))).toEqual(whole(written));
  });

  it('knows nobody of them where money followed use, or of which a part is left', async () => {
    const id = await goneBy({ month: '2026-01', payers: persons, used: allUse(persons) });
    const written = await partsOf(id);
    expect(written).toHaveLength(14);
    await upgrade();
    expect(await partsOf(id)).toEqual(written);
    await lose(['partners.month_parts'], `member_id <> '${persons[0]}'`);
    await upgrade();
    expect(await partsOf(id)).toEqual([]);
    await lose(['partners.share_parts']);
    await upgrade();
    expect(await partsOf(id)).toEqual([]);
    expect(await toldOn('2026-03-02')).toEqual([]);
  });
});
