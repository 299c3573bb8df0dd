import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  claim,
  createExpenseWorld,
  factsOf,
  handIn,
  item,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

async function approved(changes: Parameters<typeof claim>[1] = {}) {
  const expenseId = await handIn(world, claim(12_34n, changes));
  await world.approve.execute(world.treasurer, { expenseId });
  const { payoutId } = await viewOf(world, expenseId);
  return { expenseId, payoutId: payoutId ?? '' };
}

const told = (payoutId: string, came: 'settled' | 'failed', by: Actor = world.system) =>
  world.recordPayout.execute(by, { payoutId, came });
const retry = (expenseId: string, by = world.treasurer) =>
  world.retryPayout.execute(by, { expenseId });

/** The payout is taken back before it left, and the expense hears of it. */
async function failed(): Promise<{ expenseId: string; payoutId: string }> {
  const one = await approved();
  await world.cancelPayout.execute(world.treasurer, { payoutId: one.payoutId });
  await told(one.payoutId, 'failed');
  return one;
}

interface Payout {
  id: string;
  state: string;
  amount: string;
  currency: string;
  payee: string;
  code: string;
}
const payoutsOf = (expenseId: string) =>
  world.asOwner<Payout>(
    `select p.id, p.state, p.amount_minor as amount, p.currency, p.payee_id as payee, a.code
     from payments.payouts p join ledger.accounts a on a.id = p.debit_account_id
     where p.obligation_kind = 'expense' and p.obligation_id = $1 order by p.requested_at, p.id`,
    [expenseId],
  );
const posted = async (expenseId: string) =>
  (await world.asOwner('select 1 from ledger.transactions where source_id = $1', [expenseId]))
    .length;

describe('the payout of an expense', () => {
  it('is for what was approved, to whom, out of what is owed to members', async () => {
    const { expenseId, payoutId } = await approved({ items: [item(1_00n), item(2_34n)] });
    expect(await payoutsOf(expenseId)).toEqual([
      {
        id: payoutId,
        state: 'approved',
        amount: '334',
        currency: 'EUR',
        payee: world.member.memberId,
        code: 'payables',
      },
    ]);
  });

  it('to a partner is out of what is owed to partners', async () => {
    const payee = { kind: 'partner', id: newId() } as const;
    const { expenseId } = await approved({ payee });
    expect(await payoutsOf(expenseId)).toMatchObject([
      { payee: payee.id, code: 'partner-payables' },
    ]);
    const lines = await world.asOwner<{ code: string; amount: string }>(
      `select a.code, p.amount_minor as amount from ledger.postings p
         join ledger.accounts a on a.id = p.account_id
         join ledger.transactions t on t.id = p.transaction_id
       where t.source_id = $1 order by a.code`,
      [expenseId],
    );
    expect(lines).toEqual([
      { code: 'expense:hosting', amount: '1234' },
      { code: 'partner-payables', amount: '-1234' },
    ]);
  });

  it('of two currencies are two debts', async () => {
    const { expenseId } = await approved();
    const other = await approved({ currency: 'CHF' });
    const [one] = await payoutsOf(expenseId);
    const [two] = await payoutsOf(other.expenseId);
    expect([one?.currency, two?.currency]).toEqual(['EUR', 'CHF']);
  });
});

