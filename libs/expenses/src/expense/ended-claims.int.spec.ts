import { allRetentions, daysLater } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../expenses.personal-data.js';
import { claim, createExpenseWorld, handIn, item, receiptOf } from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';

let world: ExpenseWorld;
let bystander: Actor;
let auditor: Actor;
let payee: Actor;
beforeAll(async () => {
  world = await createExpenseWorld();
  bystander = await world.officer('Joe');
  auditor = await world.officer('Ida', 'auditor');
  payee = await world.officer('Pat');
});
afterAll(() => world.close());

const words = { title: 'A brace for my knee', reason: 'Ask the insurance' };
const description = 'Dr Bone';
const forPat = async () => {
  const receiptId = await receiptOf(world);
  const items = [item(10_00n, { description, receiptId })];
  return claim(0n, {
    title: words.title,
    items,
    payee: { kind: 'member', id: payee.memberId ?? '' },
  });
};
const read = (by: Actor, id: string) =>
  world.unitOfWork.read(by, async (tx) => {
    const [view] = await world.queries.byIds(tx, [id]);
    const items = await world.queries.itemsOf(tx, [id]);
    const found = await world.queries.page(tx, { text: 'brace knee' }, { first: 50 });
    return {
      title: view?.title,
      reason: view?.reason,
      status: view?.status,
      amountMinor: view?.amountMinor,
      items: items.map((one) => [one.description, one.receiptId !== null]),
      isFound: found.rows.some((one) => one.id === id),
    };
  });
const rejected = async () => {
  const expenseId = await handIn(world, await forPat());
  await world.reject.execute(world.treasurer, { expenseId, reason: words.reason });
  return expenseId;
};
const takenBack = async () => {
  const expenseId = await handIn(world, await forPat());
  await world.withdraw.execute(world.member, { expenseId });
  return expenseId;
};
const terms = allRetentions().filter(({ term }) => term === 'never-owed');
/** As the nightly job does it on that day. */
const drop = (day: Date) =>
  world.unitOfWork.run(world.system, async (tx) => {
    for (const { statement } of terms) {
      await tx.rows(statement, [tx.cooperativeId, daysLater(day, -90)]);
    }
  });
const kept = async (id: string) => {
  const [row] = await world.asOwner<{ all: string; stands: boolean }>(
    `select e::text || coalesce((select string_agg(i::text, '') from expenses.items i
         where i.expense_id = e.id), '') as all,
       expenses.terms_hash(e) = e.terms_hash as stands
     from expenses.expenses e where id = $1`,
    [id],
  );
  return row;
};
const filesOf = (id: string) =>
  world.asOwner('select from platform.attachments where subject_id = $1', [id]);

