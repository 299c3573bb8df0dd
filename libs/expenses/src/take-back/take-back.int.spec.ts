import { ProposalActions } from '@rochdale/governance';
import { newId } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { knownBillsStore } from '../bill/known-bills.store.js';
import { claim, createExpenseWorld, handIn, viewOf } from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { mandateDesk, naming } from '../testing/mandate-desk.js';
import type { MandateDesk } from '../testing/mandate-desk.js';
import { payoutDesk } from '../testing/payout-desk.js';
import type { PayoutDesk } from '../testing/payout-desk.js';
import { TakeBackPaymentAction } from './take-back.action.js';

let world: ExpenseWorld;
let desk: PayoutDesk;
let mandates: MandateDesk;
beforeAll(async () => {
  world = await createExpenseWorld();
  desk = await payoutDesk(world);
  mandates = mandateDesk(world);
});
afterAll(async () => {
  await desk.close();
  await world.close();
});
afterEach(() => desk.lawful());

const actions = new ProposalActions((type) => {
  if (mandates.debts instanceof type) return mandates.debts;
  throw new Error(`${type.name} is no service of this test`);
});
const coded = (code: string) => expect.objectContaining({ code }) as Error;
const termsOf = (expenseId: string, freesBill: boolean) => ({
  expenseId,
  reason: 'A mistake',
  freesBill,
});
const proposing = {
  by: 'member',
  rule: { ballotKind: 'stances', decision: { kind: 'threshold', agree: { share: '1/2' } } },
} as unknown as Parameters<ProposalActions['check']>[2];
const elected = { memberIds: [], termMonths: 0, until: null };

/** What is asked when it is drafted, and when it opens. */
const drafted = (expenseId: string, freesBill = true) =>
  world.unitOfWork.read(world.member, (tx) =>
    actions.check(tx, [TakeBackPaymentAction.of(termsOf(expenseId, freesBill))], proposing),
  );

/** Drafted, decided and carried out. */
async function takeBack(expenseId: string, freesBill = true): Promise<void> {
  await drafted(expenseId, freesBill);
  const decided = { id: newId(), actionId: newId(), subject: null, ruleHash: '', elected };
  await world.unitOfWork.run(world.system, (tx) =>
    actions.run(tx, TakeBackPaymentAction.of(termsOf(expenseId, freesBill)), decided),
  );
}

describe('a bill whose claim came to nothing', () => {
  it('is owed by no mandate once it was rejected, before members let it in again', async () => {
    const mandate = await mandates.grant();
    const number = 'R-1';
    const expenseId = await handIn(world, naming(mandate, number));
    await world.reject.execute(world.treasurer, { expenseId, reason: 'Not ours.' });
    await expect(mandates.bill(mandate, ' r-1')).rejects.toThrow(coded('BILL_REFUSED'));
    const unseen = vi.spyOn(knownBillsStore, 'isRefused').mockResolvedValue(false);
    await expect(mandates.bill(mandate, number)).rejects.toThrow('what was rejected');
    unseen.mockRestore();
    await takeBack(expenseId);
    await expect(takeBack(expenseId)).rejects.toThrow(coded('EXPENSE_STATUS_CONFLICT'));
    expect(await mandates.bill(mandate, number)).toMatchObject({ status: 'approved' });
    await expect(
      world.asOwner('update expenses.expenses set bill_freed_at = null where id = $1', [expenseId]),
    ).rejects.toThrow('freed once');
  });

  it('is claimed anew after that, and decided; above the cap as well', async () => {
    const mandate = await mandates.grant();
    const first = await handIn(world, naming(mandate, 'R-2'));
    await world.reject.execute(world.treasurer, { expenseId: first, reason: 'No receipt.' });
    const again = await mandates.bill(mandate, 'R-2', { amountMinor: 200_00n });
    expect(again).toMatchObject({ status: 'submitted' });
    await expect(takeBack(first)).rejects.toThrow(coded('BILL_KNOWN'));
    await world.withdraw.execute(world.treasurer, again);
    await handIn(world, naming(mandate, 'R-2'));
  });

  it('is owed by its mandate where its submitter took the claim back', async () => {
    const mandate = await mandates.grant();
    const expenseId = await handIn(world, naming(mandate, 'W-1'));
    await world.withdraw.execute(world.member, { expenseId });
    expect(await mandates.bill(mandate, 'W-1')).toMatchObject({ status: 'approved' });
    await expect(handIn(world, naming(mandate, 'W-1'))).rejects.toThrow(coded('BILL_KNOWN'));
  });

  it('is not freed by a decision that could only fail: it says so as it is drafted', async () => {
    const mandate = await mandates.grant();
    const open = await handIn(world, naming(mandate, 'F-1'));
    await world.withdraw.execute(world.member, { expenseId: open });
    const payee = { kind: 'partner', id: mandate.partnerId } as const;
    const owed = await handIn(world, claim(5_00n, { payee }));
    await world.approve.execute(world.second, { expenseId: owed });
    for (const expenseId of [open, owed]) {
      await expect(drafted(expenseId)).rejects.toMatchObject({
        code: 'EXPENSE_STATUS_CONFLICT',
        message: expect.stringContaining('without `freesBill`'),
      });
    }
    await takeBack(owed, false);
    expect(await viewOf(world, owed)).toMatchObject({ status: 'voided' });
  });
});
