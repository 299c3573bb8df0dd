import { ApiKeyHolders } from '@rochdale/identity';
import { fractions, newId, systemActor } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PartnerKeys } from './partner/partner-keys.js';
import { partnerStore } from './partner/partner.store.js';
import { partnersInvariants } from './partners.invariants.js';
import { periodStore } from './period/period.store.js';
import { poolPolicyStore } from './pool/pool-policy.store.js';
import { splitPool } from './pool/split-pool.js';
import { statementStore } from './statement/statement.store.js';
import {
  createPartnersWorld,
  event,
  member,
  members,
  paid,
  policy,
  statements,
} from './testing/partners-world.js';
import type { PartnersWorld } from './testing/partners-world.js';
import { usageStore } from './usage/usage.store.js';

let world: PartnersWorld;
let ann: string;
let bob: string;
let others: string[];
beforeAll(async () => {
  world = await createPartnersWorld();
  ann = await member(world);
  bob = await member(world);
  others = await members(world, 5);
});
afterAll(() => world.close());

const report = (events: readonly unknown[], machine = world.machine) =>
  world.report.execute(machine, { events });
const verdicts = async (events: readonly unknown[], machine = world.machine) =>
  (await report(events, machine)).map(({ status, code }) => code ?? status);
const periods = () =>
  world.asOwner<{ starts_on: string; paid_minor: string }>(
    'select starts_on::text, paid_minor::text from partners.periods order by starts_on',
  );

