import { allRetentions, daysLater, newId, toGlobalId } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { DropLetGo } from '../../../platform/src/testing/inside.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  claim,
  createExpenseWorld,
  decide,
  handIn,
  item,
  receiptOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import type { ExpenseFilter } from './expense.queries.js';

let world: ExpenseWorld;
let auditor: Actor;
let bystander: Actor;
let secretary: Actor;
let neighbour: Actor;
beforeAll(async () => {
  world = await createExpenseWorld();
  auditor = await world.officer('Ida', 'auditor');
  bystander = await world.officer('Joe');
  secretary = await world.officer('Lou', 'secretary');
  neighbour = (await world.neighbours('weavers')).treasurer;
});
afterAll(() => world.close());

const read = <T>(by: Actor, body: (tx: Tx) => Promise<T>): Promise<T> =>
  world.unitOfWork.read(by, body);
const draft = async (input = claim(1_00n), by = world.member) =>
  (await world.draft.execute(by, input)).expenseId;
const page = async (by: Actor, filter: ExpenseFilter = {}, first = 50) =>
  (await read(by, (tx) => world.queries.page(tx, filter, { first }))).rows.map(({ id }) => id);

/** What a reader finds of an expense, each way there is. */
async function seen(by: Actor, id: string) {
  return read(by, async (tx) => ({
    listed: (await world.queries.page(tx, {}, { first: 100 })).rows.some((row) => row.id === id),
    found: (await world.queries.byIds(tx, [id])).length,
    items: (await world.queries.itemsOf(tx, [id])).length,
  }));
}
const nothing = { listed: false, found: 0, items: 0 };
const everything = { listed: true, found: 1, items: 1 };

describe('what was never submitted', () => {
  it('is its author’s alone, whatever office others hold', async () => {
    const id = await draft();
    expect(await seen(world.member, id)).toEqual(everything);
    for (const by of [world.treasurer, auditor, bystander, world.founder, world.system]) {
      expect(await seen(by, id)).toEqual(nothing);
    }
    await world.submit.execute(world.member, { expenseId: id });
    for (const by of [world.treasurer, auditor, bystander, world.system]) {
      expect(await seen(by, id)).toEqual(everything);
    }
  });

  it('stays so when it was taken back, and not when it was handed in before', async () => {
    const never = await draft();
    await world.withdraw.execute(world.member, { expenseId: never });
    expect(await seen(world.treasurer, never)).toEqual(nothing);
    const once = await handIn(world, claim(1_00n));
    await world.withdraw.execute(world.member, { expenseId: once });
    expect(await seen(bystander, once)).toEqual({ ...everything, items: 0 });
    expect(await seen(world.treasurer, once)).toEqual(everything);
  });

  it('is not shown to its payee either', async () => {
    const payee = { kind: 'member', id: bystander.memberId ?? '' } as const;
    const id = await draft(claim(1_00n, { payee }));
    expect(await seen(bystander, id)).toEqual(nothing);
  });
});

describe('a list of expenses', () => {
  it('is newest first, as many as were asked for', async () => {
    const made: string[] = [];
    for (let nth = 0; nth < 3; nth += 1) {
      world.clock.advance({ minutes: 1 });
      made.unshift(await handIn(world, claim(1_00n)));
    }
    expect(await page(bystander, {}, 3)).toEqual(made);
    const [newest] = await page(bystander, {}, 1);
    expect(newest).toBe(made[0]);
  });

  it('is narrowed by what became of them and by who submitted them', async () => {
    const submitter = await world.officer('Kim');
    const submitterMemberId = submitter.memberId ?? '';
    const rejected = await handIn(world, claim(1_00n), submitter);
    await world.reject.execute(world.treasurer, { expenseId: rejected, reason: 'Not ours.' });
    world.clock.advance({ minutes: 1 });
    const waiting = await handIn(world, claim(1_00n), submitter);
    world.clock.advance({ minutes: 1 });
    const own = await draft(claim(1_00n), submitter);
    expect(await page(world.treasurer, { submitterMemberId })).toEqual([waiting, rejected]);
    expect(await page(submitter, { submitterMemberId })).toEqual([own, waiting, rejected]);
    const statuses = ['rejected'] as const;
    expect(await page(bystander, { submitterMemberId, statuses })).toEqual([rejected]);
    const both = ['rejected', 'submitted', 'draft'] as const;
    expect(await page(bystander, { submitterMemberId, statuses: both })).toEqual([
      waiting,
      rejected,
    ]);
    expect(await page(bystander, { submitterMemberId: newId() })).toEqual([]);
  });
});

