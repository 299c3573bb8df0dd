import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expensesInvariants } from '../expenses.invariants.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { claim, createExpenseWorld, item } from '../testing/expense-world.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
  const office = { kind: 'role', role: 'treasurer', approvals: 2 } as const;
  // Two treasurers decide; above one hundred pounds every item needs its receipt.
  await world.adoptRule.execute(world.system, {
    currency: 'GBP',
    bands: [
      { upToMinor: '10000', band: office, receipts: false },
      { upToMinor: null, band: office, receipts: true },
    ],
  });
});
afterAll(() => world.close());

const limit = 100_00n;
const pounds = { currency: 'GBP' };
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk' +
    '+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function submitted(amountMinor: bigint, by: Actor = world.member, changes = {}) {
  const { expenseId } = await world.draft.execute(by, claim(amountMinor, changes));
  await world.submit.execute(by, { expenseId });
  return expenseId;
}

async function stateOf(expenseId: string) {
  const [row] = await world.asOwner<{ status: string; current: number; payouts: number }>(
    `select e.status,
       (select count(*)::int from expenses.approvals a
        where a.expense_id = e.id and a.voided_at is null) as current,
       (select count(*)::int from payments.payouts p where p.obligation_id = e.id) as payouts
     from expenses.expenses e where e.id = $1`,
    [expenseId],
  );
  return row;
}

describe('separation of duties', () => {
  it('keeps who submits a claim for somebody else from approving or refusing it', async () => {
    const payee = { kind: 'member', id: world.member.memberId ?? '' } as const;
    const expenseId = await submitted(1_00n, world.treasurer, { payee });
    await expect(world.approve.execute(world.treasurer, { expenseId })).rejects.toMatchObject({
      code: 'PAYEE_MAY_NOT_APPROVE',
    });
    const refusal = { expenseId, reason: 'On second thoughts' };
    await expect(world.reject.execute(world.treasurer, refusal)).rejects.toMatchObject({
      code: 'APPROVER_ROLE_REQUIRED',
    });
    expect(await stateOf(expenseId)).toEqual({ status: 'submitted', current: 0, payouts: 0 });
    await world.approve.execute(world.second, { expenseId });
    expect(await stateOf(expenseId)).toMatchObject({ status: 'approved', current: 1 });
  });

  it('lets nobody but the submitter submit, revise or withdraw', async () => {
    const expenseId = await submitted(1_00n);
    const attempts = await Promise.allSettled([
      world.submit.execute(world.second, { expenseId }),
      world.revise.execute(world.second, { expenseId, ...claim(2_00n) }),
      world.withdraw.execute(world.second, { expenseId }),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ reason: { code: 'EXPENSE_NOT_YOURS' } });
    }
  });

  it('keeps a draft from everybody else', async () => {
    const { expenseId } = await world.draft.execute(world.member, claim(1_00n));
    const withReason = { expenseId, reason: 'Which server?' };
    const tries = [
      () => world.submit.execute(world.second, { expenseId }),
      () => world.withdraw.execute(world.second, { expenseId }),
      () => world.approve.execute(world.treasurer, { expenseId }),
      () => world.reject.execute(world.treasurer, withReason),
      () => world.requestInformation.execute(world.treasurer, withReason),
      () => world.retryPayout.execute(world.treasurer, { expenseId }),
    ];
    const isUnknown = { code: 'EXPENSE_NOT_FOUND', path: ['expenseId'] };
    for (const run of tries) await expect(run()).rejects.toMatchObject(isUnknown);
    // Nor do they learn of it when it was taken back before it was submitted.
    await world.withdraw.execute(world.member, { expenseId });
    for (const run of tries) await expect(run()).rejects.toMatchObject(isUnknown);
  });
});

