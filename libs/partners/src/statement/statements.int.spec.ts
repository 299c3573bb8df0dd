import { newId } from '@rochdale/platform';
import type { Actor, Page } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UsagePeriodRow } from '../period/period.store.js';
import { factsOf, person } from '../../../dues/src/testing/dues-world.js';
import {
  createPartnersWorld,
  event,
  member,
  members,
  paid,
  statements,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import type { UsageStatementRow } from './statement.store.js';

let world: PartnersWorld;
let hosts: string;
let shops: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  const [hosted, shopping] = [await members(world), await members(world)];
  await world.report.execute(world.machine, { events: hosted.map((one) => event(one)) });
  await world.report.execute(world.shopMachine, { events: shopping.map((one) => event(one)) });
  for (const [nth, one] of hosted.entries()) {
    await paid(world, one, nth === 0 ? 50_00n : 10_00n, '2026-01-10');
  }
  for (const one of shopping) await paid(world, one, 1_00n, '2026-01-10');
  world.clock.advance({ days: 40 });
  await world.closePeriods.execute(world.system);
  hosts = (await statements(world, world.host.id))[0]?.id ?? '';
  shops = (await statements(world, world.shop.id))[0]?.id ?? '';
});
afterAll(() => world.close());

const now = async () => (await statements(world, world.host.id))[0];
const approve = (statementId: string, by: Actor = world.treasurer) =>
  world.approve.execute(by, { statementId });
const retry = (by: Actor = world.treasurer) =>
  world.retryPayout.execute(by, { statementId: hosts });
const news = (payoutId: string | null | undefined, outcome: 'settled' | 'failed') =>
  world.recordPayout.execute(world.system, { payoutId: payoutId ?? '', outcome });
const stranger = () => person(newId(), ['treasurer']);

