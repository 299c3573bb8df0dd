import { allRetentions } from '@rochdale/platform';
import { holdBack, untilWaiting } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnersInvariants } from '../partners.invariants.js';
import { partnersRoom } from '../partners.room.js';
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
afterAll(async () => {
  await world.close();
});

const longAgo = '2021-06-01T00:00:00Z';
const after = '2022-01-01';
const years = (many: number): string => new Date(Date.now() - many * 365.25 * 864e5).toISOString();

async function accepted(...events: readonly unknown[]): Promise<void> {
  const verdicts = await world.report.execute(world.machine, { events });
  expect(verdicts.map(({ status }) => status)).toEqual(events.map(() => 'accepted'));
}
const retract = (id: string, retracted: string) => {
  const { subject: _, ...rest } = event('', { id, data: { retracts: { id: retracted } } });
  return rest;
};
const left = async (): Promise<readonly string[]> => {
  const rows = await world.asOwner<{ id: string }>(
    `select event_id as id from partners.usage_events order by event_id collate "C"`,
  );
  return rows.map(({ id }) => id);
};
const dropping = (): string =>
  allRetentions().find(({ table }) => table === 'partners.usage_events')?.statement.text ?? '';
const drop = async (before: string): Promise<number> => {
  const gone = await world.asApplication(
    dropping(),
    [world.cooperativeId, before],
    world.cooperativeId,
  );
  return gone.length;
};
/** By the owner, past the walls. */
async function past(...statements: readonly [text: string, values?: unknown[]][]): Promise<void> {
  await world.asOwner('set session_replication_role = replica');
  for (const [text, values] of statements) await world.asOwner(text, values);
  await world.asOwner('set session_replication_role = origin');
}
const receivedAt = (at: string, ...ids: readonly string[]) =>
  past([
    `update partners.usage_events set received_at = $1, occurred_at = least(occurred_at, $1)
     where event_id = any ($2)`,
    [at, ids],
  ]);
const forget = (memberId: string) =>
  world.unitOfWork.run(world.system, async (tx) => {
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now()) on conflict do nothing`,
      [memberId, world.cooperativeId],
    );
    await partnersRoom.forget?.(tx, { memberId, removesTexts: false });
  });
const told = async (): Promise<readonly string[]> => {
  const rows = await world.asOwner<{ id: string }>(
    'select member_id as id from partners.erased_users order by member_id',
  );
  return rows.map(({ id }) => id);
};
const pastUsers = () => world.asOwner('select from partners.past_users');
const asLawsSay = async () => {
  for (const { name, sql } of partnersInvariants) {
    expect(await world.asOwner(sql), name).toEqual([]);
  }
};

it('what no month counted goes two years after it was received, and not before', async () => {
  const [ada = '', ben = ''] = all;
  await accepted(event(ada, { id: 'old' }), event(ada, { id: 'below', quantity: '-3' }));
  await accepted(event(ben, { id: 'young' }), retract('off-young', 'young'));
  await receivedAt(longAgo, 'old', 'below', 'off-young');
  await receivedAt(years(1), 'young');
  // Its event would count without it.
  expect(await drop(after)).toBe(2);
  expect(await left()).toEqual(['off-young', 'young']);
  expect(await drop(after)).toBe(0);
  await expect(drop('2999-01-01')).rejects.toThrow('a usage event stays as it came');
  await receivedAt(longAgo, 'young');
  expect([await drop(after), await drop(after), await drop(after)]).toEqual([1, 1, 0]);
  expect(await left()).toEqual([]);
  await asLawsSay();
});

it('who is erased is told to a partner whose reports went before, once', async () => {
  const [ada = '', ben = '', cem = ''] = all;
  expect(await pastUsers()).toHaveLength(2);
  await forget(ada);
  expect(await told()).toEqual([ada]);
  expect(await pastUsers()).toHaveLength(1);
  await forget(ada);
  expect(await told()).toEqual([ada]);
  // Who was told is not kept anew when the rest of what they used goes.
  await accepted(event(cem, { id: 'of-cem' }));
  await forget(cem);
  await past([`update partners.usage_events set received_at = $1, occurred_at = $1`, [longAgo]]);
  expect(await drop(after)).toBe(1);
  expect(await told()).toEqual([ada, cem].toSorted());
  expect(await pastUsers()).toHaveLength(1);
  await forget(ben);
  expect(await pastUsers()).toEqual([]);
});

it('also one whose usage was counted and went', async () => {
  const [, , , dan = ''] = all;
  await paidByAll(world, each(all, 2_50n), '2026-01-10');
  await accepted(event(dan, { id: 'counted' }));
  const { id } = await closeMonth(world);
  await past(
    ['update partners.periods set closed_at = $1 where id = $2', [longAgo, id]],
    ['update partners.usage_events set received_at = $1', [longAgo]],
  );
  expect(await drop(after)).toBe(1);
  await forget(dan);
  expect(await told()).toContain(dan);
});

it('what a month that is being closed counts is kept with it', async () => {
  const [, , , , eve = '', fay = ''] = all;
  world.clock.set(new Date('2026-02-20T10:00:00Z'));
  await paidByAll(world, each(all, 2_50n), '2026-02-10');
  await accepted(event(eve, { id: 'eve' }), event(fay, { id: 'fay' }));
  await receivedAt(longAgo, 'eve', 'fay');
  const { closing, dropped } = await holdBack(world, 'partners.share_parts', async () => {
    const first = closeMonth(world);
    await untilWaiting(world, 1);
    const second = drop(after);
    await untilWaiting(world, 2);
    return { closing: first, dropped: second };
  });
  await closing;
  expect(await dropped).toBe(0);
  expect(await left()).toEqual(['eve', 'fay']);
  await asLawsSay();
});

it('the search reads what goes, however much waits or was counted', async () => {
  const [, , , , eve = ''] = all;
  await past(
    [
      `insert into partners.usage_events (cooperative_id, partner_id, source, event_id,
         payload_hash, meter_key, member_id, quantity, occurred_at, received_at)
       select $1, $2, 'many', n::text, repeat('0', 64), 'storage', $3, 1, now(), now()
       from generate_series(1, 5000) n`,
      [world.cooperativeId, world.host.id, eve],
    ],
    [
      `update partners.usage_events set received_at = $1, occurred_at = $1
       where source = 'many' and event_id::int <= 10`,
      [longAgo],
    ],
    ['analyze partners.usage_events'],
  );
  const read = await world.unitOfWork.run(world.system, async (tx) => {
    const gone = await tx.rows({ name: 'test.drop', text: dropping() }, [tx.cooperativeId, after]);
    expect(gone).toHaveLength(10);
    return tx.one<{ rows: string }>(
      {
        name: 'test.count-rows-read',
        text: `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
          from pg_stat_xact_user_tables where relid = 'partners.usage_events'::regclass`,
      },
      [],
    );
  });
  expect(Number(read.rows)).toBeLessThan(200);
});
