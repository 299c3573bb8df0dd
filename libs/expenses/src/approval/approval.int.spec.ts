import { ledgerInvariants } from '@rochdale/ledger';
import { CodedError, newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governanceInvariants } from '../../../governance/src/testing/inside.js';
import { expensesInvariants } from '../expenses.invariants.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { claim, createExpenseWorld, handIn, item, receiptOf } from '../testing/expense-world.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

const small = 12_34n;
const large = 600_00n;

async function submitted(amountMinor: bigint, by = world.member): Promise<string> {
  const { expenseId } = await world.draft.execute(by, claim(amountMinor));
  await world.submit.execute(by, { expenseId });
  return expenseId;
}

interface ExpenseRow {
  status: string;
  proposal_id: string | null;
  payout_id: string | null;
  reason: string | null;
}

async function rowOf(expenseId: string): Promise<ExpenseRow> {
  const [row] = await world.asOwner<ExpenseRow>(
    'select status, proposal_id, payout_id, reason from expenses.expenses where id = $1',
    [expenseId],
  );
  if (row === undefined) throw new Error('the expense is there');
  return row;
}

const statusOf = async (expenseId: string) => (await rowOf(expenseId)).status;
const payoutsOf = async (expenseId: string) =>
  (
    await world.asOwner(
      `select 1 from payments.payouts where obligation_kind = 'expense' and obligation_id = $1`,
      [expenseId],
    )
  ).length;
const postingsOf = (expenseId: string) =>
  world.asOwner<{ code: string; amount: string }>(
    `select a.code, p.amount_minor as amount from ledger.postings p
       join ledger.accounts a on a.id = p.account_id
       join ledger.transactions t on t.id = p.transaction_id
     where t.source_kind = 'expense' and t.source_id = $1 order by a.code`,
    [expenseId],
  );

async function decide(expenseId: string, stances: readonly ('agree' | 'disagree')[]) {
  const { proposal_id: proposalId } = await rowOf(expenseId);
  if (proposalId === null) throw new Error('the members vote on it');
  const voters = [world.member, world.treasurer, world.second];
  for (const [index, stance] of stances.entries()) {
    await world.cast.execute(voters[index]!, { proposalId, mark: stance });
  }
  world.clock.advance({ days: 14 });
  await world.closeVote.execute(world.system, { proposalId });
  return proposalId;
}