describe('approving', () => {
  it('is for treasurers, and for nobody else', async () => {
    const { cooperativeId, machine, system } = world;
    const auditor = person(cooperativeId, ['auditor', 'administrator']);
    for (const by of [person(cooperativeId), auditor, machine, system]) {
      await expect(approve(hosts, by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(retry(by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await now()).toMatchObject({ state: 'draft', amount: '7000', payout_id: null });
  });

  it('finds what is there, and in one’s own co-operative', async () => {
    const unknown = { code: 'STATEMENT_NOT_FOUND' };
    await expect(approve(newId())).rejects.toMatchObject(unknown);
    await expect(approve(hosts, stranger())).rejects.toMatchObject(unknown);
    await expect(retry(stranger())).rejects.toMatchObject(unknown);
  });

  it('is not for what waits below the least payout', async () => {
    await expect(approve(shops)).rejects.toMatchObject({
      code: 'STATEMENT_STATE',
      details: { data: { state: 'accrued' } },
    });
  });

  it('comes before a payout is asked for again', async () => {
    await expect(retry()).rejects.toMatchObject({ code: 'STATEMENT_STATE' });
  });

  it('turns the pool’s debt into what is payable, and asks for one payout', async () => {
    const statement = await approve(hosts);
    expect(statement).toMatchObject({ state: 'approved', amountMinor: 70_00n });
    const postings = await world.asOwner<{ code: string; amount: string }>(
      `select a.code, p.amount_minor::text as amount from ledger.postings p
       join ledger.accounts a on a.id = p.account_id
       where p.transaction_id = $1 order by p.amount_minor`,
      [statement.transactionId],
    );
    expect(postings).toEqual([
      { code: 'partner-payables', amount: '-7000' },
      { code: 'partner-pool', amount: '7000' },
    ]);
    const payouts = await world.asOwner<Record<string, string>>(
      `select id, payee_kind, payee_id, amount_minor::text as amount, currency
       from payments.payouts where obligation_id = $1`,
      [hosts],
    );
    expect(payouts).toEqual([
      {
        id: statement.payoutId,
        payee_kind: 'partner',
        payee_id: world.host.id,
        amount: '7000',
        currency: 'EUR',
      },
    ]);
    await expect(approve(hosts)).rejects.toMatchObject({ code: 'STATEMENT_STATE' });
  });
});

describe('the news of a payout', () => {
  it('is the service’s to bring', async () => {
    const payoutId = (await now())?.payout_id ?? '';
    const told = world.recordPayout.execute(world.treasurer, { payoutId, outcome: 'settled' });
    await expect(told).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('of another payout, or in another co-operative, changes nothing', async () => {
    await news(newId(), 'settled');
    const elsewhere = { ...world.system, cooperativeId: newId() };
    const payoutId = (await now())?.payout_id ?? '';
    await world.recordPayout.execute(elsewhere, { payoutId, outcome: 'settled' });
    expect(await now()).toMatchObject({ state: 'approved' });
  });

  it('that it settled makes it paid, and told twice is told once', async () => {
    const payoutId = (await now())?.payout_id;
    await Promise.all([news(payoutId, 'settled'), news(payoutId, 'settled')]);
    expect(await now()).toMatchObject({ state: 'paid' });
    expect(await factsOf(world, 'partners.UsageStatementPaid', hosts)).toEqual([
      { statementId: hosts, partnerId: world.host.id, amountMinor: '7000', currency: 'EUR' },
    ]);
    await expect(retry()).rejects.toMatchObject({ code: 'STATEMENT_STATE' });
  });

  it('that it was returned after all makes it owed again, and it is paid by another', async () => {
    const first = (await now())?.payout_id ?? '';
    await Promise.all([news(first, 'failed'), news(first, 'failed')]);
    expect(await now()).toMatchObject({ state: 'payout-failed' });
    expect(await factsOf(world, 'partners.UsageStatementPayoutFailed', hosts)).toHaveLength(1);
    // The first one has to be over before there is another.
    await world.asOwner(`update payments.payouts set state = 'cancelled' where id = $1`, [first]);
    const again = await Promise.allSettled([retry(), retry(), retry()]);
    expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const second = (await now())?.payout_id ?? '';
    expect(second).not.toBe(first);
    await news(first, 'failed');
    await news(first, 'settled');
    expect(await now()).toMatchObject({ state: 'approved', payout_id: second });
    await news(second, 'settled');
    expect(await now()).toMatchObject({ state: 'paid', payout_id: second });
    const booked = await world.asOwner(
      `select 1 from ledger.transactions where source_kind = 'usage-statement' and source_id = $1`,
      [hosts],
    );
    expect(booked).toHaveLength(1);
  });
});

describe('reading statements', () => {
  const seen = (by: Actor, partnerId: string | null = null) =>
    world.unitOfWork.read(by, async (tx) => {
      const { rows } = await world.partnerQueries.statements(tx, { first: 100 }, { partnerId });
      const found = await world.partnerQueries.statementsByIds(tx, [hosts, shops]);
      return { listed: rows.map(({ id }) => id).toSorted(), found: [...found.keys()].toSorted() };
    });
  const all = () => [hosts, shops].toSorted();

  it('is for clerks, of all partners, and for no other member', async () => {
    const auditor = person(world.cooperativeId, ['auditor']);
    expect(await seen(auditor)).toEqual({ listed: all(), found: all() });
    await expect(seen(person(world.cooperativeId))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await seen(world.treasurer, world.shop.id)).listed).toEqual([shops]);
  });

  it('is for a partner of its own alone, whatever it asks for', async () => {
    for (const partnerId of [null, world.host.id, world.shop.id]) {
      expect(await seen(world.shopMachine, partnerId)).toEqual({ listed: [shops], found: [shops] });
    }
  });

  it('is for no stranger and shows another co-operative nothing', async () => {
    expect(await seen(stranger())).toEqual({ listed: [], found: [] });
    const outsider = { ...person(world.cooperativeId), memberId: null, standing: null };
    await expect(seen(outsider)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const ofNoPartner = { ...world.machine, partnerId: null };
    await expect(seen(ofNoPartner)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is newest first, page by page, and of the months that it names', async () => {
    const cec = await member(world);
    await world.report.execute(world.machine, { events: [event(cec)] });
    await world.report.execute(world.shopMachine, { events: [event(cec)] });
    world.clock.advance({ days: 30 });
    await world.closePeriods.execute(world.system);
    const months = ({ rows }: Page<UsageStatementRow>, of: ReadonlyMap<string, UsagePeriodRow>) =>
      rows.map(({ periodId }) => of.get(periodId)?.startsOn);
    await world.unitOfWork.read(world.treasurer, async (tx) => {
      const { partnerQueries: queries } = world;
      const all = await queries.statements(tx, { first: 100 });
      const periods = await queries.periodsByIds(
        tx,
        all.rows.map(({ periodId }) => periodId),
      );
      expect(months(all, periods)).toEqual([
        '2026-02-01',
        '2026-02-01',
        '2026-01-01',
        '2026-01-01',
      ]);
      const first = await queries.statements(tx, { first: 3 });
      const after = first.rows.slice(-1).map(first.cursorOf)[0] ?? '';
      const rest = await queries.statements(tx, { first: 3, after });
      expect([...first.rows, ...rest.rows].map(({ id }) => id)).toEqual(
        all.rows.map(({ id }) => id),
      );
      const own = await queries.statements(tx, { first: 100 }, { partnerId: world.host.id });
      expect(own.rows.map(({ partnerId }) => partnerId)).toEqual([world.host.id, world.host.id]);
    });
    const periodIds = await world.asOwner<{ id: string }>('select id from partners.periods');
    const seenThere = await world.unitOfWork.read(stranger(), (tx) =>
      world.partnerQueries.periodsByIds(
        tx,
        periodIds.map(({ id }) => id),
      ),
    );
    expect(seenThere.size).toBe(0);
  });
});
