import type { Actor, Tx } from '@rochdale/platform';
import fc from 'fast-check';
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
  statement,
} from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import { creditStore } from './credit.store.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

const EUR = 'EUR';
const because = 'it was another';

/** Somebody who was asked for ten, for each of that many months, paid nothing and was erased. */
async function erased(months = 1) {
  const actor = await member(world, 10_00n);
  await world.issue.execute(world.system);
  for (let month = 1; month < months; month += 1) {
    world.clock.advance({ days: 31 });
    await world.issue.execute(world.system);
  }
  await erase(await leave(actor));
  const invoices = await invoicesOf(world, actor);
  return { actor, memberId: actor.memberId ?? '', invoices, ...first(invoices) };
}

const first = ([invoice]: Awaited<ReturnType<typeof invoicesOf>>) => ({
  invoiceId: invoice?.id ?? '',
  reference: invoice?.reference ?? '',
});
async function leave(actor: Actor): Promise<Actor> {
  await world.useCases.leave.execute(actor);
  return world.actor(actor.accountId ?? '', world.cooperativeId);
}
const erase = (by: Actor) => world.useCases.erase.execute(by, {});

const lineOf = async (statementId: string): Promise<string> =>
  (await linesOf(world, statementId))[0]?.id ?? '';
const comes = async (amountMinor: bigint, reference?: string): Promise<string> =>
  lineOf(await pay(world, { amountMinor, ...(reference === undefined ? {} : { reference }) }));
const undo = (id: string) => world.undo.execute(world.treasurer, { lineId: id, because });

interface Standing {
  /** What the member has, what nobody claimed of it, and what is paid of their invoices. */
  readonly credit: string;
  readonly unclaimed: string;
  readonly paid: readonly string[];
}
async function standing({ memberId, actor }: { memberId: string; actor: Actor }) {
  const [row] = await world.asOwner<Omit<Standing, 'paid'>>(
    `select (select coalesce(sum(balance_minor), 0)::text from dues.credits
        where member_id = $1) as credit,
      (select coalesce(-sum(amount_minor), 0)::text from dues.credit_entries
        where member_id = $1 and kind = 'unclaimed') as unclaimed`,
    [memberId],
  );
  const paid = (await invoicesOf(world, actor)).map((one) => one.paid_minor);
  return { ...row, paid };
}
/** What the books have of it. */
async function otherIncome(): Promise<bigint> {
  const [row] = await world.asOwner<{ sum: string }>(
    `select coalesce(-sum(balance_minor), 0)::text as sum from ledger.accounts
     where cooperative_id = $1 and code = 'other-income'`,
    [world.cooperativeId],
  );
  return BigInt(row?.sum ?? 0n);
}

