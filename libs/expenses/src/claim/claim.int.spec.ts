import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expensesInvariants } from '../expenses.invariants.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import {
  claim,
  createExpenseWorld,
  factsOf,
  item,
  receiptOf,
  viewOf,
} from '../testing/expense-world.js';

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
    const items = [item(limit + 1n, { receiptId: await receiptOf(world) })];
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
      path: ['payee', 'id'],
    });
    const foreign = world.draft.execute(world.member, claim(1n, { currency: 'pounds' }));
    await expect(foreign).rejects.toMatchObject({ code: 'INVALID_CURRENCY' });
  });
});

describe('revising', () => {
  it('changes everything that was written, while it is a draft, and tells nobody', async () => {
    const { expenseId } = await world.draft.execute(world.member, claim(1_00n));
    const payee = { kind: 'member', id: world.second.memberId ?? '' } as const;
    const items = [item(3n, { category: 'travel' }), item(4n)];
    const text = { title: ' Train and tent ', currency: 'GBP', payee, items };
    const revised = await world.revise.execute(world.member, { expenseId, ...text });
    expect(revised).toEqual({ expenseId, status: 'draft' });
    const [view] = await world.unitOfWork.read(world.member, (tx) =>
      world.queries.byIds(tx, [expenseId]),
    );
    expect(view).toMatchObject({
      title: 'Train and tent',
      currency: 'GBP',
      payeeId: payee.id,
      amountMinor: 7n,
      status: 'draft',
    });
    expect(await factsOf(world, expenseId)).toEqual([]);
  });

  it('of what was asked for says how many approvals it voids', async () => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    await world.approve.execute(world.treasurer, { expenseId });
    const changed = { expenseId, ...claim(1_01n, pounds) };
    expect(await world.revise.execute(world.member, changed)).toMatchObject({
      status: 'submitted',
    });
    const facts = await factsOf(world, expenseId);
    expect(facts.map(({ type }) => type)).toEqual([
      'ExpenseSubmitted',
      'ApprovalGiven',
      'ExpenseRevised',
      'ExpenseSubmitted',
    ]);
    expect(facts[2]?.data).toEqual({
      expenseId,
      amountMinor: '101',
      currency: 'GBP',
      approvalsVoided: 1,
    });
  });

  it.each<[string, object]>([
    ['amount', { items: [item(1_01n)] }],
    ['currency', { currency: 'EUR' }],
    ['payee', { payee: { kind: 'partner', id: newId() } }],
    ['title', { title: 'Hosting in March' }],
    ['categories', { items: [item(40n), item(60n, { category: 'travel' })] }],
    ['descriptions', { items: [item(1_00n, { description: 'Two servers for a fortnight' })] }],
    ['days', { items: [item(1_00n, { incurredOn: '2025-12-29' })] }],
  ])('of the %s voids every approval', async (_what, changes) => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    await world.approve.execute(world.treasurer, { expenseId });
    const input = { expenseId, ...claim(1_00n, { ...pounds, ...changes }) };
    await world.revise.execute(world.member, input);
    expect(await stateOf(expenseId)).toMatchObject({ status: 'submitted', current: 0 });
  });

  it('of the receipts voids them too, by what the files contain', async () => {
    const receipt = async (title: string) => [
      item(1_00n, { receiptId: await receiptOf(world), description: title }),
    ];
    const items = await receipt('A server');
    const expenseId = await submitted(1_00n, world.member, { ...pounds, items });
    await world.approve.execute(world.treasurer, { expenseId });
    // Another upload of the same picture is the same receipt.
    const same = { ...pounds, items: await receipt('A server') };
    await world.revise.execute(world.member, { expenseId, ...claim(1_00n, same) });
    expect(await stateOf(expenseId)).toMatchObject({ status: 'submitted', current: 1 });
    const none = { ...pounds, items: [item(1_00n, { description: 'A server' })] };
    await world.revise.execute(world.member, { expenseId, ...claim(1_00n, none) });
    expect(await stateOf(expenseId)).toMatchObject({ status: 'submitted', current: 0 });
  });

  it('that changes nothing leaves them, and tells nobody', async () => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    await world.approve.execute(world.treasurer, { expenseId });
    const input = { expenseId, ...claim(1_00n, { ...pounds, title: ' Hosting ' }) };
    await world.revise.execute(world.member, input);
    expect(await stateOf(expenseId)).toMatchObject({ status: 'submitted', current: 1 });
    expect(await factsOf(world, expenseId)).toHaveLength(2);
  });

  it('of what waits for an answer goes nowhere until it is handed in', async () => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    await world.approve.execute(world.treasurer, { expenseId });
    const question = { expenseId, reason: 'Which server?' };
    await world.requestInformation.execute(world.second, question);
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'needs-information',
      reason: 'Which server?',
      decidedAt: null,
    });
    const changed = { expenseId, ...claim(limit + 1n, pounds) };
    expect(await world.revise.execute(world.member, changed)).toMatchObject({
      status: 'needs-information',
    });
    expect(await stateOf(expenseId)).toEqual({
      status: 'needs-information',
      current: 0,
      payouts: 0,
    });
    // Its new size asks for receipts: when it is handed in, not before.
    await expect(world.submit.execute(world.member, { expenseId })).rejects.toMatchObject({
      code: 'RECEIPT_REQUIRED',
    });
  });

  it('and approving at the same moment: what is owed is what was approved', async () => {
    const expenseId = await submitted(1_00n);
    const { termsHash } = await viewOf(world, expenseId);
    const [approval, revision] = await Promise.allSettled([
      world.approve.execute(world.treasurer, { expenseId, termsHash }),
      world.revise.execute(world.member, { expenseId, ...claim(400_00n) }),
    ]);
    const { amountMinor } = await viewOf(world, expenseId);
    expect(amountMinor).toBe(revision.status === 'fulfilled' ? 400_00n : 1_00n);
    // Whoever came second is refused: what was read is not what is there, or it is decided.
    expect([approval.status, revision.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const owed = await world.asOwner(
      'select amount_minor as "amountMinor" from payments.payouts where obligation_id = $1',
      [expenseId],
    );
    expect(owed).toEqual(approval.status === 'fulfilled' ? [{ amountMinor: '100' }] : []);
  });

  it('of what an approver saw is refused to them, and not to who saw the new terms', async () => {
    const expenseId = await submitted(1_00n);
    const { termsHash: old } = await viewOf(world, expenseId);
    await world.revise.execute(world.member, { expenseId, ...claim(400_00n) });
    const late = world.approve.execute(world.treasurer, { expenseId, termsHash: old });
    await expect(late).rejects.toMatchObject({ code: 'EXPENSE_CHANGED', path: ['termsHash'] });
    const { termsHash } = await viewOf(world, expenseId);
    const approval = world.approve.execute(world.treasurer, { expenseId, termsHash });
    expect(await approval).toMatchObject({ status: 'approved' });
  });
});