describe('the items of an expense', () => {
  it('come in the order they were written down, with what each was for', async () => {
    const items = [
      item(3n, { description: 'Third of the alphabet', category: 'travel' }),
      item(1n, { description: ' A stamp ', category: 'office', incurredOn: '2025-12-01' }),
      item(2n),
    ];
    const id = await handIn(world, claim(0n, { items }));
    const shown = await read(bystander, (tx) => world.queries.itemsOf(tx, [id]));
    expect(
      shown.map(({ description, category, incurredOn, amountMinor }) => ({
        description,
        category,
        incurredOn,
        amountMinor,
      })),
    ).toEqual([
      {
        description: 'Third of the alphabet',
        category: 'travel',
        incurredOn: '2025-12-30',
        amountMinor: 3n,
      },
      { description: 'A stamp', category: 'office', incurredOn: '2025-12-01', amountMinor: 1n },
      {
        description: 'A server for a month',
        category: 'hosting',
        incurredOn: '2025-12-30',
        amountMinor: 2n,
      },
    ]);
  });
});

describe('receipts', () => {
  const planned = `select 1 from platform.jobs where name = 'platform.drop-let-go'
    and payload -> 'fileIds' ? $1::text and run_at = $2`;
  const removed = `select 1 from platform.jobs where name = 'platform.remove-files'
    and payload -> 'fileIds' ? $1::text`;
  const receiptIn = async (id: string): Promise<string> => {
    const [found] = await world.asOwner<{ id: string }>(
      'select receipt_id as id from expenses.items where expense_id = $1',
      [id],
    );
    return found?.id ?? '';
  };

  /** Who reads the receipts of an expense: asked by its list of items, and by itself. */
  async function readers(id: string): Promise<string[]> {
    const people = {
      member: world.member,
      payee: bystander,
      treasurer: world.treasurer,
      auditor,
      other: secretary,
      system: world.system,
    };
    const found: string[] = [];
    for (const [name, by] of Object.entries(people)) {
      const [items, may] = await read(by, async (tx) => [
        await world.queries.itemsOf(tx, [id]),
        await world.queries.readableReceipt(tx, id, await receiptIn(id)),
      ]);
      const shown = items.find(({ receiptId }) => receiptId !== null);
      const shows = shown !== undefined;
      expect([name, may?.receiptPlace]).toEqual([name, shown?.receiptPlace]);
      if (shows) found.push(name);
    }
    return found;
  }
  const withReceipt = async (amountMinor: bigint, changes = {}) =>
    claim(0n, {
      items: [item(amountMinor, { receiptId: await receiptOf(world) })],
      ...changes,
    });

  it('are for who submitted it and for the offices of money, while an office decides', async () => {
    const id = await handIn(world, await withReceipt(1_00n));
    expect(await readers(id)).toEqual(['member', 'treasurer', 'auditor', 'system']);
  });

  it('are for who is paid by it', async () => {
    const payee = { kind: 'member', id: bystander.memberId ?? '' } as const;
    const id = await handIn(world, await withReceipt(1_00n, { payee }));
    expect(await readers(id)).toEqual(['member', 'payee', 'treasurer', 'auditor', 'system']);
  });

  it('are not for a member whose id a paid partner happens to have', async () => {
    const payee = { kind: 'partner', id: bystander.memberId ?? '' } as const;
    const id = await handIn(world, await withReceipt(1_00n, { payee }));
    expect(await readers(id)).toEqual(['member', 'treasurer', 'auditor', 'system']);
  });

  it('are for everybody while they vote; where the money goes is not', async () => {
    await world.setDetails.execute(world.member, {
      holderName: 'Ada',
      accountNumber: 'FR1420041010050500013M02606',
    });
    const id = await handIn(world, await withReceipt(600_00n));
    const destination = () =>
      read(secretary, async (tx) => (await world.queries.byIds(tx, [id]))[0]?.destinationMasked);
    const all = ['member', 'payee', 'treasurer', 'auditor', 'other', 'system'];
    expect([await readers(id), await destination()]).toEqual([all, null]);
    const proposalId = await decide(world, id, ['agree', 'agree', 'agree']);
    const few = ['member', 'treasurer', 'auditor', 'system'];
    // Decided, and waiting to be carried out: a list and a single read say the same.
    expect([await readers(id), await destination()]).toEqual([few, null]);
    const listed = await read(secretary, (tx) => world.queries.page(tx, {}, { first: 50 }));
    expect(listed.rows.find((row) => row.id === id)?.destinationMasked).toBeNull();
    await world.executeVote.execute(world.system, { proposalId });
    expect([await readers(id), await destination()]).toEqual([few, null]);
  });

  it('are called as they were named by those whom they concern alone', async () => {
    const twice = await receiptOf(world);
    const payee = { kind: 'member', id: bystander.memberId ?? '' } as const;
    const receipts = [null, await receiptOf(world), twice, twice];
    const items = receipts.map((receiptId) => item(300_00n, { receiptId }));
    const id = await handIn(world, claim(0n, { items, payee }));
    const places = (by: Actor) =>
      read(by, async (tx) => {
        const listed = await world.queries.itemsOf(tx, [id]);
        const file = await world.queries.readableReceipt(tx, id, twice);
        return [...listed.map(({ receiptPlace }) => receiptPlace), file?.receiptPlace];
      });
    for (const by of [world.member, bystander, world.treasurer, auditor, world.system]) {
      expect(await places(by)).toEqual([null, null, null, null, null]);
    }
    expect(await places(secretary)).toEqual([null, 2, 3, 3, 3]);
  });

  it('that no item shows any more go by the catalogue where the job is lost', async () => {
    const [wrong, right] = [await receiptOf(world), await receiptOf(world)];
    const said = (receiptId: string) => claim(0n, { items: [item(1_00n, { receiptId })] });
    const { expenseId } = await world.draft.execute(world.member, said(wrong));
    await world.submit.execute(world.member, { expenseId });
    await world.revise.execute(world.member, { expenseId, ...said(right) });
    const left = () =>
      read(world.member, async (tx) =>
        (await world.attachments.findMany(tx, [wrong, right])).map(({ id }) => id),
      );
    const drops = allRetentions().filter(({ table }) => table === 'platform.attachments');
    const dropBefore = async (daysAgo: number) => {
      const before = daysLater(world.clock.now(), -daysAgo);
      const values = [world.cooperativeId, before];
      const sooner = drops.filter(({ term }) => term === 'let-go');
      for (const { statement } of sooner) {
        await world.asApplication(statement.text, values, world.cooperativeId);
      }
    };
    world.clock.advance({ days: 6 });
    await dropBefore(7);
    expect(await left()).toHaveLength(2);
    world.clock.advance({ days: 2 });
    await dropBefore(7);
    expect(await left()).toEqual([right]);
  });

  it('that no item shows any more are their uploader’s for a day, and go then', async () => {
    const [wrong, right] = [await receiptOf(world), await receiptOf(world)];
    const said = (...receipts: readonly string[]) =>
      claim(0n, { items: receipts.map((receiptId) => item(1_00n, { receiptId })) });
    const { expenseId } = await world.draft.execute(world.member, said(wrong, wrong));
    const left = () =>
      read(world.member, async (tx) =>
        (await world.attachments.findMany(tx, [wrong, right])).map(({ id }) => id),
      );
    const dropLetGo = () =>
      new DropLetGo(world.unitOfWork).execute(world.system, { fileIds: [wrong, right] });
    const of = () =>
      read(world.member, async (tx) => (await world.attachments.find(tx, wrong))?.subjectId);
    await world.revise.execute(world.member, { expenseId, ...said(wrong) });
    await world.submit.execute(world.member, { expenseId });
    const revise = (receiptId: string) =>
      world.revise.execute(world.member, { expenseId, ...said(receiptId) });
    await revise(right);
    const nextDay = new Date(world.clock.now().getTime() + 24 * 60 * 60_000);
    expect([await of(), await world.asOwner(planned, [wrong, nextDay])]).toMatchObject([
      null,
      [{}],
    ]);
    // What was taken out by mistake is shown again, and stays for a day whenever it is let go.
    world.clock.advance({ hours: 23 });
    await revise(wrong);
    expect(await of()).toBe(expenseId);
    await revise(right);
    world.clock.advance({ hours: 23 });
    await dropLetGo();
    expect(await left()).toEqual(expect.arrayContaining([wrong, right]));
    expect(await world.asOwner(removed, [wrong])).toEqual([]);
    world.clock.advance({ hours: 1 });
    await dropLetGo();
    expect(await left()).toEqual([right]);
    expect(await world.asOwner(removed, [wrong])).toHaveLength(1);
    await world.approve.execute(world.treasurer, { expenseId });
    expect(await readers(expenseId)).toEqual(['member', 'treasurer', 'auditor', 'system']);
    const again = world.draft.execute(world.member, said(wrong));
    await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stay where the revision is refused', async () => {
    const receiptId = await receiptOf(world);
    const said = claim(0n, { items: [item(1_00n, { receiptId })] });
    const expenseId = await handIn(world, said);
    const yen = { expenseId, ...claim(1_00n, { currency: 'JPY' }) };
    await expect(world.revise.execute(world.member, yen)).rejects.toMatchObject({
      code: 'EXPENSE_UNPAYABLE',
    });
    await world.approve.execute(world.treasurer, { expenseId });
    const late = { expenseId, ...claim(1_00n) };
    await expect(world.revise.execute(world.member, late)).rejects.toMatchObject({
      code: 'EXPENSE_STATUS_CONFLICT',
    });
    expect(await readers(expenseId)).toContain('treasurer');
    expect(await world.asOwner(removed, [receiptId])).toEqual([]);
  });

  it('are what an item shows: no other file of the same expense is opened', async () => {
    const id = await handIn(world, await withReceipt(1_00n));
    const other = await receiptOf(world);
    const attach = `update platform.attachments set subject_kind = 'expense', subject_id = $2
      where id = $1`;
    await world.asOwner(attach, [other, id]);
    for (const by of [world.member, world.treasurer]) {
      const may = read(by, (tx) => world.queries.readableReceipt(tx, id, other));
      expect(await may).toBeNull();
    }
  });

  it('of a draft are its author’s alone', async () => {
    const id = await draft(await withReceipt(1_00n));
    expect(await readers(id)).toEqual(['member']);
  });
});

