import { allRetentions, lettersOn } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { inOrder, whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../expenses.letters.js';
import { platformPersonalData } from '../../../platform/src/testing/inside.js';
import { expensesPersonalData } from '../expenses.personal-data.js';
import { ClaimUndecided } from '../expenses.events.js';
import { expensesInvariants } from '../expenses.invariants.js';
import {
  claim,
  createExpenseWorld,
  factsOf,
  handIn,
  item,
  receiptOf,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { EndUndecidedClaims } from './end-undecided-claims.js';

let world: ExpenseWorld;
let ending: EndUndecidedClaims;
beforeAll(async () => {
  world = await createExpenseWorld();
  ending = new EndUndecidedClaims(world.unitOfWork, world.useCases.directory);
});
afterAll(() => world.close());

const large = 600_00n;
const end = () => ending.execute(world.system);
const statusOf = async (expenseId: string) => (await viewOf(world, expenseId)).status;
const approve = (expenseId: string) => world.approve.execute(world.treasurer, { expenseId });
const rowOf = (expenseId: string) => `select from expenses.expenses where id = '${expenseId}'`;
const lapsesOf = async (expenseId: string) =>
  (await factsOf(world, expenseId)).filter(({ type }) => type === 'ClaimUndecided').length;

/** Who was written to of a claim, by which letter. */
async function letters(expenseId: string): Promise<string[]> {
  const people: Readonly<Record<string, Actor>> = {
    ada: world.member,
    ben: world.treasurer,
    cleo: world.second,
  };
  const nameOf = (id: string) =>
    Object.keys(people).find((name) => people[name]?.memberId === id) ?? 'somebody';
  const facts = (await factsOf(world, expenseId)).filter(({ type }) => type === 'ClaimUndecided');
  return facts.flatMap(({ data }) =>
    lettersOn(ClaimUndecided.type).flatMap(({ kind, recipients }) =>
      recipients(data).map((to) => `${kind.replace('expenses.', '')} ${nameOf(to)}`),
    ),
  );
}

/** Handed in so long ago that it is late, and told. */
async function late(input = claim(5_00n)): Promise<string> {
  const expenseId = await handIn(world, input);
  world.clock.advance({ days: 335 });
  await end();
  world.clock.advance({ days: 30 });
  return expenseId;
}

describe('a claim that nobody decides', () => {
  it('lapses after a year, once, and both who wait are told thirty days before', async () => {
    const expenseId = await handIn(world, claim(5_00n));
    await expect(ending.execute(world.treasurer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    world.clock.advance({ days: 334 });
    expect([await end(), await letters(expenseId)]).toEqual([0, []]);
    const soon = ['claim-lapses-soon ada', 'claim-waits ben', 'claim-waits cleo'];
    for (const days of [1, 1, 28]) {
      world.clock.advance({ days });
      expect([await end(), await letters(expenseId)]).toEqual([0, soon]);
    }
    world.clock.advance({ days: 1 });
    expect([await end(), await end()]).toEqual([1, 0]);
    expect(await letters(expenseId)).toEqual([...soon, 'claim-lapsed ada']);
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'withdrawn',
      reason: 'Nobody decided it within a year.',
      title: 'Hosting',
    });
    const types = (await factsOf(world, expenseId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'ExpenseWithdrawn')).toHaveLength(1);
    await expect(approve(expenseId)).rejects.toMatchObject({ code: 'EXPENSE_STATUS_CONFLICT' });
  });

  it('is told to who would be paid as well, and how many approved it', async () => {
    const payee = { kind: 'member', id: world.second.memberId ?? '' } as const;
    const expenseId = await late(claim(5_00n, { payee }));
    expect(await end()).toBe(1);
    expect(await letters(expenseId)).toEqual([
      'claim-lapses-soon ada',
      'claim-waits ben',
      'claim-waits cleo',
      'claim-for-you-lapses cleo',
      'claim-lapsed ada',
      'claim-for-you-lapses cleo',
    ]);
    const facts = (await factsOf(world, expenseId)).filter(({ type }) => type === 'ClaimUndecided');
    expect(facts.map(({ data }) => (data as { approvals: object }).approvals)).toEqual(
      facts.map(() => ({ given: 0, needed: 1 })),
    );
  });

  it('gives its receipts to the draft that takes its place, and to no other person’s', async () => {
    const receiptId = await receiptOf(world);
    const items = [item(5_00n, { receiptId })];
    const first = await late(claim(5_00n, { items }));
    await expect(handIn(world, claim(5_00n, { items }))).rejects.toMatchObject({
      code: 'ATTACHMENT_IN_USE',
    });
    await end();
    await expect(handIn(world, claim(5_00n, { items }), world.second)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const again = await handIn(world, claim(5_00n, { items }));
    await expect(handIn(world, claim(5_00n, { items }))).rejects.toMatchObject({
      code: 'ATTACHMENT_IN_USE',
    });
    const subjects = await world.asOwner<{ id: string }>(
      'select subject_id as id from platform.attachments where id = $1',
      [receiptId],
    );
    expect([await statusOf(first), subjects]).toEqual(['withdrawn', [{ id: again }]]);
    await approve(again);
    expect(await statusOf(again)).toBe('approved');
    const law = expensesInvariants.find(({ name }) => name.includes('fingerprint'))?.sql ?? '';
    expect(await world.asOwner(law)).toEqual([]);
  });

  it('lapses not untold, however long the worker stood still', async () => {
    const expenseId = await handIn(world, claim(5_00n));
    world.clock.advance({ days: 900 });
    for (const days of [0, 29]) {
      world.clock.advance({ days });
      expect([await end(), await statusOf(expenseId)]).toEqual([0, 'submitted']);
    }
    world.clock.advance({ days: 1 });
    expect([await end(), await statusOf(expenseId)]).toEqual([1, 'withdrawn']);
  });

  it('also where its submitter was asked for more, who has thirty days from then', async () => {
    const expenseId = await late();
    await world.requestInformation.execute(world.treasurer, { expenseId, reason: 'why' });
    for (const days of [0, 29]) {
      world.clock.advance({ days });
      expect([await end(), await statusOf(expenseId)]).toEqual([0, 'needs-information']);
    }
    world.clock.advance({ days: 1 });
    expect([await end(), await statusOf(expenseId)]).toEqual([1, 'withdrawn']);
  });

  it('waits a year anew where it is handed in again', async () => {
    const expenseId = await late();
    await world.revise.execute(world.member, { expenseId, ...claim(6_00n) });
    world.clock.advance({ days: 40 });
    expect([await end(), await statusOf(expenseId)]).toEqual([0, 'submitted']);
    expect(await letters(expenseId)).toHaveLength(3);
  });

  it('is none that the members vote on, nor a draft: a vote has an end of its own', async () => {
    const voted = await handIn(world, claim(large));
    const { expenseId } = await world.draft.execute(world.member, claim(5_00n));
    for (const days of [335, 400]) {
      world.clock.advance({ days });
      await end();
    }
    expect(await statusOf(voted)).toBe('submitted');
    expect(await letters(voted)).toEqual([]);
    expect(await lapsesOf(expenseId)).toBe(0);
  });

  it('tells nobody of who was erased since, and keeps no word of theirs', async () => {
    const una = await world.officer('Una');
    const payee = { kind: 'member', id: world.second.memberId ?? '' } as const;
    const expenseId = await handIn(world, claim(5_00n, { title: 'A cure for Una', payee }), una);
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [una.memberId, world.cooperativeId],
    );
    for (const days of [335, 30]) {
      world.clock.advance({ days });
      await end();
    }
    const toPayee = 'claim-for-you-lapses cleo';
    const toOffice = ['claim-waits ben', 'claim-waits cleo'];
    expect(await letters(expenseId)).toEqual([...toOffice, toPayee, toPayee]);
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'withdrawn', title: 'Erased' });
    expect(JSON.stringify(await factsOf(world, expenseId))).not.toMatch(
      new RegExp(`"memberId":"${una.memberId}"`),
    );
  });
});

