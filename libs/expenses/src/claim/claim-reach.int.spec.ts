import { newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalBands } from '../rule/approval-rule.js';
import { claim, createExpenseWorld, handIn, item, viewOf } from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import type { ExpenseInput } from './expense-texts.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

const draft = (changes: Partial<ExpenseInput>) =>
  world.draft.execute(world.member, claim(1_00n, changes));
const adopt = (currency: string, bands: ApprovalBands) =>
  world.adoptRule.execute(world.system, { currency, bands });

describe('what could never be paid', () => {
  it('is refused when it is written: in a currency without an account', async () => {
    const unpayable = { code: 'EXPENSE_UNPAYABLE', path: ['currency'] };
    await expect(draft({ currency: 'JPY' })).rejects.toMatchObject(unpayable);
    const { expenseId } = await draft({});
    const revised = { expenseId, ...claim(1_00n, { currency: 'JPY' }) };
    await expect(world.revise.execute(world.member, revised)).rejects.toMatchObject(unpayable);
    expect(await viewOfOwn(expenseId)).toMatchObject({ currency: 'EUR' });
  });

  it('is in any but its own currency, where the co-operative has no account yet', async () => {
    const { member } = await world.neighbours('weavers');
    expect(await world.draft.execute(member, claim(1_00n))).toMatchObject({ status: 'draft' });
    const dollars = world.draft.execute(member, claim(1_00n, { currency: 'USD' }));
    await expect(dollars).rejects.toMatchObject({ code: 'EXPENSE_UNPAYABLE', path: ['currency'] });
  });

  it.each(['1999-12-31', '9999-12-31', '2026-02-30'])('is of %s', async (incurredOn) => {
    const items = [item(1n), item(1n, { incurredOn })];
    await expect(draft({ items })).rejects.toMatchObject({
      code: 'EXPENSE_INVALID',
      path: ['items', '1', 'incurredOn'],
    });
  });

  it('is to a payee who is not there any more when it is handed in', async () => {
    const payee = { kind: 'partner', id: newId() } as const;
    const { expenseId } = await draft({ payee });
    world.strangers.add(payee.id);
    const unknown = { code: 'PAYEE_UNKNOWN', path: ['payee', 'id'] };
    await expect(world.submit.execute(world.member, { expenseId })).rejects.toMatchObject(unknown);
    await expect(draft({ payee })).rejects.toMatchObject(unknown);
    expect(await viewOfOwn(expenseId)).toMatchObject({ status: 'draft' });
  });

  it('has a receipt that is not there', async () => {
    const items = [item(1n), item(1n, { receiptId: newId() })];
    await expect(draft({ items })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: ['items', '1', 'receiptId'],
    });
  });
});

describe('who is alone in an office', () => {
  const secretary = { kind: 'role', role: 'secretary', approvals: 1 } as const;

  it('claims from the next band: nobody decides their own', async () => {
    await adopt('GBP', [
      { upToMinor: '50000', band: secretary, receipts: false },
      { upToMinor: null, band: { kind: 'vote', policyKey: 'expense-large' }, receipts: false },
    ]);
    const pounds = claim(1_00n, { currency: 'GBP' });
    const own = await viewOf(world, await handIn(world, pounds, world.secretary));
    expect(own.band).toEqual({ kind: 'vote', policyKey: 'expense-large' });
    const payee = { kind: 'member', id: world.secretary.memberId ?? '' } as const;
    const paid = await viewOf(world, await handIn(world, { ...pounds, payee }));
    expect(paid.band).toMatchObject({ kind: 'vote' });
    const others = await viewOf(world, await handIn(world, pounds));
    expect(others.band).toEqual(secretary);
  });

  it('is told when handing in that nobody could approve it', async () => {
    await adopt('CHF', [{ upToMinor: null, band: secretary, receipts: false }]);
    const francs = claim(1_00n, { currency: 'CHF' });
    const { expenseId } = await world.draft.execute(world.secretary, francs);
    await expect(world.submit.execute(world.secretary, { expenseId })).rejects.toMatchObject({
      code: 'APPROVAL_OUT_OF_REACH',
      path: ['items'],
    });
    expect(await handIn(world, francs)).toBeDefined();
  });
});

describe('an approval', () => {
  it('says what was read, or is refused', async () => {
    const expenseId = await handIn(world, claim(1_00n));
    const approve = (termsHash?: string | null) =>
      world.approveUnread.execute(world.treasurer, { expenseId, termsHash: termsHash ?? null });
    const required = { code: 'TERMS_HASH_REQUIRED', path: ['termsHash'] };
    await expect(approve()).rejects.toMatchObject(required);
    await expect(approve('0'.repeat(64))).rejects.toMatchObject({
      code: 'EXPENSE_CHANGED',
      path: ['termsHash'],
    });
    const { termsHash } = await viewOf(world, expenseId);
    expect(await approve(termsHash)).toMatchObject({ status: 'approved' });
  });

  it('owes once or not at all when the process dies, on whichever line', async () => {
    const expenseId = await handIn(world, claim(1_00n));
    const { termsHash } = await viewOf(world, expenseId);
    const owed = () =>
      world.asOwner(
        `select 1 from payments.payouts where obligation_id = $1
         union all select 1 from ledger.transactions where source_id = $1::text`,
        [expenseId],
      );
    const deaths = await dyingOnEachLine(
      () => world.approveUnread.execute(world.treasurer, { expenseId, termsHash }),
      async () => {
        expect(await viewOf(world, expenseId)).toMatchObject({ status: 'submitted' });
        expect(await owed()).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(8);
    expect(await owed()).toHaveLength(2);
  });
});

async function viewOfOwn(expenseId: string) {
  const [view] = await world.unitOfWork.read(world.member, (tx) =>
    world.queries.byIds(tx, [expenseId]),
  );
  return view;
}