describe('a small expense', () => {
  it('is approved by one treasurer, and is then owed and asked for once', async () => {
    const expenseId = await submitted(small);
    await world.approve.execute(world.treasurer, { expenseId });
    expect(await statusOf(expenseId)).toBe('approved');
    expect(await postingsOf(expenseId)).toEqual([
      { code: 'expense:hosting', amount: '1234' },
      { code: 'payables', amount: '-1234' },
    ]);
    expect(await payoutsOf(expenseId)).toBe(1);
  });

  it('is owed once when two treasurers approve at the same time', async () => {
    const expenseId = await submitted(small);
    const results = await Promise.allSettled(
      [world.treasurer, world.second].map((by) => world.approve.execute(by, { expenseId })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await payoutsOf(expenseId)).toBe(1);
    expect(await postingsOf(expenseId)).toHaveLength(2);
  });

  it('is never approved by its submitter or its payee, whatever their office', async () => {
    const own = await submitted(small, world.treasurer);
    await expect(world.approve.execute(world.treasurer, { expenseId: own })).rejects.toMatchObject({
      code: 'PAYEE_MAY_NOT_APPROVE',
    });
    const { expenseId } = await world.draft.execute(
      world.member,
      claim(small, { payee: { kind: 'member', id: world.treasurer.memberId! } }),
    );
    await world.submit.execute(world.member, { expenseId });
    await expect(world.approve.execute(world.treasurer, { expenseId })).rejects.toMatchObject({
      code: 'PAYEE_MAY_NOT_APPROVE',
    });
    await expect(world.approve.execute(world.member, { expenseId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('spreads its items over the accounts of their categories', async () => {
    const { expenseId } = await world.draft.execute(
      world.member,
      claim(1n, {
        items: [item(100n), item(250n, { category: 'travel' }), item(11n)],
      }),
    );
    await world.submit.execute(world.member, { expenseId });
    await world.approve.execute(world.treasurer, { expenseId });
    expect(await postingsOf(expenseId)).toEqual([
      { code: 'expense:hosting', amount: '111' },
      { code: 'expense:travel', amount: '250' },
      { code: 'payables', amount: '-361' },
    ]);
  });

  it('stays as it was when the payout cannot be asked for', async () => {
    const expenseId = await submitted(small);
    world.payouts.refusal = new CodedError('UNAVAILABLE', 'unavailable', 'not now');
    await expect(world.approve.execute(world.treasurer, { expenseId })).rejects.toThrow('not now');
    world.payouts.refusal = null;
    expect(await statusOf(expenseId)).toBe('submitted');
    expect(await postingsOf(expenseId)).toEqual([]);
    expect(await payoutsOf(expenseId)).toBe(0);
    await world.approve.execute(world.treasurer, { expenseId });
    expect(await payoutsOf(expenseId)).toBe(1);
  });

  it('is refused with a reason, and not approved after', async () => {
    const expenseId = await submitted(small);
    const silent = world.reject.execute(world.treasurer, { expenseId, reason: ' ' });
    await expect(silent).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
    await world.reject.execute(world.treasurer, { expenseId, reason: 'Not ours.' });
    await expect(world.approve.execute(world.second, { expenseId })).rejects.toMatchObject({
      code: 'EXPENSE_STATUS_CONFLICT',
    });
  });
});

describe('a rule that asks for two', () => {
  beforeAll(() =>
    world.adoptRule.execute(systemActor(world.cooperativeId, 'cli'), {
      currency: 'USD',
      bands: [
        {
          upToMinor: null,
          band: { kind: 'role', role: 'treasurer', approvals: 2 },
          receipts: false,
        },
      ],
    }),
  );

  async function submittedInDollars(): Promise<string> {
    const { expenseId } = await world.draft.execute(
      world.member,
      claim(large, { currency: 'USD' }),
    );
    await world.submit.execute(world.member, { expenseId });
    return expenseId;
  }

  it('waits for the second, and does not count the first twice', async () => {
    const expenseId = await submittedInDollars();
    await world.approve.execute(world.treasurer, { expenseId });
    expect(await statusOf(expenseId)).toBe('submitted');
    await expect(world.approve.execute(world.treasurer, { expenseId })).rejects.toMatchObject({
      code: 'APPROVED_ALREADY',
    });
    await world.approve.execute(world.second, { expenseId });
    expect(await statusOf(expenseId)).toBe('approved');
  });

  it('starts anew when anything changes that an approver read, and only then', async () => {
    const expenseId = await submittedInDollars();
    await world.approve.execute(world.treasurer, { expenseId });
    const dollars = { currency: 'USD' };
    await world.revise.execute(world.member, {
      expenseId,
      ...claim(large, dollars),
    });
    const current = `select count(*)::int as count from expenses.approvals
      where expense_id = $1 and voided_at is null`;
    expect(await world.asOwner(current, [expenseId])).toEqual([{ count: 1 }]);
    const words = { ...dollars, title: 'Hosting in March' };
    await world.revise.execute(world.member, { expenseId, ...claim(large, words) });
    expect(await world.asOwner(current, [expenseId])).toEqual([{ count: 0 }]);
    await world.approve.execute(world.second, { expenseId });
    expect(await statusOf(expenseId)).toBe('submitted');
  });

  it('refuses an approval of terms that changed meanwhile', async () => {
    const expenseId = await submittedInDollars();
    const [{ terms_hash: termsHash } = { terms_hash: '' }] = await world.asOwner<{
      terms_hash: string;
    }>('select terms_hash from expenses.expenses where id = $1', [expenseId]);
    await world.revise.execute(world.member, {
      expenseId,
      ...claim(large * 2n, { currency: 'USD' }),
    });
    const late = world.approve.execute(world.treasurer, { expenseId, termsHash });
    await expect(late).rejects.toMatchObject({ code: 'EXPENSE_CHANGED' });
  });
});

describe('a large expense', () => {
  it('opens a vote by itself, and a passed one approves it, once', async () => {
    const expenseId = await submitted(large);
    await expect(world.approve.execute(world.treasurer, { expenseId })).rejects.toMatchObject({
      code: 'EXPENSE_NEEDS_VOTE',
    });
    const proposalId = await decide(expenseId, ['agree', 'agree']);
    expect(await payoutsOf(expenseId)).toBe(0);
    await Promise.all([1, 2, 3].map(() => world.executeVote.execute(world.system, { proposalId })));
    expect(await statusOf(expenseId)).toBe('approved');
    expect(await payoutsOf(expenseId)).toBe(1);
    expect(await postingsOf(expenseId)).toHaveLength(2);
  });

  it('is rejected with its vote', async () => {
    const expenseId = await submitted(large);
    const proposalId = await decide(expenseId, ['agree', 'disagree', 'disagree']);
    const settle = () =>
      world.settleVote.execute(world.system, { expenseId, proposalId, ended: 'rejected' });
    expect([await settle(), await settle()]).toEqual(['settled', 'nothing']);
    expect(await rowOf(expenseId)).toMatchObject({ status: 'rejected', reason: 'vote: rejected' });
  });

  it('calls its vote off when the terms change, and opens another for the new ones', async () => {
    const expenseId = await submitted(large);
    const { proposal_id: first } = await rowOf(expenseId);
    await world.revise.execute(world.member, { expenseId, ...claim(large + 1n) });
    const { proposal_id: next } = await rowOf(expenseId);
    expect(next).not.toBe(first);
    expect(
      await world.asOwner('select state from governance.proposals where id = $1', [first]),
    ).toEqual([{ state: 'cancelled' }]);
    // Old news of the first vote does not touch the second.
    const ended = 'rejected' as const;
    const news = { expenseId, proposalId: first!, ended };
    expect(await world.settleVote.execute(world.system, news)).toBe('nothing');
  });

  it('that shrinks goes to a treasurer instead', async () => {
    const expenseId = await submitted(large);
    await world.revise.execute(world.member, { expenseId, ...claim(small) });
    expect(await rowOf(expenseId)).toMatchObject({ status: 'submitted', proposal_id: null });
    await world.approve.execute(world.treasurer, { expenseId });
    expect(await statusOf(expenseId)).toBe('approved');
  });

  it('cannot be changed between the vote and its execution', async () => {
    const expenseId = await submitted(large);
    const proposalId = await decide(expenseId, ['agree', 'agree', 'agree']);
    const change = world.revise.execute(world.member, { expenseId, ...claim(large * 9n) });
    await expect(change).rejects.toMatchObject({ code: 'EXPENSE_VOTE_PENDING' });
    await expect(world.withdraw.execute(world.member, { expenseId })).rejects.toMatchObject({
      code: 'EXPENSE_VOTE_PENDING',
    });
    expect(await world.executeVote.execute(world.system, { proposalId })).toBe('executed');
  });
});

describe('paying out', () => {
  it('follows its payout: paid, owed again when it came back, asked for anew', async () => {
    const expenseId = await submitted(small);
    await world.approve.execute(world.treasurer, { expenseId });
    const { payout_id: payoutId } = await rowOf(expenseId);
    const news = (came: 'settled' | 'failed', id = payoutId!) =>
      world.recordPayout.execute(world.system, { payoutId: id, came });
    expect([await news('settled'), await news('settled')]).toEqual(['recorded', 'nothing']);
    expect(await statusOf(expenseId)).toBe('paid');
    expect(await news('failed')).toBe('recorded');
    expect(await statusOf(expenseId)).toBe('payout-failed');
    await world.asOwner(
      `update payments.payouts set state = 'cancelled' where obligation_id = $1`,
      [expenseId],
    );
    await world.retryPayout.execute(world.treasurer, { expenseId });
    const { payout_id: next } = await rowOf(expenseId);
    expect(next).not.toBe(payoutId);
    expect(await news('settled')).toBe('nothing');
    expect(await news('settled', next!)).toBe('recorded');
    expect(await postingsOf(expenseId)).toHaveLength(2);
  });
});

describe('Postgres has the last word', () => {
  const refusal = /never|frozen|cannot become|Neither|not enough|only|stay on|permission|violates/;

  it('refuses the payee’s approval, an approval too few, and what is frozen', async () => {
    const expenseId = await submitted(small);
    const approved = await submitted(small);
    await world.approve.execute(world.treasurer, { expenseId: approved });
    const approvalBy = `insert into expenses.approvals (id, cooperative_id, expense_id,
      approver_member_id, approver_role, terms_hash, approved_at)
      select gen_random_uuid(), cooperative_id, id, $2::uuid, 'treasurer', terms_hash, now()
      from expenses.expenses where id = $1`;
    const attacks: [string, unknown[]][] = [
      [approvalBy, [expenseId, world.member.memberId]],
      [approvalBy, [approved, world.second.memberId]],
      [
        `update expenses.expenses set status = 'approved', approved_hash = terms_hash,
           decided_at = now(), transaction_id = $2, payout_id = $2 where id = $1`,
        [expenseId, newId()],
      ],
      [`update expenses.expenses set amount_minor = 1 where id = $1`, [approved]],
      [`update expenses.expenses set payee_id = $2 where id = $1`, [approved, newId()]],
      [`update expenses.expenses set payout_id = $2 where id = $1`, [approved, newId()]],
      [`update expenses.expenses set status = 'draft' where id = $1`, [approved]],
      [`delete from expenses.expenses where id = $1`, [expenseId]],
      [`delete from expenses.items where expense_id = $1`, [approved]],
      [`delete from expenses.approvals where expense_id = $1`, [approved]],
      [`update expenses.approvals set approver_role = 'x' where expense_id = $1`, [approved]],
    ];
    for (const [text, values] of attacks) {
      await expect(world.asOwner(text, values)).rejects.toThrow(refusal);
      await expect(world.asApplication(text, values, world.cooperativeId)).rejects.toThrow(refusal);
    }
  });
});

describe('receipts', () => {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk' +
      '+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );

  it('become the expense’s, and are read by those whom it concerns', async () => {
    const receipt = await world.attachments.keep(world.member, { name: 'a.png', bytes: pixel });
    const items = [item(small, { receiptId: receipt.id })];
    const { expenseId } = await world.draft.execute(world.member, claim(small, { items }));
    const may = (by = world.member) =>
      world.unitOfWork.read(
        by,
        async (tx) => (await world.queries.readableReceipt(tx, expenseId, receipt.id)) !== null,
      );
    expect([await may(), await may(world.treasurer)]).toEqual([true, false]);
    await world.submit.execute(world.member, { expenseId });
    const bystander = { ...world.second, memberId: newId(), roles: new Set<never>() };
    expect([await may(world.treasurer), await may(bystander)]).toEqual([true, false]);
  });

  it('of somebody else cannot be taken', async () => {
    const receipt = await world.attachments.keep(world.second, { name: 'a.png', bytes: pixel });
    const items = [item(small, { receiptId: receipt.id })];
    await expect(world.draft.execute(world.member, claim(small, { items }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('another co-operative', () => {
  it('finds nothing of this one and changes nothing', async () => {
    const receiptId = await receiptOf(world);
    const expenseId = await handIn(world, claim(small, { items: [item(small, { receiptId })] }));
    const stranger = { ...world.treasurer, cooperativeId: newId() };
    const attempts = await Promise.allSettled([
      world.approve.execute(stranger, { expenseId }),
      world.reject.execute(stranger, { expenseId, reason: 'x' }),
      world.requestInformation.execute(stranger, { expenseId, reason: 'x' }),
      world.withdraw.execute({ ...world.member, cooperativeId: newId() }, { expenseId }),
      world.retryPayout.execute(stranger, { expenseId }),
    ]);
    for (const attempt of attempts) {
      expect(attempt).toMatchObject({ reason: { code: 'EXPENSE_NOT_FOUND' } });
    }
    const [rows, may] = await world.unitOfWork.read(stranger, async (tx) => [
      (await world.queries.page(tx, {}, {})).rows,
      await world.queries.readableReceipt(tx, expenseId, receiptId),
    ]);
    expect([rows, may]).toEqual([[], null]);
  });
});

describe('after all this', () => {
  it('every law of the rooms involved holds', async () => {
    for (const { sql } of [...expensesInvariants, ...governanceInvariants, ...ledgerInvariants]) {
      expect(await world.asOwner(sql)).toEqual([]);
    }
  });
});
