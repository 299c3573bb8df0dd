import { toGlobalId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claim, createExpenseWorld, handIn, viewOf } from './testing/expense-world.js';
import type { ExpenseWorld } from './testing/expense-world.js';

let world: ExpenseWorld;
let ann: Actor;
beforeAll(async () => {
  world = await createExpenseWorld();
  ann = await world.officer('Ann');
});
afterAll(() => world.close());

type Rows = readonly Readonly<Record<string, unknown>>[];
const own = async (by: Actor) =>
  (await world.useCases.exportData.execute(by))['payouts'] as { payeeDetails: Rows; payouts: Rows };
const nothing = { payeeDetails: [], payouts: [] };
const paidTo = async (payee: { kind: 'member' | 'partner'; id: string }) => {
  const expenseId = await handIn(world, claim(12_34n, { payee }));
  await world.approve.execute(world.treasurer, { expenseId });
  return (await viewOf(world, expenseId)).payoutId ?? '';
};

describe('what payouts keep about a member', () => {
  it('is handed over to them: where they are paid, masked, and what is paid to them', async () => {
    const holder = { holderName: 'Ann Adams' };
    await world.setDetails.execute(ann, { ...holder, accountNumber: 'NL91ABNA0417164300' });
    world.clock.advance({ minutes: 1 });
    await world.setDetails.execute(ann, { ...holder, accountNumber: 'DE89370400440532013000' });
    const payoutId = await paidTo({ kind: 'member', id: ann.memberId ?? '' });
    const data = await own(ann);
    expect(data.payeeDetails).toMatchObject([
      { masked: 'NL91 •••• 4300', supersededAt: world.clock.now().toISOString() },
      { masked: 'DE89 •••• 3000', supersededAt: null },
    ]);
    expect(data.payouts).toMatchObject([
      {
        id: toGlobalId('Payout', payoutId),
        obligationKind: 'expense',
        amountMinor: '1234',
        currency: 'EUR',
        state: 'approved',
        transactionId: null,
      },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/sealed|0417164300|0532013000|AccountId/i);
  });

  it('is whole where it goes into an archive', async () => {
    const { payouts } = await world.unitOfWork.read(ann, (tx) =>
      world.useCases.sources.collect(tx, {
        accountId: ann.accountId ?? '',
        memberId: ann.memberId,
        inFull: true,
      }),
    );
    const details = JSON.stringify((payouts as { payeeDetails: Rows }).payeeDetails);
    expect(details).toMatch(/NL91ABNA0417164300.*DE89370400440532013000/);
    expect(details).not.toMatch(/sealed/);
  });

  it('is nothing of others: members, partners with the same id, neighbours', async () => {
    await paidTo({ kind: 'partner', id: ann.memberId ?? '' });
    expect((await own(ann)).payouts).toHaveLength(1);
    expect(await own(await world.officer('Bob'))).toEqual(nothing);
    expect(await own((await world.neighbours('weavers')).treasurer)).toEqual(nothing);
  });

  it('is still theirs when they left', async () => {
    const before = await own(ann);
    expect(before.payouts).toHaveLength(1);
    const changed = { memberId: ann.memberId ?? '', to: 'left', reason: 'other' } as const;
    await world.useCases.changeStanding.execute(world.founder, changed);
    const former = await world.actor(ann.accountId ?? '', world.cooperativeId);
    expect(former.standing).toBe('left');
    expect(await own(former)).toEqual(before);
  });
});
