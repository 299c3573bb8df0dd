import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  lawsHold,
  linesOf,
  member,
  pay,
} from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
  await pay(world, { amountMinor: 500_00n, freeText: 'a start' });
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

const issue = () => world.issue.execute(world.system);

/** A member who paid that much for an invoice of ten. */
async function paying(amountMinor: bigint) {
  const actor = await member(world, 10_00n);
  await issue();
  const [invoice] = await invoicesOf(world, actor);
  await pay(world, { amountMinor, reference: invoice?.reference ?? '' });
  return { actor, memberId: actor.memberId ?? '' };
}

describe('a refund', () => {
  it.each([
    ['settled', 'paid'],
    ['failed', 'failed'],
  ] as const)(
    'whose payout %s is told as %s, and keeps who asked for it',
    async (outcome, state) => {
      const { memberId } = await paying(18_00n);
      const asked = { memberId, currency: 'EUR', amountMinor: 5_00n };
      const { id, payoutId } = await world.refund.execute(world.treasurer, asked);
      for (const _ of [1, 2]) await world.recordRefund.execute(world.system, { payoutId, outcome });
      const told = { refundId: id, memberId, payoutId, amountMinor: '500', currency: 'EUR' };
      expect(await factsOf(world, 'dues.RefundChanged', memberId)).toEqual([
        { ...told, state: 'requested' },
        { ...told, state },
      ]);
      expect(
        await world.asOwner(
          'select requested_by_account_id as by, ended_at as at from dues.refunds where id = $1',
          [id],
        ),
      ).toEqual([{ by: world.treasurer.accountId, at: world.clock.now() }]);
    },
  );

  it('is not to be had by those who have no credit, each for themselves', async () => {
    const ids = [
      (await paying(10_00n)).memberId,
      (await paying(11_00n)).memberId,
      (await paying(12_00n)).memberId,
    ];
    const [none = '', ...others] = ids;
    const whyNot = await world.unitOfWork.read(world.treasurer, (tx) =>
      world.credits.whyNotRefund(tx, [...others, none]),
    );
    expect([...whyNot]).toEqual([[none, 'CREDIT_SPENT']]);
  });
});

describe('credit that comes back', () => {
  it('is taken from the invoice first that it paid last', async () => {
    const { actor, memberId } = await paying(26_00n);
    const [line] = await linesOf(world, await pay(world, { amountMinor: 4_00n, freeText: 'more' }));
    const lineId = line?.id ?? '';
    await world.split.execute(world.treasurer, { lineId, parts: [], creditMemberId: memberId });
    for (const _ of [1, 2]) {
      world.clock.advance({ days: 31 });
      await issue();
    }
    const paid = async () => (await invoicesOf(world, actor)).map((one) => one.paid_minor);
    expect(await paid()).toEqual(['1000', '1000', '1000']);
    await world.undo.execute(world.treasurer, { lineId, because: 'it was not theirs' });
    expect(await paid()).toEqual(['1000', '1000', '600']);
  });
});
