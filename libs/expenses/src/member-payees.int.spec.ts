import type { Actor, Tx } from '@rochdale/platform';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExpenseQueries } from './expense/expense.queries.js';
import {
  claim,
  createExpenseWorld,
  handIn,
  item,
  receiptOf,
  viewOf,
} from './testing/expense-world.js';
import type { ExpenseWorld } from './testing/expense-world.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

/** Who left, and what was claimed for them before, where it was. */
async function leaver(claimedMinor: bigint | null = null) {
  const actor = await world.officer('Ann');
  const payee = { kind: 'member', id: actor.memberId ?? '' } as const;
  const expenseId =
    claimedMinor === null ? '' : await handIn(world, claim(claimedMinor, { payee }));
  await world.useCases.leave.execute(actor);
  const former = await world.actor(actor.accountId ?? '', world.cooperativeId);
  return { former, payee, expenseId };
}
const erase = (by: Actor) => world.useCases.erase.execute(by, {});
const unpaid = { code: 'EXPENSE_UNPAID' };

/** A payout that is for no expense. */
const owe = (tx: Tx, memberId: string) =>
  world.payouts.request(tx, {
    obligation: { kind: 'gift', id: newId() },
    payee: { kind: 'member', id: memberId },
    amountMinor: 1_00n,
    currency: 'EUR',
    debitAccountId: newId(),
    memo: 'Thanks',
  });

describe('who left is not erased', () => {
  it('before what they claimed was refused; what others claim for them keeps nobody', async () => {
    const { former, payee } = await leaver(5_00n);
    expect((await erase(former)).id).toBe(payee.id);
    const ann = await world.officer('Ann');
    const expenseId = await handIn(world, claim(5_00n), ann);
    await world.useCases.leave.execute(ann);
    const again = await world.actor(ann.accountId ?? '', world.cooperativeId);
    await expect(erase(again)).rejects.toMatchObject(unpaid);
    await world.reject.execute(world.treasurer, { expenseId, reason: 'not ours' });
    expect((await erase(again)).id).toBe(ann.memberId);
  });

  it('but reads what is theirs, and takes it back: nobody else has to be asked', async () => {
    const ann = await world.officer('Ann');
    const own = await handIn(world, claim(5_00n), ann);
    const receiptId = await receiptOf(world);
    const others = await handIn(world, claim(7_00n, { items: [item(7_00n, { receiptId })] }));
    await world.useCases.leave.execute(ann);
    const former = await world.actor(ann.accountId ?? '', world.cooperativeId);
    const titles = await world.unitOfWork.read(former, async (tx) => {
      const queries = new ExpenseQueries();
      const { rows } = await queries.page(tx, {}, { first: 10 });
      expect(rows.map(({ id }) => id)).toEqual([own]);
      expect(await queries.byIds(tx, [others])).toEqual([]);
      expect(await queries.itemsOf(tx, [others])).toEqual([]);
      expect((await queries.itemsOf(tx, [own])).length).toBeGreaterThan(0);
      expect(await queries.readableReceipt(tx, others, receiptId)).toBeNull();
      return rows.map(({ title }) => title);
    });
    await expect(erase(former)).rejects.toMatchObject({
      ...unpaid,
      message: `What you claimed is neither paid nor refused yet: “${titles[0] ?? ''}”.`,
    });
    const withdraw = (expenseId: string) => world.withdraw.execute(former, { expenseId });
    await expect(withdraw(others)).rejects.toMatchObject({ code: 'EXPENSE_NOT_FOUND' });
    await withdraw(own);
    expect((await erase(former)).id).toBe(ann.memberId);
  });

  it('before it was paid, be it that a payout failed', async () => {
    const { former, expenseId } = await leaver(5_00n);
    await world.approve.execute(world.treasurer, { expenseId });
    await expect(erase(former)).rejects.toMatchObject(unpaid);
    const { payoutId } = await viewOf(world, expenseId);
    const news = { payoutId: payoutId ?? '', came: 'failed' } as const;
    await world.recordPayout.execute(world.system, news);
    await expect(erase(former)).rejects.toMatchObject(unpaid);
  });

  it('but once they waived what is owed to them', async () => {
    const { former, payee, expenseId } = await leaver(5_00n);
    await world.approve.execute(world.treasurer, { expenseId });
    await expect(erase(former)).rejects.toMatchObject(unpaid);
    await world.waive.execute(former, { expenseId });
    expect((await erase(former)).id).toBe(payee.id);
  });

  it('while a payout to them is approved or on its way', async () => {
    const { former, payee } = await leaver();
    const { id } = await world.unitOfWork.run(world.system, (tx) => owe(tx, payee.id));
    await expect(erase(former)).rejects.toMatchObject({
      code: 'PAYOUT_WAITING',
      message: 'Money to you waits for a treasurer to release it.',
    });
    await world.cancelPayout.execute(world.treasurer, { payoutId: id });
    expect((await erase(former)).id).toBe(payee.id);
  });

  it('while somebody writes a payout to them', async () => {
    const { former, payee } = await leaver();
    let erasing: Promise<unknown> = Promise.resolve();
    await world.unitOfWork.run(world.system, async (tx) => {
      await owe(tx, payee.id);
      erasing = erase(former).catch((error: unknown) => error);
      await vi.waitFor(async () => {
        const waiting = `select 1 from pg_locks where not granted
          and cardinality(pg_blocking_pids(pid)) > 0`;
        expect(await world.asOwner(waiting)).toHaveLength(1);
      });
    });
    expect(await erasing).toMatchObject({ code: 'PAYOUT_WAITING' });
  });
});

it('who was erased is claimed nothing for, and paid nothing', async () => {
  const { former, payee } = await leaver();
  await erase(former);
  const unknown = { code: 'PAYEE_UNKNOWN' };
  await expect(handIn(world, claim(5_00n, { payee }))).rejects.toMatchObject(unknown);
  const paying = world.unitOfWork.run(world.system, (tx) => owe(tx, payee.id));
  await expect(paying).rejects.toMatchObject(unknown);
});
