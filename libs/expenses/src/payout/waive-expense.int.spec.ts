import { payoutsUnderWay } from '@rochdale/payouts';
import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine, inOrder } from '@rochdale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  claim,
  createExpenseWorld,
  factsOf,
  handIn,
  item,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { payoutDesk } from '../testing/payout-desk.js';
import type { PayoutDesk } from '../testing/payout-desk.js';

let world: ExpenseWorld;
let desk: PayoutDesk;
beforeAll(async () => {
  world = await createExpenseWorld();
  desk = await payoutDesk(world);
});
afterAll(async () => {
  await desk.close();
  await world.close();
});
afterEach(() => desk.lawful());

const coded = (code: string) => ({ code });
const statusOf = async (expenseId: string) => (await viewOf(world, expenseId)).status;
const by = (actor: Actor, expenseId: string) => world.waive.execute(actor, { expenseId });

/** What the books have of an expense, in order: on which day, and what on which account. */
const bookedOf = (expenseId: string) =>
  world.asOwner<{ on: string; isReversal: boolean; moved: string }>(
    `select (t.effective_at at time zone 'UTC')::date::text as on,
       t.reverses_id is not null as "isReversal",
       string_agg(concat_ws(' ', a.code, p.amount_minor, a.currency), ', ' order by a.code)
         as moved
     from ledger.transactions t join ledger.postings p on p.transaction_id = t.id
     join ledger.accounts a on a.id = p.account_id
     where t.source_kind = 'expense' and t.source_id = $1
     group by t.id order by t.sequence`,
    [expenseId],
  );

/** Approved, and its payout taken back before it was released. */
async function failed(amountMinor: bigint): Promise<string> {
  const expenseId = await desk.approved(amountMinor);
  const payoutId = await desk.payoutOf(expenseId);
  await world.cancelPayout.execute(world.treasurer, { payoutId });
  await desk.heard(payoutId, 'failed');
  return expenseId;
}

