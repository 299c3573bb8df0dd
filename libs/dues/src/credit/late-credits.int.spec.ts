import type { Actor, Tx } from '@rochdale/platform';
import { gate, untilWaitingOrOver } from '@rochdale/testing';
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
    // As if it had never come: what came after it pays the invoice.
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '0', paid: ['400'] });
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

  it('pays what is owed again when a line before it is undone, or returned', async () => {
    const late = await erased(2);
    const before = await otherIncome();
    const [one, other] = late.invoices.map(({ reference }) => reference);
    const [first, second] = [await comes(10_00n, one), await comes(10_00n, other)];
    await credited(late, await comes(15_00n));
    expect(await standing(late)).toMatchObject({ unclaimed: '1500', paid: ['1000', '1000'] });
    world.clock.advance({ days: 70 });
    const now = world.clock.now();
    await world.unitOfWork.run(world.system, (tx) => world.ledger.closeBooks(tx, { before: now }));
    const back = await returned(second, 10_00n);
    expect(await standing(late)).toMatchObject({ unclaimed: '500', paid: ['1000', '1000'] });
    await undo(first);
    expect(await standing(late)).toMatchObject({ unclaimed: '0', paid: ['500', '1000'] });
    expect(await otherIncome()).toBe(before);
    await lawsHold(world);
    await undo(back);
    expect(await standing(late)).toMatchObject({ unclaimed: '500', paid: ['1000', '1000'] });
  });

  it('stands as if only the lines that remain had come, in whatever order', async () => {
    const step = fc.record({
      does: fc.constantFrom('comes', 'names', 'undone', 'returned'),
      euros: fc.integer({ min: 1, max: 30 }),
      nth: fc.nat({ max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { minLength: 2, maxLength: 7 }),
        async (months, steps) => {
          const late = await erased(months);
          const before = await otherIncome();
          const lines: Line[] = [];
          for (const one of steps) {
            await happens(late, lines, one);
            const total = lines.reduce((sum, { minor }) => sum + minor, 0n);
            const owedMinor = BigInt(months) * 10_00n;
            const paidMinor = total < owedMinor ? total : owedMinor;
            const { paid, ...stands } = await standing(late);
            expect(stands).toEqual({ credit: '0', unclaimed: String(total - paidMinor) });
            expect(paid.reduce((sum, minor) => sum + BigInt(minor), 0n)).toBe(paidMinor);
            expect((await otherIncome()) - before).toBe(total - paidMinor);
          }
          await lawsHold(world);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('stands so where one line is undone while another comes', async () => {
    const late = await erased(2);
    const [one, other] = late.invoices.map(({ reference }) => reference);
    const lineIds = [await comes(10_00n, one), await comes(10_00n, other)];
    const waits = await comes(25_00n);
    await Promise.all([...lineIds.map(undo), credited(late, waits)]);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '500', paid: ['1000', '1000'] });
    await lawsHold(world);
  });

  it('pays what is owed again also where it comes at that moment', async () => {
    const late = await erased();
    const lineId = await comes(10_00n, late.reference);
    const { opened, open } = gate();
    const credit = { memberId: late.memberId, currency: EUR, amountMinor: 12_00n };
    const coming = world.unitOfWork.run(world.system, async (tx) => {
      const transactionId = await post(tx, credit);
      await world.memberCredits.move(tx, { ...credit, transactionId, kind: 'credited' });
      await opened;
    });
    const undoing = undo(lineId);
    try {
      await untilWaitingOrOver(world, undoing);
    } finally {
      open();
    }
    await Promise.all([coming, undoing]);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '200', paid: ['1000'] });
    await lawsHold(world);
  });

  it('pays nothing that is owed in another currency', async () => {
    const late = await erased();
    const lineId = await comes(10_00n, late.reference);
    const elsewhere = { memberId: late.memberId, currency: 'USD', amountMinor: 9_00n };
    await world.unitOfWork.run(world.system, async (tx) => {
      await asBefore(tx, elsewhere);
      await world.forgone.unclaimed(tx, late.memberId, 'USD');
    });
    await undo(lineId);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '900', paid: ['0'] });
    await lawsHold(world);
  });
});

