import { Payees, Payouts } from '@rochdale/payouts';
import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  dyingAtEachStep,
  factsOf,
  invoicesOf,
  lawsHold,
  linesOf,
  member,
  pay,
  person,
  statement,
} from '../testing/dues-world.js';
import { waysBy } from '../../../payouts/src/testing/open-accounts.js';
import { RefundCredit } from './refund-credit.js';
import type { DuesWorld, InvoiceOfTest } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

interface Owing {
  readonly actor: Actor;
  readonly memberId: string;
  readonly invoice: InvoiceOfTest;
}

const issue = () => world.issue.execute(world.system);
async function owing(amountMinor = 10_00n): Promise<Owing> {
  const actor = await member(world, amountMinor);
  await issue();
  const [invoice] = await invoicesOf(world, actor);
  if (invoice === undefined) throw new Error('the invoice is there');
  return { actor, memberId: actor.memberId ?? '', invoice };
}
const pays = ({ invoice }: Owing, amountMinor: bigint) =>
  pay(world, { amountMinor, reference: invoice.reference });
const now = async ({ actor, invoice }: Owing) =>
  (await invoicesOf(world, actor)).find(({ id }) => id === invoice.id);
const creditOf = async ({ actor, memberId }: Owing, by = actor) => {
  const credits = await world.unitOfWork.read(by, (tx) => world.credits.balances(tx, memberId));
  return credits.map(({ balanceMinor, currency }) => `${balanceMinor} ${currency}`);
};
const entriesOf = async ({ actor, memberId }: Owing) => {
  const { rows } = await world.unitOfWork.read(actor, (tx) =>
    world.credits.entries(tx, { first: 20 }, memberId),
  );
  return rows.map(({ kind, amountMinor }) => [kind, amountMinor]);
};
const nextPeriod = () => world.clock.advance({ days: 31 });