describe('who is paid by an approved expense waives it', () => {
  it('whole: the payout is cancelled and the debt reversed today, to the cent', async () => {
    const items = [item(1_00n), item(2_34n, { category: 'travel' }), item(66n)];
    const expenseId = await desk.approved(4_00n, { items, currency: 'CHF' });
    const payoutId = await desk.payoutOf(expenseId);
    const [approvedOn = ''] = (await bookedOf(expenseId)).map(({ on }) => on);
    world.clock.advance({ days: 40 });
    // The month of the approval is over and its books are closed: nothing is booked into it.
    await world.unitOfWork.run(world.system, (tx) =>
      desk.ledger.closeBooks(tx, { before: tx.now }),
    );
    const waivedAt = world.clock.now();
    expect(await desk.waive(expenseId)).toEqual({ expenseId, status: 'waived' });
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'waived',
      waivedAt,
      paidAt: null,
      payoutId,
    });
    expect(await desk.stateOf(payoutId)).toBe('cancelled');
    const today = waivedAt.toISOString().slice(0, 10);
    expect(await bookedOf(expenseId)).toEqual([
      {
        on: approvedOn,
        isReversal: false,
        moved: 'expense:hosting 166 CHF, expense:travel 234 CHF, payables -400 CHF',
      },
      {
        on: today,
        isReversal: true,
        moved: 'expense:hosting -166 CHF, expense:travel -234 CHF, payables 400 CHF',
      },
    ]);
    const [last] = (await factsOf(world, expenseId)).slice(-1);
    expect(last).toMatchObject({
      type: 'ExpenseWaived',
      data: { expenseId, amountMinor: '400', currency: 'CHF' },
    });
  });

  it('also after its payout failed, and whatever is heard of that changes nothing', async () => {
    const expenseId = await failed(3_00n);
    const payoutId = await desk.payoutOf(expenseId);
    await desk.waive(expenseId);
    for (const came of ['failed', 'settled', 'reopened'] as const) {
      expect(await desk.heard(payoutId, came)).toBe('nothing');
    }
    expect(await statusOf(expenseId)).toBe('waived');
  });

  it('once, for good: it is not asked for again, nor waived twice', async () => {
    const expenseId = await failed(3_00n);
    await desk.waive(expenseId);
    const conflict = coded('EXPENSE_STATUS_CONFLICT');
    await expect(desk.waive(expenseId)).rejects.toMatchObject(conflict);
    const retry = world.retryPayout.execute(world.treasurer, { expenseId });
    await expect(retry).rejects.toMatchObject(conflict);
    expect(await bookedOf(expenseId)).toHaveLength(2);
  });

  it('and nobody else: not who handed it in, not an office, not who read it once', async () => {
    const ann = await world.officer('Ann');
    const payee = { kind: 'member', id: ann.memberId ?? '' } as const;
    const expenseId = await desk.approved(5_00n, { payee });
    for (const other of [world.member, world.treasurer, world.second]) {
      await expect(by(other, expenseId)).rejects.toMatchObject(coded('EXPENSE_NOT_YOURS'));
    }
    await expect(by(world.system, expenseId)).rejects.toMatchObject(coded('FORBIDDEN'));
    const leo = await world.officer('Leo');
    await world.useCases.leave.execute(leo);
    const former = await world.actor(leo.accountId ?? '', world.cooperativeId);
    const unknown = coded('EXPENSE_NOT_FOUND');
    await expect(by(former, expenseId)).rejects.toMatchObject(unknown);
    const { member: elsewhere } = await world.neighbours(`weavers-${expenseId.slice(-6)}`);
    await expect(by(elsewhere, expenseId)).rejects.toMatchObject(unknown);
    await expect(by(ann, newId())).rejects.toMatchObject(unknown);
    const { expenseId: draft } = await world.draft.execute(world.member, claim(1_00n, { payee }));
    await expect(by(ann, draft)).rejects.toMatchObject(unknown);
    expect(await statusOf(expenseId)).toBe('approved');
    await by(ann, expenseId);
  });

  it('but for who was erased, and is paid nothing: of that, a treasurer says it', async () => {
    const zoe = await world.officer('Zoe');
    const payee = { kind: 'member', id: zoe.memberId ?? '' } as const;
    const expenseId = await desk.approved(5_00n, { payee });
    // As a back-up brings it back, of before she waived it.
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [payee.id, world.cooperativeId],
    );
    for (const other of [world.member, world.secretary]) {
      await expect(by(other, expenseId)).rejects.toMatchObject(coded('EXPENSE_NOT_YOURS'));
    }
    expect(await by(world.treasurer, expenseId)).toEqual({ expenseId, status: 'waived' });
  });

  it('also who left, or is suspended', async () => {
    const [ann, sue] = [await world.officer('Ann'), await world.officer('Sue')];
    const of = ({ memberId }: Actor) => ({ kind: 'member', id: memberId ?? '' }) as const;
    const left = await desk.approved(5_00n, { payee: of(ann) });
    const suspended = await desk.approved(5_00n, { payee: of(sue) });
    await world.useCases.leave.execute(ann);
    await world.asOwner(`update membership.members set standing = 'suspended' where id = $1`, [
      sue.memberId,
    ]);
    for (const [actor, expenseId] of [
      [ann, left],
      [sue, suspended],
    ] as const) {
      const now = await world.actor(actor.accountId ?? '', world.cooperativeId);
      expect(await by(now, expenseId)).toEqual({ expenseId, status: 'waived' });
    }
  });

  it('what is not decided, was refused, is paid, or is a partner’s is not waived', async () => {
    const submitted = await handIn(world, claim(5_00n));
    const conflict = coded('EXPENSE_STATUS_CONFLICT');
    await expect(desk.waive(submitted)).rejects.toMatchObject(conflict);
    await world.reject.execute(world.treasurer, { expenseId: submitted, reason: 'not ours' });
    await expect(desk.waive(submitted)).rejects.toMatchObject(conflict);
    const ofPartner = await desk.approved(5_00n, { payee: { kind: 'partner', id: newId() } });
    await expect(desk.waive(ofPartner)).rejects.toMatchObject(coded('EXPENSE_NOT_YOURS'));
    const paid = await desk.approved(5_00n);
    await desk.release(paid);
    await desk.filed(paid);
    const being = coded('EXPENSE_BEING_PAID');
    await expect(desk.waive(paid)).rejects.toMatchObject(being);
    const payoutId = await desk.payoutOf(paid);
    await desk.told(-5_00n, await desk.nameOf(payoutId));
    // Nobody heard of it yet, but the money is there.
    await expect(desk.waive(paid)).rejects.toMatchObject(being);
    await desk.heard(payoutId, 'settled');
    await expect(desk.waive(paid)).rejects.toMatchObject(conflict);
    expect(await statusOf(paid)).toBe('paid');
  });
});

const codeOf = (error: unknown) => (error as { code?: string }).code ?? String(error);
const payoutRowOf = async (expenseId: string) =>
  `select from payments.payouts where id = '${await desk.payoutOf(expenseId)}'`;
const rowOf = (expenseId: string) => `select from expenses.expenses where id = '${expenseId}'`;