describe('an approver', () => {
  it('who clicks twice at once approves once', async () => {
    const expenseId = await submitted(1_00n, world.member, pounds);
    const answers = await Promise.allSettled(
      [1, 2, 3].map(() => world.approve.execute(world.treasurer, { expenseId })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 'rejected') {
        expect(answer.reason).toMatchObject({ code: 'APPROVED_ALREADY' });
      }
    }
    expect(await stateOf(expenseId)).toEqual({ status: 'submitted', current: 1, payouts: 0 });
  });

  it('says why they refuse or ask, in 1 to 2,000 characters', async () => {
    const expenseId = await submitted(1_00n);
    for (const reason of ['', ' \n', 'x'.repeat(2001), 'a\0b']) {
      for (const useCase of [world.reject, world.requestInformation]) {
        await expect(useCase.execute(world.treasurer, { expenseId, reason })).rejects.toMatchObject(
          { code: 'REASON_REQUIRED', path: ['reason'] },
        );
      }
    }
    await world.reject.execute(world.treasurer, { expenseId, reason: ` ${'x'.repeat(2000)} ` });
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'rejected',
      reason: 'x'.repeat(2000),
      decidedAt: world.clock.now(),
    });
    expect((await factsOf(world, expenseId)).slice(1)).toEqual([
      { type: 'ExpenseRejected', data: { expenseId, by: 'role' } },
    ]);
  });

  it('and one who refuses at the same moment: one of them decides', async () => {
    const expenseId = await submitted(1_00n);
    const results = await Promise.allSettled([
      world.approve.execute(world.treasurer, { expenseId }),
      world.reject.execute(world.second, { expenseId, reason: 'Not ours.' }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const state = await stateOf(expenseId);
    expect(state?.payouts).toBe(state?.status === 'approved' ? 1 : 0);
  });

  it('in another office neither approves nor refuses', async () => {
    const expenseId = await submitted(1_00n);
    for (const by of [world.secretary, world.founder]) {
      const required = { code: 'APPROVER_ROLE_REQUIRED' };
      await expect(world.approve.execute(by, { expenseId })).rejects.toMatchObject(required);
      const refusal = world.reject.execute(by, { expenseId, reason: 'No.' });
      await expect(refusal).rejects.toMatchObject(required);
    }
    const member = { expenseId, reason: 'No.' };
    await expect(world.reject.execute(world.member, member)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('what was thrown away and what was taken back', () => {
  it('are two facts: a draft is its author’s own business', async () => {
    const { expenseId } = await world.draft.execute(world.member, claim(1_00n));
    await world.withdraw.execute(world.member, { expenseId });
    const told = async (id: string) => (await factsOf(world, id)).map(({ type }) => type);
    expect(await told(expenseId)).toEqual(['ExpenseDiscarded']);
    const handedIn = await submitted(1_00n);
    await world.withdraw.execute(world.member, { expenseId: handedIn });
    expect(await told(handedIn)).toEqual(['ExpenseSubmitted', 'ExpenseWithdrawn']);
  });
});

describe('the day of an item', () => {
  it('has been where the co-operative is, whatever day it is in UTC', async () => {
    const before = world.clock.now();
    // In Berlin it is the 2nd already.
    world.clock.set(new Date('2026-06-01T23:30:00Z'));
    const on = (incurredOn: string) =>
      world.draft.execute(world.member, claim(0n, { items: [item(1n, { incurredOn })] }));
    await on('2026-06-02');
    await expect(on('2026-06-03')).rejects.toMatchObject({
      code: 'EXPENSE_INVALID',
      path: ['items', '0', 'incurredOn'],
    });
    world.clock.set(before);
  });
});

describe('a receipt', () => {
  it('belongs to one expense, and stays with it when that is revised', async () => {
    const receiptId = await receiptOf(world);
    const items = [item(1n, { receiptId })];
    const { expenseId } = await world.draft.execute(world.member, claim(0n, { items }));
    await world.revise.execute(world.member, { expenseId, ...claim(0n, { items }) });
    const { expenseId: other } = await world.draft.execute(world.member, claim(1n));
    const again = claim(0n, { items: [item(1n), ...items] });
    const inUse = { code: 'ATTACHMENT_IN_USE', path: ['items', '1', 'receiptId'] };
    await expect(world.draft.execute(world.member, again)).rejects.toMatchObject(inUse);
    const revised = world.revise.execute(world.member, { expenseId: other, ...again });
    await expect(revised).rejects.toMatchObject(inUse);
  });

  it('of another is answered as one that is not there, drafted or revised', async () => {
    const others = await receiptOf(world, world.second);
    const taken = await receiptOf(world, world.second);
    const theirs = claim(0n, { items: [item(1n, { receiptId: taken })] });
    await world.draft.execute(world.second, theirs);
    const { expenseId } = await world.draft.execute(world.member, claim(1n));
    const answers: unknown[] = [];
    for (const receiptId of [newId(), others, taken]) {
      const input = claim(0n, { items: [item(1n), item(1n, { receiptId })] });
      answers.push(
        await world.draft.execute(world.member, input).catch((error: unknown) => error),
        await world.revise
          .execute(world.member, { expenseId, ...input })
          .catch((error: unknown) => error),
      );
    }
    const [unknown] = answers;
    expect(unknown).toMatchObject({ code: 'NOT_FOUND', path: ['items', '1', 'receiptId'] });
    for (const answer of answers) expect(answer).toEqual(unknown);
  });
});

describe('another co-operative', () => {
  it('neither writes nor decides what is not its own', async () => {
    const { treasurer, member } = await world.neighbours('weavers');
    const expenseId = await submitted(1_00n);
    const reason = 'Ours?';
    const attempts = await Promise.allSettled([
      world.submit.execute(member, { expenseId }),
      world.revise.execute(member, { expenseId, ...claim(2_00n) }),
      world.withdraw.execute(member, { expenseId }),
      world.approve.execute(treasurer, { expenseId }),
      world.reject.execute(treasurer, { expenseId, reason }),
      world.requestInformation.execute(treasurer, { expenseId, reason }),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ reason: { code: 'EXPENSE_NOT_FOUND' } });
    }
    expect(await stateOf(expenseId)).toEqual({ status: 'submitted', current: 0, payouts: 0 });
    const payee = { kind: 'member', id: world.member.memberId ?? '' } as const;
    await expect(world.draft.execute(member, claim(1n, { payee }))).rejects.toMatchObject({
      code: 'PAYEE_UNKNOWN',
    });
  });
});

describe('after all this', () => {
  it.each(expensesInvariants)('$name: $describes', async ({ sql }) => {
    expect(await world.asOwner(sql)).toEqual([]);
  });
});