describe('what comes for a member who was erased, and is more than they owe', () => {
  it('is other income at once, is told to treasurers, and is undone with its line', async () => {
    const late = await erased();
    const before = await otherIncome();
    const lineId = await comes(25_00n, late.reference);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '1500', paid: ['1000'] });
    expect((await otherIncome()) - before).toBe(15_00n);
    expect(await factsOf(world, 'dues.CreditForgone', late.memberId)).toMatchObject([
      { by: 'nobody', amountMinor: '1500', currency: EUR },
    ]);
    await lawsHold(world);
    await undo(lineId);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '0', paid: ['0'] });
    expect(await otherIncome()).toBe(before);
  });

  it('is all of it or nothing, wherever the process dies', async () => {
    const late = await erased();
    const statementId = await statement(world, [{ amountMinor: 12_00n }]);
    const lineId = await lineOf(statementId);
    const deaths = await dyingAtEachStep(world, ({ assignLine }) =>
      assignLine.execute(world.treasurer, { lineId, invoiceId: late.invoiceId }),
    );
    expect(deaths).toBeGreaterThan(5);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '200', paid: ['1000'] });
    const undone = await dyingAtEachStep(world, (useCases) =>
      useCases.undo.execute(world.treasurer, { lineId, because }),
    );
    expect(undone).toBeGreaterThan(5);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '0', paid: ['0'] });
  });

  it('is so where a treasurer names an invoice of theirs, or says whose the rest is', async () => {
    const late = await erased();
    const byInvoice = await comes(11_00n);
    await world.assignLine.execute(world.treasurer, {
      lineId: byInvoice,
      invoiceId: late.invoiceId,
    });
    const byMember = await comes(4_00n);
    const split = { lineId: byMember, parts: [], creditMemberId: late.memberId };
    await world.split.execute(world.treasurer, split);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '500', paid: ['1000'] });
    await undo(byInvoice);
    // As if it had never come: what came after it pays the invoice no more than it did.
    expect(await standing(late)).toMatchObject({ credit: '0' });
    await undo(byMember);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '0', paid: ['0'] });
  });

  it('pays what else they owe before it is nobody’s', async () => {
    const late = await erased(2);
    const lineId = await comes(25_00n, late.reference);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '500', paid: ['1000', '1000'] });
    await undo(lineId);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '0', paid: ['0', '0'] });
  });

  it('is so where their invoice is cancelled, or asks for less, after it was paid', async () => {
    const late = await erased();
    const lineId = await comes(10_00n, late.reference);
    const { invoiceId } = late;
    const less = { invoiceId, amountMinor: 3_00n, reason: 'a mistake', idempotencyKey: invoiceId };
    await world.creditInvoice.execute(world.treasurer, less);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '300', paid: ['700'] });
    await world.cancelInvoice.execute(world.treasurer, { invoiceId, reason: 'a mistake' });
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '1000', paid: ['0'] });
    await lawsHold(world);
    await undo(lineId);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '0', paid: ['0'] });
  });

  it('goes back to who paid it: what leaves is assigned as its return', async () => {
    const late = await erased();
    const before = await otherIncome();
    const lineId = await comes(25_00n, late.reference);
    const given = await comes(-15_00n);
    await world.assignReturn.execute(world.treasurer, { lineId: given, returnsLineId: lineId });
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '0', paid: ['1000'] });
    expect(await otherIncome()).toBe(before);
    await lawsHold(world);
    await undo(given);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '1500', paid: ['1000'] });
  });

  it('is one or the other in the moment at which they are erased', async () => {
    const actor = await member(world, 10_00n);
    await world.issue.execute(world.system);
    const former = await leave(actor);
    const { reference } = first(await invoicesOf(world, actor));
    const statementId = await statement(world, [{ amountMinor: 13_00n, reference }]);
    const [, gone] = await Promise.allSettled([
      world.match.execute(world.system, { statementId }),
      erase(former),
    ]);
    const isGone = gone.status === 'fulfilled';
    expect(await standing({ actor, memberId: actor.memberId ?? '' })).toEqual({
      credit: isGone ? '0' : '300',
      unclaimed: isGone ? '300' : '0',
      paid: ['1000'],
    });
  });

  it('stands as if only the lines that were not undone had come, in whatever order', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(amounts, fc.infiniteStream(fc.boolean()), async (euros, coins) => {
        const late = await erased();
        const lines: { readonly id: string; readonly minor: bigint }[] = [];
        for (const euro of euros) {
          const minor = BigInt(euro) * 100n;
          const id = await comes(minor);
          const split = { lineId: id, parts: [], creditMemberId: late.memberId };
          await world.split.execute(world.treasurer, split);
          lines.push({ id, minor });
          const [undone] = coins.next().value ? lines.splice(0, 1) : [];
          if (undone !== undefined) await undo(undone.id);
          const total = lines.reduce((sum, one) => sum + one.minor, 0n);
          const paid = total < 10_00n ? total : 10_00n;
          const unclaimed = String(total - paid);
          const stands = { credit: '0', unclaimed, paid: [String(paid)] };
          expect(await standing(late)).toEqual(stands);
        }
        await lawsHold(world);
      }),
      { numRuns: 8 },
    );
  });
});

describe('credit of who was erased, from before it was nobody’s as it comes', () => {
  it('is written off by the day’s issuing, and no one else’s is', async () => {
    const late = await erased();
    const there = await member(world, 10_00n);
    const memberIds = [late.memberId, there.memberId ?? ''];
    await world.cancelInvoice.execute(world.treasurer, {
      invoiceId: late.invoiceId,
      reason: 'a mistake',
    });
    await world.issue.execute(world.system);
    const { reference } = first(await invoicesOf(world, there));
    await comes(10_00n, reference);
    await world.unitOfWork.run(world.system, async (tx) => {
      for (const memberId of memberIds) await asBefore(tx, memberId);
    });
    await lawsHold(world);
    await world.issue.execute(world.system);
    expect(await standing(late)).toMatchObject({ credit: '0', unclaimed: '700' });
    expect(await standing({ actor: there, memberId: memberIds[1] ?? '' })).toMatchObject({
      credit: '700',
      unclaimed: '0',
    });
  });

  async function asBefore(tx: Tx, memberId: string): Promise<void> {
    const keys = ['member-credits', 'dues-income'] as const;
    const accounts = await world.chart.accounts(tx, keys, EUR);
    const { id: transactionId } = await world.ledger.post(tx, {
      idempotencyKey: `before:${memberId}`,
      description: 'Credit',
      source: { kind: 'invoice', id: memberId },
      postings: [
        { accountId: accounts.require('dues-income'), amountMinor: 7_00n },
        { accountId: accounts.require('member-credits'), amountMinor: -7_00n },
      ],
    });
    const move = { memberId, currency: EUR, amountMinor: 7_00n, transactionId };
    await creditStore.move(tx, { ...move, kind: 'credited' });
  }
});