describe('a claim that cannot be ended, or told of', () => {
  it('keeps no other from lapsing nor from being told, and has its turn later', async () => {
    const [first, bad, last] = [
      await handIn(world, claim(5_00n)),
      await handIn(world, claim(5_00n)),
      await handIn(world, claim(5_00n)),
    ];
    const endBroken = () =>
      whileBroken(world, 'expenses.expenses', `old.id = '${bad}'`, () =>
        expect(end()).rejects.toThrow('broken'),
      );
    world.clock.advance({ days: 335 });
    await endBroken();
    expect([await lapsesOf(first), await lapsesOf(bad), await lapsesOf(last)]).toEqual([1, 0, 1]);
    await end();
    expect(await lapsesOf(bad)).toBe(1);
    world.clock.advance({ days: 30 });
    await endBroken();
    const states = async () => [await statusOf(first), await statusOf(bad), await statusOf(last)];
    expect(await states()).toEqual(['withdrawn', 'submitted', 'withdrawn']);
    expect([await end(), await states()]).toEqual([1, ['withdrawn', 'withdrawn', 'withdrawn']]);
  });
});

describe('two at once', () => {
  it('two workers: it lapses once, and is told once', async () => {
    const told = await handIn(world, claim(5_00n));
    world.clock.advance({ days: 335 });
    expect(await inOrder(world, rowOf(told), end, end)).toEqual(['done', 'done']);
    expect(await lapsesOf(told)).toBe(1);
    world.clock.advance({ days: 30 });
    expect(await inOrder(world, rowOf(told), end, end)).toEqual(['done', 'done']);
    expect([await lapsesOf(told), await statusOf(told)]).toEqual([2, 'withdrawn']);
  });

  it('a decision wins whole or comes too late', async () => {
    const approving = (expenseId: string) => () => approve(expenseId);
    const one = await late();
    expect(await inOrder(world, rowOf(one), approving(one), end)).toEqual(['done', 'done']);
    expect([await statusOf(one), await lapsesOf(one)]).toEqual(['approved', 1]);
    const other = await late();
    const conflict = ['done', 'EXPENSE_STATUS_CONFLICT'];
    expect(await inOrder(world, rowOf(other), end, approving(other))).toEqual(conflict);
    expect(await statusOf(other)).toBe('withdrawn');
  });
});

