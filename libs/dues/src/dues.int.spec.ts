import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creditStore } from './credit/credit.store.js';
import { duesInvariants } from './dues.invariants.js';
import { invoiceStore } from './invoice/invoice.store.js';
import { paymentStore } from './invoice/payment.store.js';
import { planStore } from './plan/plan.store.js';
import { pledgeStore } from './pledge/pledge.store.js';
import {
  createDuesWorld,
  invoicesOf,
  linesOf,
  member,
  pay as payIn,
  person,
  statement,
} from './testing/dues-world.js';
import type { DuesWorld, InvoiceOfTest, MadeLine } from './testing/dues-world.js';
import { waiverStore } from './waiver/waiver.store.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const issue = () => world.issue.execute(world.system);

async function invoiced(amountMinor: bigint): Promise<{ actor: Actor; invoice: InvoiceOfTest }> {
  const actor = await member(world, amountMinor);
  await issue();
  const [invoice] = await invoicesOf(world, actor);
  if (invoice === undefined) throw new Error('the invoice is there');
  return { actor, invoice };
}

const pay = (...lines: MadeLine[]) => payIn(world, ...lines);

const invoiceNow = async (actor: Actor) => (await invoicesOf(world, actor))[0];

describe('issuing', () => {
  it('claims once per member and period, run twice, at once, or every night', async () => {
    const actor = await member(world, 10_00n);
    await Promise.all([issue(), issue(), issue()]);
    expect(await issue()).toBe(0);
    expect(await invoicesOf(world, actor)).toMatchObject([
      { state: 'open', amount_minor: '1000', period_start: '2026-01-01' },
    ]);
  });

  it('claims nothing of who is paused', async () => {
    const actor = await member(world, 10_00n, { standing: 'paused' });
    await issue();
    expect(await invoicesOf(world, actor)).toEqual([]);
  });

  it('takes a changed pledge from the next period on', async () => {
    const { actor } = await invoiced(10_00n);
    await Promise.all(
      [11_00n, 12_00n].map((amountMinor) =>
        world.choosePledge.execute(actor, { planId: world.monthly.id, amountMinor }),
      ),
    );
    expect(await issue()).toBe(0);
    world.clock.advance({ days: 31 });
    await issue();
    const [, next] = await invoicesOf(world, actor);
    expect(['1100', '1200']).toContain(next?.amount_minor);
  });

  it('of longer periods leaves out the claimed months, and fails nobody else', async () => {
    // February now: one month of the quarter and two of the year are claimed.
    const first = await member(world, 9_00n);
    await issue();
    await world.choosePledge.execute(first, { planId: world.quarterly.id, amountMinor: 30_00n });
    world.clock.advance({ days: 28 });
    const second = await member(world, 5_00n);
    await issue();
    expect(await invoicesOf(world, first)).toMatchObject([
      { period_start: '2026-02-01', amount_minor: '900' },
      { period_start: '2026-03-01', period_end: '2026-03-31', amount_minor: '1000' },
    ]);
    expect(await invoicesOf(world, second)).toHaveLength(1);
    const yearly = await member(world, 12_00n);
    await world.choosePledge.execute(yearly, { planId: world.yearly.id, amountMinor: 120_00n });
    await issue();
    await world.choosePledge.execute(yearly, { planId: world.monthly.id, amountMinor: 12_00n });
    world.clock.advance({ days: 31 });
    await issue();
    expect(await invoicesOf(world, yearly)).toHaveLength(1);
  });

  it('asks the waived amount while a waiver is in force, and nothing of nothing', async () => {
    for (const [amountMinor, state, claimed] of [
      [0n, 'waived', '0'],
      [3_00n, 'open', '300'],
      [99_00n, 'open', '800'],
    ] as const) {
      const actor = await member(world, 8_00n);
      const asked = await world.askWaiver.execute(actor, {
        amountMinor,
        fromOn: '2026-01-01',
        untilOn: '2026-12-31',
      });
      await world.decideWaiver.execute(world.treasurer, { waiverId: asked.id, state: 'granted' });
      await issue();
      expect(await invoiceNow(actor)).toMatchObject({ state, amount_minor: claimed });
    }
  });
});