describe('news of a payout', () => {
  it('that the money arrived is taken once, with the instant', async () => {
    const { expenseId, payoutId } = await approved();
    world.clock.advance({ hours: 3 });
    const paidAt = world.clock.now();
    expect(await told(payoutId, 'settled')).toBe('recorded');
    world.clock.advance({ hours: 1 });
    expect(await told(payoutId, 'settled')).toBe('nothing');
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'paid', paidAt });
    const facts = await factsOf(world, expenseId);
    expect(facts.filter(({ type }) => type === 'ExpensePaid')).toEqual([
      {
        type: 'ExpensePaid',
        data: { expenseId, amountMinor: '1234', currency: 'EUR', payoutId },
      },
    ]);
  });

  it('that comes to two workers at once is taken by one', async () => {
    const { expenseId, payoutId } = await approved();
    const news = await Promise.all([1, 2, 3].map(() => told(payoutId, 'settled')));
    expect(news.toSorted()).toEqual(['nothing', 'nothing', 'recorded']);
    expect((await factsOf(world, expenseId)).map(({ type }) => type)).toEqual([
      'ExpenseSubmitted',
      'ApprovalGiven',
      'ExpenseApproved',
      'ExpensePaid',
    ]);
  });

  it('that it came back leaves the debt standing, and no time of payment', async () => {
    const { expenseId, payoutId } = await approved();
    await told(payoutId, 'settled');
    expect(await told(payoutId, 'failed')).toBe('recorded');
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'payout-failed', paidAt: null });
    expect(await told(payoutId, 'failed')).toBe('nothing');
    // Nor does old news of an arrival pay it again.
    expect(await told(payoutId, 'settled')).toBe('nothing');
    const failures = (await factsOf(world, expenseId)).slice(-1);
    expect(failures).toEqual([{ type: 'ExpensePayoutFailed', data: { expenseId, payoutId } }]);
    expect(await posted(expenseId)).toBe(1);
  });

  it('that is of no expense, or of another co-operative’s, changes nothing', async () => {
    const { expenseId, payoutId } = await approved();
    expect(await told(newId(), 'settled')).toBe('nothing');
    const { cooperativeId } = await world.neighbours('carders');
    expect(await told(payoutId, 'settled', { ...world.system, cooperativeId })).toBe('nothing');
    expect((await viewOf(world, expenseId)).status).toBe('approved');
  });

  it('is brought by jobs alone', async () => {
    const { payoutId } = await approved();
    await expect(told(payoutId, 'settled', world.treasurer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('asking for the money again', () => {
  it('makes another payout of the same debt, which stays posted once', async () => {
    const { expenseId, payoutId } = await failed();
    expect(await retry(expenseId)).toEqual({ expenseId, status: 'approved' });
    const { payoutId: next } = await viewOf(world, expenseId);
    expect(next).not.toBe(payoutId);
    const [first, second, ...others] = await payoutsOf(expenseId);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ id: payoutId, state: 'cancelled' });
    expect(second).toEqual({ ...first, id: next, state: 'approved' });
    expect(await posted(expenseId)).toBe(1);
    expect(await told(payoutId, 'settled')).toBe('nothing');
    expect(await told(payoutId, 'failed')).toBe('nothing');
    expect(await told(next ?? '', 'settled')).toBe('recorded');
  });

  it('is over when the first was settled after all, before the news of the second', async () => {
    const { expenseId, payoutId } = await failed();
    await retry(expenseId);
    const second = (await viewOf(world, expenseId)).payoutId ?? '';
    await world.cancelPayout.execute(world.treasurer, { payoutId: second });
    // A bank that debits what it had refused: a story of the payouts' own.
    await world.asOwner(`begin; set local session_replication_role = replica;
      update payments.payouts set state = 'settled', transaction_id = gen_random_uuid(),
        settled_at = now(), bank_account_id = gen_random_uuid(), hold_id = gen_random_uuid(),
        payee_details_id = gen_random_uuid(), released_at = now()
      where id = '${payoutId}'; commit`);
    expect(await told(payoutId, 'settled')).toBe('recorded');
    expect(await told(second, 'failed')).toBe('nothing');
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'paid', payoutId });
    await world.asOwner(`begin; set local session_replication_role = replica;
      delete from payments.payouts where id = '${payoutId}'; commit`);
  });

  it('makes one, when two treasurers ask at once', async () => {
    const { expenseId } = await failed();
    const answers = await Promise.allSettled([retry(expenseId), retry(expenseId, world.second)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(answers).toContainEqual(
      expect.objectContaining({
        reason: expect.objectContaining({ code: 'EXPENSE_STATUS_CONFLICT' }) as Error,
      }),
    );
    expect(await payoutsOf(expenseId)).toHaveLength(2);
  });

  it('leaves it failed when the payout cannot be asked for', async () => {
    const { expenseId, payoutId } = await failed();
    world.payouts.refusal = new Error('not now');
    await expect(retry(expenseId)).rejects.toThrow('not now');
    world.payouts.refusal = null;
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'payout-failed', payoutId });
    expect(await payoutsOf(expenseId)).toHaveLength(1);
  });

  it('is for what failed, not for what is on its way, paid, or not decided', async () => {
    const onItsWay = await approved();
    const paid = await approved();
    await told(paid.payoutId, 'settled');
    const waiting = await handIn(world, claim(5_00n));
    for (const expenseId of [onItsWay.expenseId, paid.expenseId, waiting]) {
      await expect(retry(expenseId)).rejects.toMatchObject({ code: 'EXPENSE_STATUS_CONFLICT' });
    }
    expect(await payoutsOf(paid.expenseId)).toHaveLength(1);
    expect(await payoutsOf(waiting)).toEqual([]);
  });

  it('is a treasurer’s, of the same co-operative', async () => {
    const { expenseId } = await failed();
    for (const by of [world.member, world.founder]) {
      await expect(retry(expenseId, by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    const { treasurer } = await world.neighbours('fullers');
    await expect(retry(expenseId, treasurer)).rejects.toMatchObject({ code: 'EXPENSE_NOT_FOUND' });
    expect((await viewOf(world, expenseId)).status).toBe('payout-failed');
  });
});
