import type { Actor } from '@rochdale/platform';
import { may, newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expenseStatuses } from '../expense/expense.js';
import type { ExpenseStatus } from '../expense/expense.js';
import { claim, createExpenseWorld, handIn, viewOf } from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { payoutDesk } from '../testing/payout-desk.js';
import type { PayoutDesk } from '../testing/payout-desk.js';
import { WaivableExpenses } from './waivable-expenses.js';
import { whyNotWaive } from './waiver.js';

let world: ExpenseWorld;
let desk: PayoutDesk;
let toWaive: WaivableExpenses;
beforeAll(async () => {
  world = await createExpenseWorld();
  desk = await payoutDesk(world);
  toWaive = new WaivableExpenses(world.payouts);
});
afterAll(async () => {
  await desk.close();
  await world.close();
});

const codeOf = (error: unknown) => (error as { code?: string }).code ?? String(error);

/** What is owed to a partner alone is voided. */
type OfMember = Exclude<ExpenseStatus, 'voided'>;
const ofMembers = expenseStatuses.filter((status): status is OfMember => status !== 'voided');

/** One of Ada's claims, for herself or a member of whom this is said. */
const made: Readonly<
  Record<OfMember | 'being-paid', (to: string, payee: Actor) => Promise<string>>
> = {
  draft: async (id) => (await world.draft.execute(world.member, claim(1_00n, to(id)))).expenseId,
  submitted: (id) => handIn(world, claim(1_00n, to(id))),
  'needs-information': async (id) => {
    const expenseId = await handIn(world, claim(1_00n, to(id)));
    await world.requestInformation.execute(world.treasurer, { expenseId, reason: 'why' });
    return expenseId;
  },
  approved: (id) => approved(id),
  rejected: async (id) => {
    const expenseId = await handIn(world, claim(1_00n, to(id)));
    await world.reject.execute(world.treasurer, { expenseId, reason: 'why' });
    return expenseId;
  },
  withdrawn: async (id) => {
    const expenseId = await handIn(world, claim(1_00n, to(id)));
    await world.withdraw.execute(world.member, { expenseId });
    return expenseId;
  },
  'payout-failed': async (id) => {
    const expenseId = await approved(id);
    const payoutId = await desk.payoutOf(expenseId);
    await world.cancelPayout.execute(world.treasurer, { payoutId });
    await desk.heard(payoutId, 'failed');
    return expenseId;
  },
  paid: async (id) => {
    const expenseId = await approved(id);
    const payoutId = await desk.payoutOf(expenseId);
    await desk.release(expenseId);
    await desk.filed(expenseId);
    await desk.told(-1_00n, await desk.nameOf(payoutId));
    await desk.heard(payoutId, 'settled');
    return expenseId;
  },
  waived: async (id, payee) => {
    const expenseId = await approved(id);
    await world.waive.execute(payee, { expenseId });
    return expenseId;
  },
  'being-paid': async (id) => {
    const expenseId = await approved(id);
    await desk.release(expenseId);
    return expenseId;
  },
};
const to = (id: string) => ({ payee: { kind: 'member', id } as const });
const approved = async (id: string) => desk.approved(1_00n, to(id));
/** What `viewerCan` is told, of the same rule and the same facts as everywhere. */
async function told(actor: Actor, expenseId: string): Promise<string> {
  if (!may(actor, 'expense.waive').allowed) return 'FORBIDDEN';
  return world.unitOfWork.read(actor, async (tx) => {
    const [view] = await world.queries.byIds(tx, [expenseId]);
    if (view === undefined) return 'EXPENSE_NOT_FOUND';
    const isClerk = may(actor, 'expense.waive-of-erased').allowed;
    const ofErased = isClerk ? await toWaive.ofErased(tx, [expenseId]) : new Set();
    const beingPaid = await toWaive.beingPaid(tx, [expenseId]);
    return (
      whyNotWaive(actor, view, {
        isOfErased: ofErased.has(expenseId),
        isBeingPaid: beingPaid.has(expenseId),
      }) ?? 'done'
    );
  });
}

const answered = (actor: Actor, expenseId: string): Promise<string> =>
  world.waive.execute(actor, { expenseId }).then(() => 'done', codeOf);

describe.each(['there', 'left', 'erased'] as const)('of a payee who is %s', (became) => {
  it.each([...ofMembers, 'being-paid'] as const)(
    'what is %s: everybody is told what waiving it answers',
    async (state) => {
      const payee = await world.officer('Ann');
      await desk.canPay(payee);
      const expenseId = await made[state](payee.memberId ?? '', payee);
      let now = payee;
      if (became !== 'there') {
        await world.useCases.leave.execute(payee);
        now = await world.actor(payee.accountId ?? '', world.cooperativeId);
      }
      if (became === 'erased') {
        await world.asOwner(
          `insert into membership.erasures (member_id, cooperative_id, erased_at)
           values ($1, $2, now())`,
          [payee.memberId, world.cooperativeId],
        );
      }
      const gone = await world.officer('Leo');
      await world.useCases.leave.execute(gone);
      const former = await world.actor(gone.accountId ?? '', world.cooperativeId);
      const roles = [world.member, world.secretary, world.founder, former, world.system];
      // Those who may come last: who waives it ends what the others would be told.
      for (const actor of [...roles, world.treasurer, world.second, now]) {
        const before = await told(actor, expenseId);
        expect([state, before, await answered(actor, expenseId)]).toEqual([state, before, before]);
      }
    },
  );
});

it('of a partner’s it is nobody’s', async () => {
  const expenseId = await desk.approved(1_00n, { payee: { kind: 'partner', id: newId() } });
  for (const actor of [world.member, world.treasurer]) {
    expect(await told(actor, expenseId)).toBe('EXPENSE_NOT_YOURS');
    expect(await answered(actor, expenseId)).toBe('EXPENSE_NOT_YOURS');
  }
  expect((await viewOf(world, expenseId)).status).toBe('approved');
});