describe('a line finds its invoice', () => {
  const spaced = (reference: string) => reference.replaceAll(/(.{4})/g, '$1 ');

  it.each([
    ['its structured reference', (rf: string) => ({ reference: rf })],
    ['its end-to-end id', (rf: string) => ({ endToEndId: rf })],
    [
      'its free text, in blocks and small letters',
      (rf: string) => ({ freeText: `dues ${spaced(rf).toLowerCase()} thanks` }),
    ],
    ['its free text, with dashes', (rf: string) => ({ freeText: spaced(rf).replaceAll(' ', '-') })],
  ])('by %s', async (_, carry) => {
    const { actor, invoice } = await invoiced(21_00n);
    await pay({ amountMinor: 21_00n, ...carry(invoice.reference) });
    expect(await invoiceNow(actor)).toMatchObject({ state: 'paid', paid_minor: '2100' });
  });

  it('not by wrong check digits', async () => {
    const { actor, invoice } = await invoiced(21_00n);
    const digits = Number(invoice.reference.slice(2, 4));
    const wrong = `RF${String((digits % 97) + 2).padStart(2, '0')}${invoice.reference.slice(4)}`;
    await pay({ amountMinor: 21_00n, freeText: wrong });
    expect(await invoiceNow(actor)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it('not when it names two and is less than they are: a treasurer says which, once', async () => {
    const [one, two] = [await invoiced(5_00n), await invoiced(6_00n)];
    const freeText = `${one.invoice.reference} ${two.invoice.reference}`;
    const statementId = await pay({ amountMinor: 10_99n, freeText });
    const [line] = await linesOf(world, statementId);
    expect(line?.state).toBe('new');
    const assign = (invoiceId: string) =>
      world.assignLine.execute(world.treasurer, { lineId: line?.id ?? '', invoiceId });
    const results = await Promise.allSettled([assign(one.invoice.id), assign(two.invoice.id)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('once, whoever runs again or at the same time', async () => {
    const { actor, invoice } = await invoiced(7_00n);
    const statementId = await statement(world, [
      { amountMinor: 7_00n, reference: invoice.reference },
    ]);
    const run = () => world.match.execute(world.system, { statementId });
    await Promise.all([run(), run(), run()]);
    await run();
    expect(await invoiceNow(actor)).toMatchObject({ state: 'paid', paid_minor: '700' });
    const booked = await world.asOwner('select 1 from dues.payments where invoice_id = $1', [
      invoice.id,
    ]);
    expect(booked).toHaveLength(1);
  });

  it('in part, and the rest is the member’s credit', async () => {
    const { actor, invoice } = await invoiced(10_00n);
    const { reference } = invoice;
    await pay({ amountMinor: 4_00n, reference });
    expect(await invoiceNow(actor)).toMatchObject({ state: 'open', paid_minor: '400' });
    await pay({ amountMinor: 9_00n, reference });
    expect(await invoiceNow(actor)).toMatchObject({ state: 'paid', paid_minor: '1000' });
    const credits = await world.asOwner(
      `select p.amount_minor::text as amount from ledger.postings p
       join ledger.accounts a on a.id = p.account_id
       join ledger.transactions t on t.id = p.transaction_id
       where a.code = 'member-credits' and t.source_id = $1`,
      [invoice.id],
    );
    expect(credits).toEqual([{ amount: '-300' }]);
  });

  it('by an account that paid before, when only one invoice fits', async () => {
    const payer = 'GB29NWBK60161331926819';
    const { actor, invoice } = await invoiced(13_37n);
    await pay({ amountMinor: 13_37n, reference: invoice.reference, payer });
    // Said again of what is paid: nobody guesses.
    world.clock.advance({ days: 31 });
    await issue();
    await pay({ amountMinor: 13_37n, reference: invoice.reference, payer });
    expect((await invoicesOf(world, actor))[1]).toMatchObject({ state: 'open' });
    await pay({ amountMinor: 13_37n, payer, freeText: 'dues' });
    expect((await invoicesOf(world, actor))[1]).toMatchObject({ state: 'paid' });
    const other = await invoiced(13_37n);
    await pay({ amountMinor: 13_37n, reference: other.invoice.reference, payer });
    world.clock.advance({ days: 31 });
    await issue();
    const statementId = await pay({ amountMinor: 13_37n, payer });
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
  });

  it('never by money that goes out or is taken back', async () => {
    const { actor, invoice } = await invoiced(10_00n);
    const { reference } = invoice;
    await pay(
      { amountMinor: -10_00n, reference },
      { amountMinor: 10_00n, reference, reversal: true },
    );
    expect(await invoiceNow(actor)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it('when the books of its day are closed: booked now, paid on its day', async () => {
    const { actor, invoice } = await invoiced(10_00n);
    const before = world.clock.now();
    await world.unitOfWork.run(world.system, (tx) => world.ledger.closeBooks(tx, { before }));
    await pay({ amountMinor: 10_00n, reference: invoice.reference, on: '2026-01-02' });
    expect(await invoiceNow(actor)).toMatchObject({ state: 'paid' });
    const [payment] = await world.asOwner<{ paid_on: string; effective_at: Date }>(
      `select p.paid_on::text, t.effective_at from dues.payments p
       join ledger.transactions t on t.id = p.transaction_id where p.invoice_id = $1`,
      [invoice.id],
    );
    expect(payment?.paid_on).toBe('2026-01-02');
    expect(payment?.effective_at.getTime()).toBeGreaterThanOrEqual(before.getTime());
  });
});

describe('a waiver', () => {
  const ask = (actor: Actor, reason: string | null = 'between jobs') =>
    world.askWaiver.execute(actor, {
      amountMinor: 0n,
      fromOn: '2026-01-01',
      untilOn: '2026-06-30',
      reason,
    });

  it('is private: sealed, out of the facts, shown to the member and treasurers', async () => {
    const actor = await member(world, 10_00n);
    const { id } = await ask(actor, 'lost my house');
    const [row] = await world.asOwner<{ text: string }>(
      `select w::text || coalesce(
         (select string_agg(f::text, '') from platform.facts f), '') as text
       from dues.waivers w where id = $1`,
      [id],
    );
    expect(row?.text).not.toContain('house');
    expect(row?.text).not.toContain(Buffer.from('house').toString('hex'));
    const list = (reader: Actor) => world.unitOfWork.read(reader, (tx) => world.waivers.list(tx));
    const mine = (views: readonly { id: string; reason: string | null }[]) =>
      views.filter((view) => view.id === id).map(({ reason }) => reason);
    expect(mine(await list(actor))).toEqual(['lost my house']);
    expect(mine(await list(world.treasurer))).toEqual(['lost my house']);
    expect(await list(await member(world, 10_00n))).toEqual([]);
  });

  it('waits for the treasurer, however many were decided since', async () => {
    const actor = await member(world, 10_00n);
    const { id } = await ask(actor);
    await world.asOwner(
      `insert into dues.waivers (id, cooperative_id, member_id, amount_minor, from_on, until_on,
         state, asked_at, decided_at)
       select gen_random_uuid(), cooperative_id, member_id, 0, from_on, until_on, 'refused',
         asked_at + nth * interval '1 minute', asked_at + nth * interval '1 minute'
       from dues.waivers cross join generate_series(1, 250) nth where id = $1`,
      [id],
    );
    const asked = (reader: Actor, most: number) =>
      world.unitOfWork.read(reader, (tx) => world.waivers.asked(tx, most));
    const waiting = await asked(world.treasurer, 100);
    expect(waiting.map((view) => view.id)).toContain(id);
    expect(waiting.filter(({ state }) => state !== 'asked')).toEqual([]);
    expect(await asked(world.treasurer, 1)).toHaveLength(1);
    await expect(asked(actor, 100)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is asked once at a time and decided once, by another', async () => {
    const asker: Actor = { ...(await member(world, 10_00n)), roles: new Set(['treasurer']) };
    const results = await Promise.allSettled([ask(asker), ask(asker)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [made] = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    const decide = (by: Actor, state: 'granted' | 'refused') =>
      world.decideWaiver.execute(by, { waiverId: made ?? '', state });
    await expect(decide(asker, 'granted')).rejects.toMatchObject({ code: 'WAIVER_OWN' });
    const decided = await Promise.allSettled([
      decide(world.treasurer, 'granted'),
      decide(person(world.cooperativeId, ['treasurer']), 'refused'),
    ]);
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('another co-operative', () => {
  const other = systemActor(newId(), 'job');

  it('finds and changes nothing through any store', async () => {
    const { actor, invoice } = await invoiced(10_00n);
    const memberId = actor.memberId ?? '';
    await ask(actor);
    const seen = await world.unitOfWork.run(other, async (tx) => [
      await invoiceStore.lock(tx, invoice.id),
      ...(await invoiceStore.lockByReferences(tx, [invoice.reference])),
      ...(await invoiceStore.invoiced(tx, [memberId], '2000-01-01')),
      ...(await invoiceStore.lockMany(tx, [invoice.id])),
      ...(await invoiceStore.lockOpenOf(tx, memberId, 'EUR')),
      ...(await invoiceStore.lockOpenWithin(tx, memberId, '2000-01-01', '2100-01-01')),
      ...(await creditStore.ofMembers(tx, [memberId])),
      ...(await creditStore.idle(tx)),
      ...(await paymentStore.setOff(tx, memberId, 'EUR')),
      ...(await planStore.byIds(tx, [world.monthly.id])),
      ...(await pledgeStore.current(tx, 'everybody')),
      ...(await pledgeStore.since(tx, [memberId], '2000-01-01')),
      ...(await waiverStore.list(tx, 'everybody')),
      ...(await waiverStore.asked(tx, 100)),
      ...(await waiverStore.grantedSince(tx, [memberId], '2026-05-01')),
      ...(await world.paid.shareOut(tx, {
        currency: 'EUR',
        since: '2000-01-01',
        to: '2100-01-01',
        sharedInId: newId(),
      })),
    ]);
    expect(seen.filter((row) => row !== null)).toEqual([]);
  });

  const ask = (actor: Actor) =>
    world.askWaiver.execute(actor, {
      amountMinor: 0n,
      fromOn: '2026-01-01',
      untilOn: '2026-06-30',
    });

  it.each(['plans', 'pledges', 'invoices', 'payments', 'waivers', 'counters'])(
    'sees and takes no row of %s, not even by raw SQL',
    async (table) => {
      const read = `select 1 from dues.${table}`;
      expect(await world.asApplication(read, [], other.cooperativeId ?? '')).toEqual([]);
      const removal = world.asApplication(`delete from dues.${table}`, [], world.cooperativeId);
      // Some rows go with their member, and the database looks whether they are erased.
      const goes = ['pledges', 'waivers'].includes(table);
      const refusal = goes ? /stays.* until its member is erased/ : 'permission denied';
      await expect(removal).rejects.toThrow(refusal);
    },
  );
});

const breakage: Readonly<Record<string, string>> = {
  'dues.invoice-paid-is-sum-of-payments':
    'update dues.payments set amount_minor = amount_minor + 1',
  'dues.invoice-credited-is-sum-of-notes': `update dues.invoices set credited_minor = 1
     where amount_minor > 1 and state = 'open' and paid_minor = 0`,
  'dues.invoice-is-booked': 'update dues.invoices set transaction_id = gen_random_uuid()',
  'dues.receivable-is-open-invoices': `update dues.invoices set paid_minor = paid_minor + 1
     where state = 'open' and paid_minor + 1 < amount_minor - credited_minor`,
  'dues.credit-is-sum-of-entries': 'update dues.credits set balance_minor = balance_minor + 1',
  'dues.nothing-unclaimed-of-debtors': `insert into dues.credit_entries (id, cooperative_id,
       member_id, kind, amount_minor, currency, recorded_at)
     select gen_random_uuid(), cooperative_id, member_id, 'unclaimed', -1, currency, now()
     from dues.invoices where state = 'open'`,
  'dues.credits-are-booked': 'update dues.credits set balance_minor = balance_minor + 1',
  'dues.line-settles-what-it-moved': `update dues.payments set bank_line_id = gen_random_uuid()
     where kind = 'line'`,
  'dues.account-part-is-booked': `insert into dues.account_parts (id, cooperative_id, account_id,
       kind, bank_line_id, amount_minor, currency, transaction_id, recorded_at)
     select gen_random_uuid(), a.cooperative_id, a.id, 'line', l.id, 1, 'EUR', gen_random_uuid(),
       now()
     from ledger.accounts a, payments.bank_lines l`,
  'dues.payers-are-keyed': `with done as (insert into platform.jobs (id, name, key, payload,
       status, attempts, max_attempts, run_at, created_at, finished_at, cooperative_id)
     select gen_random_uuid(), 'dues.key-payers', gen_random_uuid()::text, '{}', 'done', 1, 3,
       now(), now(), now(), id from membership.cooperatives)
     update dues.payments set payer_fingerprint = repeat('0', 64)`,
};

describe('the laws of dues', () => {
  it.each(duesInvariants.map(({ name, sql }) => [name, sql] as const))(
    '%s holds after ordinary business, and is found when broken',
    async (name, sql) => {
      expect(await world.asOwner(sql)).toEqual([]);
      expect(await foundAfter(world, [breakage[name] ?? ''], sql)).not.toEqual([]);
    },
  );

  it('keep an issued invoice as it is', async () => {
    await expect(
      world.asOwner('update dues.invoices set amount_minor = amount_minor + 1'),
    ).rejects.toThrow(/stays as it is/);
  });
});