describe('receipts', () => {
  const missing = { code: 'RECEIPT_REQUIRED', path: ['items', '0', 'receiptId'] };

  it('are needed above the limit and not at it', async () => {
    const { expenseId } = await world.draft.execute(world.member, claim(limit + 1n, pounds));
    await expect(world.submit.execute(world.member, { expenseId })).rejects.toMatchObject(missing);
    await submitted(limit, world.member, pounds);
  });

  it('cannot be taken off what is submitted, on the same terms or on others', async () => {
    const receipt = await world.attachments.keep(world.member, { name: 'a.png', bytes: pixel });
    const items = [item(limit + 1n, { receiptId: receipt.id })];
    const expenseId = await submitted(0n, world.member, { ...pounds, items });
    await world.approve.execute(world.treasurer, { expenseId });
    for (const amountMinor of [limit + 1n, limit + 2n]) {
      const bare = world.revise.execute(world.member, { expenseId, ...claim(amountMinor, pounds) });
      await expect(bare).rejects.toMatchObject(missing);
    }
    expect(await stateOf(expenseId)).toMatchObject({ status: 'submitted', current: 1 });
  });
});

describe('two approvals', () => {
  it('at the same moment reach the number, and owe once', async () => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    const answers = await Promise.all(
      [world.treasurer, world.second].map((by) => world.approve.execute(by, { expenseId })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['approved', 'submitted']);
    expect(await stateOf(expenseId)).toEqual({ status: 'approved', current: 2, payouts: 1 });
  });

  it('of terms that went away and came back count from nothing', async () => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    await world.approve.execute(world.treasurer, { expenseId });
    for (const amountMinor of [2_00n, 1_00n]) {
      await world.revise.execute(world.member, { expenseId, ...claim(amountMinor, pounds) });
    }
    await world.approve.execute(world.second, { expenseId });
    expect(await stateOf(expenseId)).toEqual({ status: 'submitted', current: 1, payouts: 0 });
  });

  it('stand while a question is answered, as long as the terms do', async () => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    await world.approve.execute(world.treasurer, { expenseId });
    await world.requestInformation.execute(world.second, { expenseId, reason: 'Which server?' });
    await expect(world.approve.execute(world.second, { expenseId })).rejects.toMatchObject({
      code: 'EXPENSE_STATUS_CONFLICT',
    });
    await world.submit.execute(world.member, { expenseId });
    await world.approve.execute(world.second, { expenseId });
    expect(await stateOf(expenseId)).toMatchObject({ status: 'approved', current: 2 });
  });
});

describe('withdrawing', () => {
  it('and approving at the same moment: one of them happens', async () => {
    const expenseId = await submitted(1_00n);
    const results = await Promise.allSettled([
      world.withdraw.execute(world.member, { expenseId }),
      world.approve.execute(world.treasurer, { expenseId }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const state = await stateOf(expenseId);
    expect(state?.payouts).toBe(state?.status === 'approved' ? 1 : 0);
  });

  it('is for good', async () => {
    const expenseId = await submitted(1_00n);
    await world.withdraw.execute(world.member, { expenseId });
    const attempts = await Promise.allSettled([
      world.submit.execute(world.member, { expenseId }),
      world.revise.execute(world.member, { expenseId, ...claim(1_00n) }),
      world.withdraw.execute(world.member, { expenseId }),
      world.approve.execute(world.treasurer, { expenseId }),
      world.retryPayout.execute(world.treasurer, { expenseId }),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ reason: { code: 'EXPENSE_STATUS_CONFLICT' } });
    }
  });
});

describe('what is written down', () => {
  it('is paid to a member of this co-operative, in a currency that exists', async () => {
    const payee = { kind: 'member', id: newId() } as const;
    await expect(world.draft.execute(world.member, claim(1n, { payee }))).rejects.toMatchObject({
      code: 'PAYEE_UNKNOWN',
    });
    const foreign = world.draft.execute(world.member, claim(1n, { currency: 'pounds' }));
    await expect(foreign).rejects.toMatchObject({ code: 'INVALID_CURRENCY' });
  });
});

describe('after all this', () => {
  it.each(expensesInvariants)('$name: $describes', async ({ sql }) => {
    expect(await world.asOwner(sql)).toEqual([]);
  });
});