describe('two at once: one is waived, or paid', () => {
  it('where a treasurer releases it meanwhile, whoever comes first', async () => {
    const one = await desk.approved(4_01n);
    const release = (id: string) => () => desk.release(id);
    const waive = (id: string) => () => desk.waive(id);
    expect(await inOrder(world, await payoutRowOf(one), release(one), waive(one))).toEqual([
      'done',
      'EXPENSE_BEING_PAID',
    ]);
    const other = await desk.approved(4_02n);
    expect(await inOrder(world, await payoutRowOf(other), waive(other), release(other))).toEqual([
      'done',
      'PAYOUT_STATE',
    ]);
    expect([await statusOf(one), await statusOf(other)]).toEqual(['approved', 'waived']);
  });

  it('where a treasurer asks for it again meanwhile: the new payout is taken back', async () => {
    const retry = (expenseId: string) => () =>
      world.retryPayout.execute(world.treasurer, { expenseId });
    const [one, other] = [await failed(4_03n), await failed(4_04n)];
    expect(await inOrder(world, rowOf(one), retry(one), () => desk.waive(one))).toEqual([
      'done',
      'done',
    ]);
    expect(await desk.stateOf(await desk.payoutOf(one))).toBe('cancelled');
    expect(await inOrder(world, rowOf(other), () => desk.waive(other), retry(other))).toEqual([
      'done',
      'EXPENSE_STATUS_CONFLICT',
    ]);
    expect([await statusOf(one), await statusOf(other)]).toEqual(['waived', 'waived']);
  });

  it('where it is pressed twice', async () => {
    const one = await desk.approved(4_05n);
    const waive = () => desk.waive(one);
    expect(await inOrder(world, rowOf(one), waive, waive)).toEqual([
      'done',
      'EXPENSE_STATUS_CONFLICT',
    ]);
    expect(await bookedOf(one)).toHaveLength(2);
  });

  it('where its bank debits what it had refused, whoever comes first', async () => {
    const [one, other] = [await desk.approved(4_06n), await desk.approved(4_07n)];
    await desk.refused(one);
    await desk.refused(other);
    const debitOf = async (expenseId: string, amountMinor: bigint) => {
      const payoutId = await desk.payoutOf(expenseId);
      const { id } = await desk.told(-amountMinor, 'of nothing known');
      return () => desk.assign(id, payoutId);
    };
    const debit = await debitOf(one, 4_06n);
    const waive = (id: string) => () => desk.waive(id);
    expect(await inOrder(world, await payoutRowOf(one), debit, waive(one))).toEqual([
      'done',
      'EXPENSE_BEING_PAID',
    ]);
    await desk.heard(await desk.payoutOf(one), 'settled');
    const late = await debitOf(other, 4_07n);
    expect(await inOrder(world, await payoutRowOf(other), waive(other), late)).toEqual([
      'done',
      'done',
    ]);
    const payouts = [await desk.payoutOf(one), await desk.payoutOf(other)];
    expect(await Promise.all(payouts.map((id) => desk.stateOf(id)))).toEqual([
      'settled settles',
      'rejected claims',
    ]);
    expect([await statusOf(one), await statusOf(other)]).toEqual(['paid', 'waived']);
  });
});

describe('what a bank does to a waived expense', () => {
  it('waits, when it debits it, for a treasurer: what left is claimed back', async () => {
    const expenseId = await desk.approved(6_00n);
    await desk.refused(expenseId);
    const payoutId = await desk.payoutOf(expenseId);
    await desk.waive(expenseId);
    const line = await desk.told(-6_00n, await desk.nameOf(payoutId));
    expect(line.state).toBe('new');
    await desk.assign(line.id, payoutId);
    expect(await desk.stateOf(payoutId)).toBe('rejected claims');
    expect(await desk.heard(payoutId, 'settled')).toBe('nothing');
    await desk.lawful();
    world.clock.advance({ days: 1 });
    await desk.told(6_00n, await desk.nameOf(payoutId));
    expect(await desk.stateOf(payoutId)).toBe('returned claims');
    expect(await statusOf(expenseId)).toBe('waived');
  });

  it('is not undone, when it had brought it back: nothing is owed that it could pay', async () => {
    const expenseId = await desk.approved(6_01n);
    await desk.release(expenseId);
    await desk.filed(expenseId);
    const payoutId = await desk.payoutOf(expenseId);
    await desk.told(-6_01n, await desk.nameOf(payoutId));
    await desk.heard(payoutId, 'settled');
    world.clock.advance({ days: 1 });
    const back = await desk.told(6_01n, await desk.nameOf(payoutId));
    await desk.heard(payoutId, 'failed');
    const of = { id: payoutId, obligationKind: 'expense', obligationId: expenseId };
    const whyNot = () =>
      world.unitOfWork.read(world.treasurer, async (tx) =>
        [...(await desk.room.givenBack.whyNotTake(tx, [of])).values()].map(codeOf),
      );
    expect(await whyNot()).toEqual([]);
    await desk.waive(expenseId);
    expect(await whyNot()).toEqual(['EXPENSE_STATUS_CONFLICT']);
    await expect(desk.undo(back.id)).rejects.toMatchObject(coded('EXPENSE_STATUS_CONFLICT'));
    expect(await desk.stateOf(payoutId)).toBe('returned');
  });

  it('while it is claimed back from them, nothing is waived', async () => {
    const expenseId = await desk.approved(6_02n);
    await desk.refused(expenseId);
    const payoutId = await desk.payoutOf(expenseId);
    await world.retryPayout.execute(world.treasurer, { expenseId });
    const next = await desk.payoutOf(expenseId);
    const line = await desk.told(-6_02n, await desk.nameOf(payoutId));
    await desk.assign(line.id, payoutId);
    await world.cancelPayout.execute(world.treasurer, { payoutId: next });
    await desk.heard(next, 'failed');
    await expect(desk.waive(expenseId)).rejects.toMatchObject(coded('EXPENSE_BEING_PAID'));
    expect(await statusOf(expenseId)).toBe('payout-failed');
  });
});