describe('what was paid too much', () => {
  it('is shown to its member and to clerks, to nobody else', async () => {
    const debtor = await owing();
    await pays(debtor, 15_00n);
    expect(await creditOf(debtor)).toEqual(['500 EUR']);
    expect(await creditOf(debtor, person(world.cooperativeId, ['auditor']))).toEqual(['500 EUR']);
    expect(await entriesOf(debtor)).toEqual([['line', 5_00n]]);
    const { actor } = await owing();
    await expect(creditOf(debtor, actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await creditOf(debtor, person(newId(), ['treasurer']))).toEqual([]);
  });

  it('pays the next invoice by itself, as far as it goes, wherever the process dies', async () => {
    const debtor = await owing();
    await pays(debtor, 15_00n);
    nextPeriod();
    const deaths = await dyingAtEachStep(world, (useCases) => useCases.issue.execute(world.system));
    expect(deaths).toBeGreaterThan(10);
    const [, next] = await invoicesOf(world, debtor.actor);
    expect(next).toMatchObject({ state: 'open', paid_minor: '500' });
    expect(await creditOf(debtor)).toEqual([]);
    expect(await factsOf(world, 'dues.InvoicePaid', next?.id ?? '')).toMatchObject([
      { amountMinor: '500', isWhole: false },
    ]);
    await issue();
    expect((await invoicesOf(world, debtor.actor))[1]).toMatchObject({ paid_minor: '500' });
  });

  it('pays what else is owed at once, what is due first first', async () => {
    const debtor = await owing();
    for (const _ of [1, 2]) {
      nextPeriod();
      await issue();
    }
    const invoices = await invoicesOf(world, debtor.actor);
    await pay(world, { amountMinor: 24_00n, reference: invoices[2]?.reference ?? '' });
    expect((await invoicesOf(world, debtor.actor)).map((one) => one.paid_minor)).toEqual([
      '1000',
      '400',
      '1000',
    ]);
  });

  it('is set off when it came while the invoice was issued', async () => {
    const debtors = [await owing(), await owing(), await owing()];
    const ids = await Promise.all(
      debtors.map(({ invoice: { reference } }) =>
        statement(world, [{ amountMinor: 30_00n, reference }]),
      ),
    );
    nextPeriod();
    const matching = ids.map((statementId) => world.match.execute(world.system, { statementId }));
    await Promise.all([issue(), ...matching, issue()]);
    await issue();
    for (const debtor of debtors) {
      const states = (await invoicesOf(world, debtor.actor)).map(({ state }) => state);
      expect([states, await creditOf(debtor)]).toEqual([['paid', 'paid'], ['1000 EUR']]);
    }
  });
});

describe('paying credit out', () => {
  const refund = ({ memberId }: Owing, amountMinor?: bigint, by = world.treasurer) =>
    world.refund.execute(by, {
      memberId,
      currency: 'EUR',
      ...(amountMinor === undefined ? {} : { amountMinor }),
    });
  const record = (payoutId: string, outcome: 'settled' | 'failed') =>
    world.recordRefund.execute(world.system, { payoutId, outcome });
  const withCredit = async () => {
    const debtor = await owing();
    await pays(debtor, 18_00n);
    return debtor;
  };
  const refundsOf = async ({ actor, memberId }: Owing) => {
    const rows = await world.unitOfWork.read(actor, (tx) => world.credits.refunds(tx, memberId));
    return rows.map(({ state, amountMinor }) => `${state} ${amountMinor}`);
  };

  it('is an obligation that is released, of which nothing else is used meanwhile', async () => {
    const debtor = await withCredit();
    const deaths = await dyingAtEachStep(world, (useCases) =>
      useCases.refund.execute(world.treasurer, { memberId: debtor.memberId, currency: 'EUR' }),
    );
    expect(deaths).toBeGreaterThan(5);
    const [payout, ...others] = await world.asOwner<{ id: string }>(
      `select p.id, p.state, p.amount_minor::text as amount, p.obligation_kind, a.code
       from payments.payouts p join ledger.accounts a on a.id = p.debit_account_id
       where p.payee_id = $1`,
      [debtor.memberId],
    );
    expect(others).toEqual([]);
    expect(payout).toMatchObject({
      state: 'approved',
      amount: '800',
      obligation_kind: 'dues-refund',
      code: 'member-credits',
    });
    nextPeriod();
    await issue();
    expect((await invoicesOf(world, debtor.actor))[1]).toMatchObject({ paid_minor: '0' });
    await expect(refund(debtor)).rejects.toMatchObject({ code: 'CREDIT_SPENT' });
    expect(await refundsOf(debtor)).toEqual(['requested 800']);
  });

  it('is found by its id by its member and by clerks, as its movement is', async () => {
    const debtor = await withCredit();
    const { id } = await refund(debtor);
    const found = (by: Actor) =>
      world.unitOfWork.read(by, async (tx) => {
        const refunds = await world.credits.refundsByIds(tx, [id]);
        return refunds.length;
      });
    const { rows } = await world.unitOfWork.read(debtor.actor, (tx) =>
      world.credits.entries(tx, { first: 1 }, debtor.memberId),
    );
    const entryIds = rows.map((row) => row.id);
    const entries = (by: Actor) =>
      world.unitOfWork.read(by, (tx) => world.credits.entriesByIds(tx, entryIds));
    expect(entryIds).toHaveLength(1);
    for (const by of [debtor.actor, person(world.cooperativeId, ['auditor'])]) {
      expect(await found(by)).toBe(1);
      expect(await entries(by)).toHaveLength(1);
    }
    for (const by of [await member(world, 10_00n), person(newId(), ['treasurer'])]) {
      expect(await found(by)).toBe(0);
      expect(await entries(by)).toEqual([]);
    }
  });

  it('that was taken back is credit again, and pays what is owed by then', async () => {
    const debtor = await withCredit();
    const { payoutId } = await refund(debtor, 7_00n);
    expect(await creditOf(debtor)).toEqual(['100 EUR']);
    nextPeriod();
    await issue();
    await world.cancelPayout.execute(world.treasurer, { payoutId });
    const deaths = await dyingAtEachStep(world, (useCases) =>
      useCases.recordRefund.execute(world.system, { payoutId, outcome: 'failed' }),
    );
    expect(deaths).toBeGreaterThan(8);
    await record(payoutId, 'failed');
    await record(payoutId, 'settled');
    expect((await invoicesOf(world, debtor.actor))[1]).toMatchObject({ paid_minor: '800' });
    expect(await refundsOf(debtor)).toEqual(['failed 700']);
  });

  it('is asked for once, when two click at once, and by treasurers', async () => {
    const debtor = await withCredit();
    await expect(refund(debtor, 1_00n, debtor.actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const results = await Promise.allSettled([refund(debtor), refund(debtor)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await refundsOf(debtor)).toEqual(['requested 800']);
  });

  it('is at most what is there, of a member who is', async () => {
    const debtor = await withCredit();
    for (const amountMinor of [0n, -1n, 8_01n]) {
      await expect(refund(debtor, amountMinor)).rejects.toMatchObject({
        code: 'INVALID_REFUND',
        details: { path: ['amountMinor'] },
      });
    }
    await expect(refund({ ...debtor, memberId: newId() })).rejects.toMatchObject({
      code: 'DEBTOR_NOT_FOUND',
    });
    // Its account is gone, or its rail: whoever releases it would be told so, and could not help.
    const stuck = new RefundCredit(
      world.unitOfWork,
      world.useCases.directory,
      world.chart,
      new Payouts(new Payees()),
      waysBy('another'),
    );
    const wanted = { memberId: debtor.memberId, currency: 'EUR' };
    await expect(stuck.execute(world.treasurer, wanted)).rejects.toMatchObject({
      code: 'INVALID_REFUND',
      details: { path: ['currency'] },
    });
    await expect(refund(await owing())).rejects.toMatchObject({ code: 'CREDIT_SPENT' });
    await expect(refund(debtor, 1_00n, person(newId(), ['treasurer']))).rejects.toMatchObject({
      code: 'DEBTOR_NOT_FOUND',
    });
  });
});

describe('an issued invoice', () => {
  const cancel = ({ invoice }: Owing, reason = 'issued by mistake', by = world.treasurer) =>
    world.cancelInvoice.execute(by, { invoiceId: invoice.id, reason });
  const credit = ({ invoice }: Owing, amountMinor: bigint, key: string = newId()) =>
    world.creditInvoice.execute(world.treasurer, {
      invoiceId: invoice.id,
      amountMinor,
      reason: 'half the month without a server',
      idempotencyKey: key,
    });

  it('is cancelled with a reason; what was paid of it is credit', async () => {
    const debtor = await owing();
    await pays(debtor, 4_00n);
    const deaths = await dyingAtEachStep(world, (useCases) =>
      useCases.cancelInvoice.execute(world.treasurer, {
        invoiceId: debtor.invoice.id,
        reason: 'issued by mistake',
      }),
    );
    expect(deaths).toBeGreaterThan(10);
    expect(await now(debtor)).toMatchObject({ state: 'cancelled', paid_minor: '0' });
    expect(await creditOf(debtor)).toEqual(['400 EUR']);
    expect(await factsOf(world, 'dues.InvoiceCredited', debtor.invoice.id)).toMatchObject([
      { kind: 'cancelled', amountMinor: '1000', state: 'cancelled' },
    ]);
    // And is not issued again.
    expect(await issue()).toBe(0);
  });

  it('is cancelled once, also when two click at once, and paid in the same moment', async () => {
    const debtor = await owing();
    const line = { amountMinor: 10_00n, reference: debtor.invoice.reference };
    const statementId = await statement(world, [line]);
    const results = await Promise.allSettled([
      cancel(debtor),
      world.match.execute(world.system, { statementId }),
      cancel(debtor),
    ]);
    const cancelled = [results[0], results[2]].map(({ status }) => status).toSorted();
    expect(cancelled).toEqual(['fulfilled', 'rejected']);
    expect(await now(debtor)).toMatchObject({ state: 'cancelled' });
    await expect(cancel(debtor)).rejects.toMatchObject({ code: 'INVOICE_STATE' });
  });

  it('is credited in part, once for each key', async () => {
    const debtor = await owing();
    const key = newId();
    await Promise.all([credit(debtor, 3_00n, key), credit(debtor, 3_00n, key)]);
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
    await expect(credit(debtor, 2_00n, key)).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await pays(debtor, 7_00n);
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '700' });
    await credit(debtor, 2_00n);
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '500' });
    expect(await creditOf(debtor)).toEqual(['200 EUR']);
  });

  it('is credited, paid and opened again by hand as a whole, wherever it dies', async () => {
    const debtor = await owing();
    const invoiceId = debtor.invoice.id;
    const { treasurer } = world;
    const line = async (amountMinor: bigint) => {
      const [row] = await linesOf(world, await pay(world, { amountMinor, freeText: 'by hand' }));
      return row?.id ?? '';
    };
    const came = await line(8_00n);
    const went = await line(-8_00n);
    const note = { invoiceId, amountMinor: 2_00n, reason: 'half', idempotencyKey: newId() };
    const deaths = [
      await dyingAtEachStep(world, (dying) => dying.creditInvoice.execute(treasurer, note)),
      await dyingAtEachStep(world, (dying) =>
        dying.assignLine.execute(treasurer, { lineId: came, invoiceId }),
      ),
      await dyingAtEachStep(world, (dying) =>
        dying.assignReturn.execute(treasurer, { lineId: went, returnsLineId: came }),
      ),
    ];
    expect(Math.min(...deaths)).toBeGreaterThan(5);
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
    expect(await creditOf(debtor)).toEqual([]);
  });

  it('is credited by treasurers, not their own, by what is asked, with a reason', async () => {
    const debtor = await owing();
    for (const amountMinor of [0n, 10_01n]) {
      await expect(credit(debtor, amountMinor)).rejects.toMatchObject({
        code: 'INVALID_CREDIT_NOTE',
      });
    }
    const own = { ...debtor.actor, roles: new Set(['treasurer'] as const) };
    for (const [by, reason, code] of [
      [own, 'mine', 'INVOICE_OWN'],
      [debtor.actor, 'mine', 'FORBIDDEN'],
      [person(newId(), ['treasurer']), 'other', 'INVOICE_NOT_FOUND'],
      [world.treasurer, '  ', 'INVALID_CREDIT_NOTE'],
    ] as const) {
      await expect(cancel(debtor, reason, by)).rejects.toMatchObject({ code });
    }
    expect(await now(debtor)).toMatchObject({ state: 'open' });
  });
});

