import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactRelay, forgetMemberOfPlatform } from '../../../platform/src/testing/inside.js';
import { claim, createExpenseWorld, handIn, item, receiptOf } from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { forgetExpenses } from './forget-expenses.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

/** Erased, and forgotten by this room and the platform, when everybody was told of their claims. */
async function gone({ memberId }: Actor): Promise<void> {
  await new FactRelay(world.unitOfWork).relay();
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
  const forget = { memberId: memberId ?? '', removesTexts: false };
  await world.unitOfWork.run(world.system, async (tx) => {
    await forgetExpenses(tx, forget);
    await forgetMemberOfPlatform(tx, forget);
  });
}

describe('claims', () => {
  it('keep no account of whom somebody else claimed them for, once they are refused', async () => {
    const [lu, pat] = [await world.officer('Luitgard'), await world.officer('Patrizia')];
    await world.setDetails.execute(pat, {
      holderName: 'Patrizia',
      accountNumber: 'DE89370400440532013000',
    });
    const payee = { kind: 'member', id: pat.memberId ?? '' } as const;
    const accounts = async (ids: readonly string[]) =>
      world.asOwner(
        `select destination_masked as masked, destination_id as id, text_salt as salt,
           expenses.terms_hash(e) = e.terms_hash as stands
         from expenses.expenses e where id = any($1)`,
        [ids],
      );
    const claims = [
      await handIn(world, claim(1000n, { title: 'A lamp', payee }), lu),
      await handIn(world, claim(1000n, { title: 'A torch', payee }), lu),
    ] as const;
    expect(await accounts(claims)).toMatchObject([
      { masked: 'DE89 •••• 3000' },
      { masked: 'DE89 •••• 3000' },
    ]);
    const [rejected, withdrawn] = claims;
    const refused = { expenseId: rejected, reason: 'Not for this' };
    await world.reject.execute(world.treasurer, refused);
    await world.withdraw.execute(lu, { expenseId: withdrawn });
    const none = { masked: null, id: null, salt: null, stands: true };
    expect(await accounts(claims)).toEqual([none, none]);
    await gone(pat);
    for (const by of [world.treasurer, lu]) {
      const views = await world.unitOfWork.read(by, (tx) => world.queries.byIds(tx, claims));
      expect(views.map(({ destinationMasked }) => destinationMasked)).toEqual([null, null]);
    }
  });

  it('leave no file behind that was taken out of what was paid', async () => {
    const una = await world.officer('Unda');
    const [wrong, right] = [await receiptOf(world, una), await receiptOf(world, una)];
    const said = (receiptId: string) =>
      claim(1000n, { title: 'A bowl', items: [item(1000n, { receiptId })] });
    const expenseId = await handIn(world, said(wrong), una);
    await world.revise.execute(una, { expenseId, ...said(right) });
    await world.approve.execute(world.treasurer, { expenseId });
    await gone(una);
    const left = await world.asOwner<{ id: string }>(
      'select id from platform.attachments where uploaded_by_member_id = $1',
      [una.memberId],
    );
    expect(left).toEqual([{ id: right }]);
  });
});