it('is done whole or not at all, wherever the process is killed', async () => {
  const expenseId = await desk.approved(7_00n);
  const payoutId = await desk.payoutOf(expenseId);
  const deaths = await dyingOnEachLine(
    () => desk.waive(expenseId),
    async () => {
      const left = [await statusOf(expenseId), await desk.stateOf(payoutId)];
      expect([...left, (await bookedOf(expenseId)).length]).toEqual(['approved', 'approved', 1]);
    },
  );
  expect(deaths).toBeGreaterThan(5);
  expect([await statusOf(expenseId), (await bookedOf(expenseId)).length]).toEqual(['waived', 2]);
});

it('what waits for its release is called so, and on its way once it is released', async () => {
  const ann = await world.officer('Ann');
  const id = ann.memberId ?? '';
  await desk.canPay(ann);
  const expenseId = await desk.approved(7_01n, { payee: { kind: 'member', id } });
  const said = async (reader: Actor) => {
    const found = await world.unitOfWork.read(reader, (tx) => payoutsUnderWay(tx, [id]));
    return [found.get(id)?.code, found.get(id)?.message];
  };
  expect(await said(ann)).toEqual([
    'PAYOUT_WAITING',
    'Money to you waits for a treasurer to release it.',
  ]);
  await desk.release(expenseId);
  expect(await said(ann)).toEqual(['PAYOUT_UNDER_WAY', 'Money to you is on its way.']);
  const underWay = ['PAYOUT_UNDER_WAY', 'Money to this member is on its way.'];
  expect(await said(world.treasurer)).toEqual(underWay);
});

describe('the database has the last word', () => {
  const asApplication = (text: string, values: unknown[]) =>
    world.asApplication(text, values, world.cooperativeId);
  const set = `update expenses.expenses set status = 'waived', waived_at = now() where id = $1`;

  it('on what is still owed in the books, and on what is being paid', async () => {
    const expenseId = await desk.approved(8_00n);
    await expect(asApplication(set, [expenseId])).rejects.toThrow('reversed in the books');
    const submitted = await handIn(world, claim(8_01n));
    await expect(asApplication(set, [submitted])).rejects.toThrow('cannot become waived');
    await expect(
      asApplication(`update expenses.expenses set waived_at = now() where id = $1`, [expenseId]),
    ).rejects.toThrow('expenses_waived_check');
  });

  it('on a payout of what was waived, a new one or an old', async () => {
    const expenseId = await failed(8_02n);
    await desk.waive(expenseId);
    const again = world.unitOfWork.run(world.system, (tx) =>
      world.payouts.request(tx, {
        obligation: { kind: 'expense', id: expenseId },
        payee: { kind: 'member', id: world.member.memberId ?? '' },
        amountMinor: 8_02n,
        currency: 'EUR',
        debitAccountId: newId(),
        memo: 'Expense',
      }),
    );
    await expect(again).rejects.toThrow('what was waived is not paid');
    const refused = await desk.approved(8_03n);
    await desk.refused(refused);
    await desk.waive(refused);
    const settle = asApplication(
      `update payments.payouts set state = 'settled', late_debit = 'settles', settled_at = now(),
         transaction_id = gen_random_uuid() where id = $1`,
      [await desk.payoutOf(refused)],
    );
    await expect(settle).rejects.toThrow('what was waived is not paid');
    const moved = asApplication(
      `update expenses.expenses set waived_at = now() - interval '1 day' where id = $1`,
      [expenseId],
    );
    await expect(moved).rejects.toThrow('waived_at of an expense that is waived is frozen');
  });
});