describe('a waiver that is granted later', () => {
  const today = () => world.clock.now().toISOString().slice(0, 10);
  const ask = async (debtor: Owing, amountMinor: bigint, fromOn = debtor.invoice.period_start) =>
    world.askWaiver.execute(debtor.actor, { amountMinor, fromOn, untilOn: today() });
  const grant = (waiverId: string) =>
    world.decideWaiver.execute(world.treasurer, { waiverId, state: 'granted' });

  it.each([
    ['to nothing', 0n, 0n, { state: 'waived', paid_minor: '0' }],
    ['to less', 4_00n, 0n, { state: 'open', paid_minor: '0' }],
    ['to less than was paid: what was paid stays', 4_00n, 6_00n, { state: 'paid' }],
    ['to more than is asked', 40_00n, 0n, { state: 'open' }],
  ] as const)('takes off what was issued: %s', async (_, amountMinor, paidMinor, after) => {
    const debtor = await owing();
    if (paidMinor > 0n) await pays(debtor, paidMinor);
    const { id } = await ask(debtor, amountMinor);
    const deaths = await dyingAtEachStep(world, (useCases) =>
      useCases.decideWaiver.execute(world.treasurer, { waiverId: id, state: 'granted' }),
    );
    expect(deaths).toBeGreaterThan(3);
    expect(await now(debtor)).toMatchObject(after);
    const booked = await world.asOwner(
      `select p.amount_minor::text as amount from ledger.postings p
       join ledger.accounts a on a.id = p.account_id and a.code = 'dues-waived'
       join ledger.transactions t on t.id = p.transaction_id where t.source_id = $1`,
      [debtor.invoice.id],
    );
    const asked = amountMinor < 10_00n ? 10_00n - amountMinor : 0n;
    const taken = asked < 10_00n - paidMinor ? asked : 10_00n - paidMinor;
    expect(booked).toEqual(taken === 0n ? [] : [{ amount: taken.toString() }]);
  });

  it('leaves what begins before it, and is refused without a trace', async () => {
    const debtor = await owing();
    const later = await ask(debtor, 0n, today());
    if (debtor.invoice.period_start < today()) {
      await grant(later.id);
      expect(await now(debtor)).toMatchObject({ state: 'open' });
    }
    const other = await owing();
    const { id } = await ask(other, 0n);
    await world.decideWaiver.execute(world.treasurer, { waiverId: id, state: 'refused' });
    expect(await now(other)).toMatchObject({ state: 'open' });
  });

  it('counts for what is issued in the same moment', async () => {
    nextPeriod();
    const actor = await member(world, 10_00n);
    const fromOn = `${today().slice(0, 8)}01`;
    const wish = { amountMinor: 0n, fromOn, untilOn: today() };
    const { id } = await world.askWaiver.execute(actor, wish);
    await Promise.all([issue(), grant(id)]);
    expect((await invoicesOf(world, actor)).map(({ state }) => state)).toEqual(['waived']);
  });
});