describe('of a claim that was declined or taken back, of which nothing is owed', () => {
  it('members read what became of it and how much it was, and nothing else', async () => {
    const open = await handIn(world, await forPat());
    expect(await read(bystander, open)).toMatchObject({ title: words.title, isFound: true });
    for (const [id, status] of [
      [await rejected(), 'rejected'],
      [await takenBack(), 'withdrawn'],
    ] as const) {
      expect(await read(bystander, id)).toEqual({
        title: 'Withheld',
        reason: null,
        status,
        amountMinor: 10_00n,
        items: [],
        isFound: false,
      });
    }
  });

  it('whoever handed it in, would be paid or has to answer for it reads it on', async () => {
    const id = await rejected();
    const all = { ...words, items: [[description, true]], isFound: true };
    for (const by of [world.member, payee, world.treasurer, auditor]) {
      expect(await read(by, id)).toMatchObject(all);
    }
  });

  it('and of an open one what was asked of its submitter is as little for others', async () => {
    const id = await handIn(world, await forPat());
    const asked = { expenseId: id, reason: words.reason };
    await world.requestInformation.execute(world.treasurer, asked);
    for (const by of [world.member, payee, world.treasurer, auditor]) {
      expect(await read(by, id)).toMatchObject(words);
    }
    expect(await read(bystander, id)).toMatchObject({ title: words.title, reason: null });
  });

  it('the office that decides it reads its words as well', async () => {
    const secretary = await world.officer('Lou', 'secretary');
    const step = {
      upToMinor: null,
      band: { kind: 'role', role: 'secretary', approvals: 1 },
    } as const;
    const bands = [{ ...step, receipts: false }];
    await world.adoptRule.execute(world.founder, { currency: 'USD', bands });
    const dollars = { ...(await forPat()), currency: 'USD' };
    const expenseId = await handIn(world, dollars);
    await world.reject.execute(secretary, { expenseId, reason: words.reason });
    const all = { ...words, items: [[description, false]], isFound: true };
    expect(await read(secretary, expenseId)).toMatchObject(all);
    expect(await read(secretary, await rejected())).toMatchObject({ title: 'Withheld', items: [] });
  });

  it('its words and receipts go ninety days later, and its proof stays', async () => {
    const [one, other] = [await rejected(), await takenBack()];
    const ended = world.clock.now();
    await drop(daysLater(ended, 89));
    for (const id of [one, other]) {
      expect((await kept(id))?.all).toContain(description);
      expect(await filesOf(id)).toHaveLength(1);
    }
    await drop(daysLater(ended, 91));
    await drop(daysLater(ended, 91));
    for (const id of [one, other]) {
      const left = await kept(id);
      expect(left?.all).not.toMatch(/brace|Bone|insurance/);
      expect(left?.stands).toBe(true);
      expect(await filesOf(id)).toEqual([]);
      expect(await read(world.member, id)).toMatchObject({ title: 'Erased', reason: null });
    }
  });

  it('a receipt of it serves another claim, and stays with that', async () => {
    for (const ended of [rejected, takenBack]) {
      const id = await ended();
      const [shown] = await world.unitOfWork.read(world.member, (tx) =>
        world.queries.itemsOf(tx, [id]),
      );
      const receiptId = shown?.receiptId ?? '';
      const again = await handIn(world, claim(0n, { items: [item(1_00n, { receiptId })] }));
      expect(await filesOf(again)).toHaveLength(1);
      // Also where the file still names the claim for which it was uploaded.
      const name = 'update platform.attachments set subject_id = $1 where id = $2';
      await world.asOwner(name, [id, receiptId]);
      await drop(daysLater(world.clock.now(), 91));
      expect(await filesOf(id)).toHaveLength(1);
    }
  });

  it('what had ended before there was a term has all of it from then on', async () => {
    const [id, other] = [await rejected(), await rejected()];
    const ended = world.clock.now();
    const upgraded = `update expenses.expenses set words_kept_from = $1 where id = $2`;
    await world.asOwner(upgraded, [daysLater(ended, 60), id]);
    await drop(daysLater(ended, 149));
    await drop(daysLater(ended, 149));
    expect((await kept(other))?.all).not.toContain(description);
    expect((await kept(id))?.all).toContain(description);
    expect(await filesOf(id)).toHaveLength(1);
    await drop(daysLater(ended, 151));
    expect((await kept(id))?.all).not.toContain(description);
  });

  it('what is open, owed or paid keeps its words', async () => {
    const open = await handIn(world, await forPat());
    const owed = await handIn(world, await forPat());
    await world.approve.execute(world.treasurer, { expenseId: owed });
    await drop(daysLater(world.clock.now(), 400));
    for (const id of [open, owed]) expect((await kept(id))?.all).toContain(description);
  });
});

describe('the database', () => {
  it('keeps the words of a claim that ended for as long', async () => {
    const id = await takenBack();
    await world.asOwner('alter table expenses.expenses disable trigger keep_end');
    await world.asOwner('update expenses.expenses set ended_at = now() where id = $1', [id]);
    await world.asOwner('alter table expenses.expenses enable trigger keep_end');
    const early = world.asApplication(
      `update expenses.expenses set title = 'Erased', reason = null, destination_id = null,
         destination_masked = null, text_salt = null where id = $1`,
      [id],
      world.cooperativeId,
    );
    await expect(early).rejects.toThrow('frozen');
    const later = `update expenses.expenses set ended_at = now() - interval '1 year' where id = $1`;
    await expect(world.asOwner(later, [id])).rejects.toThrow('when a claim ended');
  });

  it('says when a claim ended also of what an older process ends', async () => {
    const expenseId = await handIn(world, await forPat());
    await world.asOwner(`update expenses.expenses set status = 'withdrawn' where id = $1`, [
      expenseId,
    ]);
    const [row] = await world.asOwner<{ said: boolean }>(
      'select ended_at is not null as said from expenses.expenses where id = $1',
      [expenseId],
    );
    expect(row?.said).toBe(true);
  });
});