interface Line {
  readonly id: string;
  readonly minor: bigint;
}

interface Step {
  readonly does: string;
  readonly euros: number;
  readonly nth: number;
}

type Late = Awaited<ReturnType<typeof erased>>;

/** A treasurer says that it is theirs. */
const credited = ({ memberId }: Late, lineId: string) =>
  world.split.execute(world.treasurer, { lineId, parts: [], creditMemberId: memberId });

/** The bank takes a line back. Its id. */
async function returned(returnsLineId: string, minor: bigint): Promise<string> {
  const lineId = await comes(-minor);
  await world.assignReturn.execute(world.treasurer, { lineId, returnsLineId });
  return lineId;
}

/** A line comes, or what one of them did ends; of these are left those that stand. */
async function happens(late: Late, lines: Line[], { does, euros, nth }: Step): Promise<void> {
  if (does === 'comes' || does === 'names') {
    const minor = BigInt(euros) * 100n;
    const invoice = late.invoices[nth % late.invoices.length];
    const id = await comes(minor, does === 'names' ? invoice?.reference : undefined);
    const [line] = await world.asOwner<{ state: string }>(
      'select state from payments.bank_lines where id = $1',
      [id],
    );
    // Also one that names what was paid by then: it waits until a treasurer says whose it is.
    if (line?.state !== 'matched') await credited(late, id);
    lines.push({ id, minor });
    return;
  }
  const [line] = lines.length === 0 ? [] : lines.splice(nth % lines.length, 1);
  if (line === undefined) return;
  if (does === 'undone') {
    await undo(line.id);
    return;
  }
  const backId = await returned(line.id, line.minor);
  // What the bank took back may have been another's as well.
  if (euros % 2 === 1) return;
  await undo(backId);
  lines.push(line);
}

describe('credit of who was erased, from before it was nobody’s as it comes', () => {
  it('pays by the day’s issuing what they owe, where it was written off', async () => {
    const late = await erased();
    const { memberId } = late;
    await world.unitOfWork.run(world.system, async (tx) => {
      await asBefore(tx, { memberId, currency: EUR, amountMinor: 14_00n });
      await world.forgone.unclaimed(tx, memberId, EUR);
    });
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '1400', paid: ['0'] });
    await world.issue.execute(world.system);
    expect(await standing(late)).toEqual({ credit: '0', unclaimed: '400', paid: ['1000'] });
  });

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
      for (const memberId of memberIds) {
        await asBefore(tx, { memberId, currency: EUR, amountMinor: 7_00n });
      }
    });
    await lawsHold(world);
    await world.issue.execute(world.system);
    expect(await standing(late)).toMatchObject({ credit: '0', unclaimed: '700' });
    expect(await standing({ actor: there, memberId: memberIds[1] ?? '' })).toMatchObject({
      credit: '700',
      unclaimed: '0',
    });
  });
});

interface Credit {
  readonly memberId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** What gives somebody credit in the books; its id. */
async function post(tx: Tx, { memberId, currency, amountMinor }: Credit): Promise<string> {
  const keys = ['member-credits', 'dues-income'] as const;
  const accounts = await world.chart.accounts(tx, keys, currency);
  const { id } = await world.ledger.post(tx, {
    idempotencyKey: `before:${memberId}`,
    description: 'Credit',
    source: { kind: 'invoice', id: memberId },
    postings: [
      { accountId: accounts.require('dues-income'), amountMinor },
      { accountId: accounts.require('member-credits'), amountMinor: -amountMinor },
    ],
  });
  return id;
}

/** Credit that nobody wrote off as it came. */
async function asBefore(tx: Tx, credit: Credit): Promise<void> {
  await creditStore.move(tx, {
    ...credit,
    transactionId: await post(tx, credit),
    kind: 'credited',
  });
}