describe('a batch of usage', () => {
  it('gives each event its own verdict', async () => {
    const fine = event(ann, { quantity: '0.5' });
    const twin = event(ann);
    expect(
      await verdicts([
        fine,
        twin,
        twin,
        { ...twin, data: { meter: 'storage', quantity: '2' } },
        event(newId()),
        event(ann, { meter: 'nothing' }),
        event(ann, { quantity: '1e3' }),
        event(ann, { type: 'another' }),
        event(ann, { time: '2027-01-01T00:00:00Z' }),
        event(ann, { id: 'a\u0000b' }),
        event(ann, { source: '\ud800' }),
        'no event',
      ]),
    ).toEqual([
      'accepted',
      'accepted',
      'duplicate',
      'EVENT_CONFLICT',
      'MEMBER_UNKNOWN',
      'METER_UNKNOWN',
      'EVENT_INVALID',
      'TYPE_UNKNOWN',
      'TIME_IMPLAUSIBLE',
      'EVENT_INVALID',
      'EVENT_INVALID',
      'EVENT_INVALID',
    ]);
    expect(await verdicts([fine])).toEqual(['duplicate']);
    expect(await verdicts([event(ann, { id: fine.id, quantity: '9' })])).toEqual([
      'EVENT_CONFLICT',
    ]);
    // The same id at another partner is another event.
    expect(await verdicts([fine], world.shopMachine)).toEqual(['accepted']);
  });

  it('compares twins with what is kept, not with each other', async () => {
    const known = event(ann);
    await report([known]);
    const changed = { ...known, data: { meter: 'storage', quantity: '7' } };
    expect(await verdicts([changed, known])).toEqual(['EVENT_CONFLICT', 'duplicate']);
  });

  it('says of each event that is not in which of its fields is at fault', async () => {
    const known = event(bob, { quantity: '0' });
    await report([known]);
    const wrong = [
      event(newId()),
      event(ann, { meter: 'nothing' }),
      event(ann, { time: '2027-01-01T00:00:00Z' }),
      { ...known, data: { meter: 'storage', quantity: '9' } },
    ];
    const told = await report([...wrong, event(ann, { quantity: '0' })]);
    expect(told.map(({ path }) => path?.join('.') ?? null)).toEqual([
      'subject',
      'data.meter',
      'time',
      'id',
      null,
    ]);
  });

  it('counts once when it comes several times at once, in whatever order', async () => {
    const events = Array.from({ length: 200 }, () => event(bob));
    const answers = await Promise.all([
      verdicts(events),
      verdicts(events.toReversed()),
      verdicts(events),
    ]);
    const all = answers.flat();
    expect(all.filter((one) => one === 'accepted')).toHaveLength(200);
    expect(all.filter((one) => one === 'duplicate')).toHaveLength(400);
  });

  it('counts what is new beside what is known, wherever that stands', async () => {
    const named = (name: string, changes = {}) => event(bob, { id: `mixed-${name}`, ...changes });
    await report([named('b'), named('z')]);
    const mixed = [named('z'), named('c'), named('b', { quantity: '9' }), named('a'), named('a')];
    const first = await verdicts(mixed);
    expect(first).toEqual(['duplicate', 'accepted', 'EVENT_CONFLICT', 'accepted', 'duplicate']);
    const kept = await world.asOwner(
      `select event_id as id, quantity::text from partners.usage_events
       where event_id like 'mixed-%' order by event_id`,
    );
    expect(kept).toEqual(['a', 'b', 'c', 'z'].map((id) => ({ id: `mixed-${id}`, quantity: '1' })));
    expect(await verdicts(mixed)).toEqual(
      first.map((one) => (one === 'accepted' ? 'duplicate' : one)),
    );
  });

  it('is refused whole when it is empty, too large or not a partner’s', async () => {
    await expect(report([])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(report(Array.from({ length: 1_001 }, () => 1))).rejects.toMatchObject({
      code: 'USAGE_BATCH_TOO_LARGE',
    });
    await expect(report([event(ann)], world.treasurer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('periods', () => {
  it('close once and in order under two workers, and their sums hold', async () => {
    await paid(world, ann, 10_01n, '2026-01-10');
    await paid(world, bob, 3_33n, '2026-01-31');
    await report(
      others.map((one) => event(one)),
      world.shopMachine,
    );
    for (const one of others) await paid(world, one, 10n, '2026-01-10');
    world.clock.advance({ days: 34 });
    expect(await world.closePeriod.execute(world.system)).toBeNull();
    world.clock.advance({ days: 2 });
    const two = [world.closePeriods, world.closePeriods];
    const closed = await Promise.all(two.map((close) => close.execute(world.system)));
    expect(closed.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await periods()).toEqual([{ starts_on: '2026-01-01', paid_minor: '1384' }]);
  });

  it('split as the pure function does', async () => {
    const expected = splitPool({
      rule: 'user-centric',
      coopShare: fractions.parse('3/10'),
      lambda: fractions.zero,
      partnerIds: [world.host.id, world.shop.id],
      paidMinor: new Map([
        [ann, 10_01n],
        [bob, 3_33n],
        ...others.map((one) => [one, 10n] as const),
      ]),
      usage: [
        { memberId: ann, partnerId: world.host.id, quantity: fractions.parse('2.5') },
        { memberId: ann, partnerId: world.shop.id, quantity: fractions.parse('0.5') },
        { memberId: bob, partnerId: world.host.id, quantity: fractions.parse('200') },
        ...others.map((memberId) => ({
          memberId,
          partnerId: world.shop.id,
          quantity: fractions.one,
        })),
      ],
      carry: new Map(),
    });
    for (const { id } of [world.host, world.shop]) {
      expect((await statements(world, id)).map(({ share }) => share)).toEqual([
        expected.partners.get(id)?.toString(),
      ]);
    }
  });

  it('accrue what is below the least payout, and pay it with the next', async () => {
    expect(await statements(world, world.shop.id)).toMatchObject([{ state: 'accrued' }]);
    world.clock.advance({ hours: 1 });
    // February's use at the shop; January's late event and late money count in February.
    await verdicts([event(ann, { time: '2026-02-03T00:00:00Z' })], world.shopMachine);
    await verdicts([event(ann, { time: '2026-01-20T00:00:00Z' })], world.shopMachine);
    await paid(world, ann, 20_00n, '2026-02-03');
    await paid(world, ann, 1_00n, '2026-01-30');
    for (const [nth, one] of others.entries()) {
      await verdicts([event(one, { time: '2026-02-03T00:00:00Z' })], world.shopMachine);
      await paid(world, one, BigInt(14 + 10 * nth), '2026-02-03');
    }
    world.clock.advance({ days: 28 });
    expect(await world.closePeriods.execute(world.system)).toBe(1);
    expect((await periods())[1]).toEqual({ starts_on: '2026-02-01', paid_minor: '2270' });
    const [january, february] = await statements(world, world.shop.id);
    expect(february).toMatchObject({
      state: 'draft',
      accrued: january?.amount,
      events: '7',
      late_events: '1',
      share: '1589',
    });
  });

  it('refuse nothing and count nothing twice when they close again', async () => {
    const before = await periods();
    expect(await world.closePeriods.execute(world.system)).toBe(0);
    expect(await periods()).toEqual(before);
  });
});

describe('a statement', () => {
  const newest = async () => (await statements(world, world.shop.id)).at(-1);
  const approve = async () =>
    world.approve.execute(world.treasurer, { statementId: (await newest())?.id ?? '' });

  it('is approved once when two treasurers click at once, and asks for one payout', async () => {
    const results = await Promise.allSettled([approve(), approve(), approve()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { id, payout_id: payoutId, amount } = (await newest()) ?? {};
    const payouts = await world.asOwner(
      `select id, amount_minor::text as amount from payments.payouts where obligation_id = $1`,
      [id],
    );
    expect(payouts).toEqual([{ id: payoutId, amount }]);
    const booked = await world.asOwner(
      `select 1 from ledger.transactions where source_kind = 'usage-statement' and source_id = $1`,
      [id],
    );
    expect(booked).toHaveLength(1);
  });

  it('is owed on when its payout fails, and old news changes nothing', async () => {
    const before = await newest();
    const news = (payoutId: string, outcome: 'settled' | 'failed') =>
      world.recordPayout.execute(world.system, { payoutId, outcome });
    const first = before?.payout_id ?? '';
    await news(first, 'failed');
    await news(first, 'failed');
    expect(await newest()).toMatchObject({ state: 'payout-failed' });
    await world.asOwner(`update payments.payouts set state = 'cancelled' where id = $1`, [first]);
    const statementId = before?.id ?? '';
    const again = () => world.retryPayout.execute(world.treasurer, { statementId });
    const results = await Promise.allSettled([again(), again()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const second = (await newest())?.payout_id ?? '';
    expect(second).not.toBe(first);
    await news(first, 'settled');
    expect(await newest()).toMatchObject({ state: 'approved' });
    await news(second, 'settled');
    await news(second, 'settled');
    expect(await newest()).toMatchObject({ state: 'paid' });
    // Read by the law: the payout has to be settled too.
    await world.asOwner('set session_replication_role = replica');
    await world.asOwner(
      `alter table payments.payouts drop constraint payouts_settled_whole,
         drop constraint payouts_released_whole`,
    );
    await world.asOwner(`update payments.payouts set state = 'settled' where id = $1`, [second]);
    await world.asOwner('set session_replication_role = default');
  });
});

describe('a pool policy', () => {
  it('has one version after another, also when adopted at once', async () => {
    await Promise.all([1, 2, 3].map(() => world.adopt.execute(world.system, policy)));
    const rows = await world.asOwner<{ version: number }>(
      'select version from partners.pool_policies order by version',
    );
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });
});

describe('keys', () => {
  it('are for partners whose agreement runs, as every process of the room tells', async () => {
    for (const holders of [new ApiKeyHolders(), new ApiKeyHolders()]) {
      new PartnerKeys(holders).onModuleInit();
      await world.unitOfWork.read(world.system, async (tx) => {
        await holders.demand(tx, world.host.id);
        await expect(holders.demand(tx, newId())).rejects.toMatchObject({
          code: 'API_KEY_HOLDER_UNKNOWN',
        });
      });
    }
  });
});

describe('another co-operative', () => {
  const other = systemActor(newId(), 'job');

  it('finds and changes nothing through any store', async () => {
    const [statement] = await statements(world, world.host.id);
    const [period] = await world.asOwner<{ id: string }>('select id from partners.periods');
    const id = period?.id ?? '';
    const seen = await world.unitOfWork.run(other, async (tx) => [
      ...(await partnerStore.byIds(tx, [world.host.id])),
      ...(await partnerStore.all(tx)),
      ...(await partnerStore.meters(tx)),
      await poolPolicyStore.current(tx),
      await periodStore.newest(tx),
      await periodStore.firstAgreement(tx),
      ...(await periodStore.byIds(tx, [id])),
      await statementStore.lock(tx, statement?.id ?? ''),
      ...(await statementStore.leftOver(tx, 'EUR')),
      ...(await usageStore.aggregated(tx, id, 'storage', 'sum')),
      ...(await usageStore.totals(tx, id, new Date())),
    ]);
    expect(seen.filter((row) => row !== null)).toEqual([]);
    const draft = { id: statement?.id ?? '', state: 'draft' } as const;
    const moved = world.unitOfWork.run(other, (tx) => statementStore.move(tx, draft, 'paid'));
    await expect(moved).rejects.toMatchObject({ code: 'CONFLICT' });
    const assigned = await world.unitOfWork.run(other, (tx) =>
      usageStore.assign(tx, newId(), new Date('2100-01-01')),
    );
    expect(assigned).toBe(0);
  });

  it.each(['partners', 'meters', 'pool_policies', 'periods', 'usage_events', 'statements'])(
    'sees and takes no row of %s, not even by raw SQL',
    async (table) => {
      const read = `select 1 from partners.${table}`;
      expect(await world.asApplication(read, [], other.cooperativeId ?? '')).toEqual([]);
      const removal = world.asApplication(`delete from partners.${table}`, [], world.cooperativeId);
      await expect(removal).rejects.toThrow(/permission denied/);
    },
  );
});

const breakage: Readonly<Record<string, string>> = {
  'partners.period-shares-sum': 'update partners.periods set paid_minor = paid_minor + 1',
  'partners.carries-sum-to-nothing': `update partners.periods
    set carry = jsonb_set(carry, '{~coop}', '"-3/2"')`,
  'partners.statement-stands-on-its-events': 'update partners.usage_events set period_id = null',
  'partners.usage-not-below-zero': 'update partners.usage_events set quantity = -quantity',
  'partners.retraction-follows-its-event': `insert into partners.usage_events
    (cooperative_id, partner_id, source, event_id, payload_hash, retracted_source,
     retracted_event_id, occurred_at, received_at, period_id)
    select p.cooperative_id, p.id, 's', 'r', 'h', 's', 'e', now(), now(), p.id
    from partners.periods p`,
  'partners.statement-pays-once': `update payments.payouts set amount_minor = 1`,
  'partners.pool-is-owed': `update ledger.postings p set amount_minor = amount_minor - 1
    from ledger.accounts a where a.id = p.account_id and a.code = 'partner-pool'`,
  'partners.untold-is-carried': `update partners.statements
    set waited_minor = waited_minor + 1, amount_minor = amount_minor + 1`,
  'partners.told-is-of-six': `delete from partners.share_parts where member_id not in
    (select member_id from partners.share_parts order by member_id limit 2)`,
  'partners.told-stays-of-six': `delete from partners.told_parts where member_id not in
    (select member_id from partners.told_parts order by member_id limit 2)`,
  'partners.shares-have-parts': `delete from partners.share_parts where period_id =
    (select p.id from partners.periods p join partners.share_parts h on h.period_id = p.id
     order by p.starts_on desc limit 1)`,
  'partners.events-as-counted': `update partners.usage_events set quantity = quantity + 1`,
};

describe('the laws of partners', () => {
  it.each(partnersInvariants.map(({ name, sql }) => [name, sql] as const))(
    '%s holds after ordinary business, and is found when broken',
    async (name, sql) => {
      expect(await world.asOwner(sql)).toEqual([]);
      expect(await foundAfter(world, [breakage[name] ?? ''], sql)).not.toEqual([]);
    },
  );
});