describe('the approvals of an expense', () => {
  it('are all shown in the order they were given, the void ones with the reason', async () => {
    const office = { kind: 'role', role: 'treasurer', approvals: 2 } as const;
    await world.adoptRule.execute(world.founder, {
      currency: 'USD',
      bands: [{ upToMinor: null, band: office, receipts: false }],
    });
    const dollars = { currency: 'USD' };
    const id = await handIn(world, claim(1_00n, dollars));
    await world.approve.execute(world.treasurer, { expenseId: id });
    world.clock.advance({ minutes: 1 });
    await world.revise.execute(world.member, { expenseId: id, ...claim(2_00n, dollars) });
    await world.approve.execute(world.second, { expenseId: id });
    const given = await read(bystander, (tx) => world.queries.approvalsOf(tx, [id]));
    expect(
      given.map(({ approverMemberId, approverRole, voidReason }) => [
        approverMemberId,
        approverRole,
        voidReason,
      ]),
    ).toEqual([
      [world.treasurer.memberId, 'treasurer', 'the expense changed'],
      [world.second.memberId, 'treasurer', null],
    ]);
    expect(given[0]?.voidedAt).toEqual(world.clock.now());
    expect(await read(neighbour, (tx) => world.queries.approvalsOf(tx, [id]))).toEqual([]);
  });
});