describe('of a claim that lapsed', () => {
  /** Carries out what the catalogue says of claims and receipts; how many rows it changed. */
  async function drop(): Promise<Record<string, number>> {
    const before = new Date(Date.now() - 8 * 365.25 * 86_400_000);
    const rows: Record<string, number> = {};
    const tables = ['expenses.items', 'expenses.expenses', 'platform.attachments'];
    const catalogue = [expensesPersonalData, platformPersonalData].flatMap((one) => one.columns);
    expect(catalogue.map(({ table }) => table)).toEqual(expect.arrayContaining(tables));
    for (const table of tables) {
      const statement = allRetentions().find((one) => one.table === table)?.statement.text ?? '';
      const values = [world.cooperativeId, before];
      rows[table] = (await world.asApplication(statement, values, world.cooperativeId)).length;
    }
    return rows;
  }

  it('words and receipt go when their term is over; of one that waits none do', async () => {
    await world.asOwner(
      `update membership.cooperatives set settings = settings || '{"country": "DE"}' where id = $1`,
      [world.cooperativeId],
    );
    const receiptId = await receiptOf(world);
    const items = [item(5_00n, { receiptId, description: 'For the knee' })];
    const expenseId = await handIn(world, claim(5_00n, { title: 'A brace', items }));
    await world.asOwner(
      `begin; set local session_replication_role = 'replica';
       update expenses.expenses set created_at = now() - interval '9 years'
         where id = '${expenseId}';
       update platform.attachments set created_at = now() - interval '9 years'
         where id = '${receiptId}'; commit`,
    );
    const none = { 'expenses.items': 0, 'expenses.expenses': 0, 'platform.attachments': 0 };
    expect(await drop()).toEqual(none);
    for (const days of [335, 30]) {
      world.clock.advance({ days });
      await end();
    }
    expect(await drop()).toEqual({
      'expenses.items': 1,
      'expenses.expenses': 1,
      'platform.attachments': 1,
    });
    const [left] = await world.asOwner<{ said: string }>(
      `select concat(e::text, (select string_agg(i::text, '') from expenses.items i
         where i.expense_id = e.id), (select string_agg(a::text, '') from platform.attachments a
         where a.id = '${receiptId}')) as said from expenses.expenses e where id = $1`,
      [expenseId],
    );
    expect(left?.said).toContain('withdrawn');
    expect(left?.said).not.toMatch(/knee|brace|png/);
  });
});
