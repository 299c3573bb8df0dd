import { allRetentions } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnersInvariants } from '../partners.invariants.js';
import '../partners.personal-data.js';
import {
  closeMonth,
  createPartnersWorld,
  each,
  event,
  members,
  paidByAll,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let all: string[];
beforeAll(async () => {
  world = await createPartnersWorld();
  all = await members(world);
});
afterAll(() => world.close());

const report = (...events: readonly unknown[]) => world.report.execute(world.machine, { events });
async function accepted(...events: readonly unknown[]): Promise<void> {
  const verdicts = await report(...events);
  expect(verdicts.map(({ status }) => status)).toEqual(events.map(() => 'accepted'));
}
const retract = (id: string, retracted: string) => {
  const { subject: _, ...rest } = event('', { id, data: { retracts: { id: retracted } } });
  return rest;
};
const told = () =>
  world.asOwner<{ id: string }>(
    `select event_id as id from partners.usage_events order by event_id collate "C"`,
  );
const drop = (before: string) => {
  const found = allRetentions().find(({ table }) => table === 'partners.usage_events');
  return world.asApplication(
    found?.statement.text ?? '',
    [world.cooperativeId, before],
    world.cooperativeId,
  );
};
/** By the owner, past the walls. */
async function settledIn(year: number, periodId: string): Promise<void> {
  await world.asOwner('alter table partners.periods disable trigger user');
  await world.asOwner(`update partners.periods set closed_at = $1 where id = $2`, [
    `${year}-06-01T00:00:00Z`,
    periodId,
  ]);
  await world.asOwner('alter table partners.periods enable trigger user');
}

it('what was used goes two years after its month was settled, and the laws hold', async () => {
  const used = (month: number) =>
    all.map((one, nth) =>
      event(one, { id: `m${month}-${nth}`, time: `2026-0${month}-10T10:00:00Z` }),
    );
  await paidByAll(world, each(all, 2_50n), '2026-01-10');
  world.clock.set(new Date('2026-01-20T10:00:00Z'));
  await accepted(...used(1), retract('r-none', 'never-came'));
  const january = await closeMonth(world);
  world.clock.set(new Date('2026-02-20T10:00:00Z'));
  await accepted(...used(2), retract('r-late', 'm1-0'));
  await closeMonth(world);
  const before = await told();
  // Nothing of before its term, whoever asks.
  await drop('2020-01-01');
  await expect(drop('2026-12-31')).rejects.toThrow('a usage event stays as it came');
  expect(await told()).toEqual(before);
  await settledIn(2021, january.id);
  await drop('2022-01-01');
  const left = (await told()).map(({ id }) => id);
  expect(left).toEqual([...all.map((_, nth) => `m2-${nth}`), 'r-late', 'r-none']);
  for (const { name, sql } of partnersInvariants) {
    expect(await world.asOwner(sql), name).toEqual([]);
  }
});

it('over a leap day, the laws say nothing of months whose events went either', async () => {
  // Settled 730 days and an hour before, of two years that have 731.
  await world.asOwner('begin; set local session_replication_role = replica');
  const statements = await world.asOwner(
    `update partners.statements s set events = events + 1 from partners.periods p
       where p.id = s.period_id and p.starts_on = '2026-02-01' returning s.id`,
  );
  const now = `'2024-06-01T12:00:00Z'::timestamptz`;
  const broken = async () => {
    const found = await Promise.all(
      partnersInvariants.map(async ({ name, sql }) => {
        const rows = await world.asOwner(sql.replaceAll('now()', now));
        return rows.length > 0 ? [name] : [];
      }),
    );
    return found.flat();
  };
  const settledAt = async (ago: string) => {
    await world.asOwner(`update partners.periods set closed_at = ${now} - interval '${ago}'`);
    return broken();
  };
  expect(statements).not.toEqual([]);
  expect(await settledAt('728 days')).toContain('partners.statement-stands-on-its-events');
  expect(await settledAt('730 days 1 hour')).toEqual([]);
  await world.asOwner('rollback');
});

it('what went does not count twice: by then its time is refused, and only its', async () => {
  const [one = ''] = all;
  const at = async (time: string) => {
    const [answer] = await report(event(one, { time }));
    return answer?.code ?? answer?.status;
  };
  expect(await at('2021-05-31T23:00:00Z')).toBe('TIME_IMPLAUSIBLE');
  expect(await at('2021-06-01T00:00:00Z')).toBe('accepted');
  expect(await at('2026-02-10T10:00:00Z')).toBe('accepted');
});