describe('another co-operative', () => {
  it('reads nothing of this one by any way, though it knows the ids', async () => {
    const id = await handIn(world, claim(1_00n));
    expect(await seen(neighbour, id)).toEqual(nothing);
    const may = read(neighbour, (tx) => world.queries.readableReceipt(tx, id, newId()));
    expect(await may).toBeNull();
    const filter = { submitterMemberId: world.member.memberId };
    expect(await page(neighbour, filter)).toEqual([]);
  });
});

describe('a member’s own data', () => {
  const own = async (by: Actor) =>
    (await world.useCases.exportData.execute(by))['expenses'] as { id: string; items: object[] }[];

  it('are what they claimed, drafts too, and what was paid to them, with every item', async () => {
    const [ann, ben] = [await world.officer('Ann'), await world.officer('Bob')];
    const payee = { kind: 'member', id: ben.memberId ?? '' } as const;
    const items = [item(2n, { description: 'Second' }), item(1n, { description: 'First' })];
    const first = await draft(claim(0n, { items, payee }), ann);
    world.clock.advance({ minutes: 1 });
    const second = await handIn(world, claim(5n), ann);
    const [draftOfOwn, ...others] = await own(ann);
    expect(others.map(({ id }) => id)).toEqual([toGlobalId('Expense', second)]);
    expect(draftOfOwn).toMatchObject({ id: toGlobalId('Expense', first), status: 'draft' });
    // Whom a draft would pay does not learn of it.
    expect(await own(ben)).toEqual([]);
    await world.submit.execute(ann, { expenseId: first });
    const [paid, ...more] = await own(ben);
    expect(more).toEqual([]);
    expect(paid).toMatchObject({
      id: toGlobalId('Expense', first),
      currency: 'EUR',
      amountMinor: '3',
      status: 'submitted',
      items: [
        { description: 'Second', amountMinor: '2', incurredOn: '2025-12-30' },
        { description: 'First', amountMinor: '1' },
      ],
    });
  });

  it('are not what a partner with the same id is paid, nor another co-operative’s', async () => {
    const ben = await world.officer('Cid');
    const payee = { kind: 'partner', id: ben.memberId ?? '' } as const;
    await handIn(world, claim(5n, { payee }));
    expect(await own(ben)).toEqual([]);
    expect(await own(neighbour)).toEqual([]);
  });
});
