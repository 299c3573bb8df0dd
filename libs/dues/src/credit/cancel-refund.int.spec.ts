import { newId } from '@rochdale/platform';
import { dyingOnEachLine, inOrder } from '@rochdale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDuesWorld, factsOf } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import { refundDesk } from '../testing/refund-desk.js';
import type { Creditor, RefundDesk } from '../testing/refund-desk.js';

let world: DuesWorld;
let desk: RefundDesk;
beforeAll(async () => {
  world = await createDuesWorld();
  desk = await refundDesk(world);
});
afterAll(() => world.close());
afterEach(() => desk.lawful());

const coded = (code: string) => ({ code });

/** Somebody whose credit a treasurer began to pay out. */
async function refunding(amountMinor = 8_00n) {
  const creditor = await desk.creditor(amountMinor);
  const { memberId } = creditor;
  const { id, payoutId } = await world.refund.execute(world.treasurer, {
    memberId,
    currency: 'EUR',
  });
  return { ...creditor, id, payoutId };
}
const cancel = ({ actor }: Pick<Creditor, 'actor'>, refundId: string) =>
  world.cancelRefund.execute(actor, { refundId });
const release = (payoutId: string) =>
  desk.room.release.execute(world.treasurer, {
    payoutIds: [payoutId],
    bankAccountId: desk.account.id,
  });
const rowsOf = async ({ actor, memberId }: Creditor) => {
  const [credits, refunds] = await world.unitOfWork.read(actor, async (tx) => [
    await world.credits.balances(tx, memberId),
    await world.credits.refunds(tx, memberId),
  ]);
  return [credits.map(({ balanceMinor }) => balanceMinor), refunds.map(({ state }) => state)];
};
const stateOf = async (payoutId: string) => {
  const [row] = await world.asOwner<{ state: string }>(
    'select state from payments.payouts where id = $1',
    [payoutId],
  );
  return row?.state;
};
const unreleased = ({ actor }: Creditor) =>
  world.unitOfWork.read(actor, async (tx) =>
    (await world.openCredits.unreleased(tx)).map(({ id }) => id),
  );

describe('a refund that nobody released', () => {
  it('is taken back by its member: it is credit again, told once, and keeps nobody', async () => {
    const one = await refunding();
    await world.useCases.leave.execute(one.actor);
    const actor = await world.actor(one.actor.accountId ?? '', world.cooperativeId);
    const former = { ...one, actor };
    const erase = () => world.useCases.erase.execute(actor, {});
    await expect(erase()).rejects.toMatchObject(coded('REFUND_UNDER_WAY'));
    expect(await unreleased(former)).toEqual([one.id]);
    expect(await cancel(former, one.id)).toMatchObject({ state: 'failed' });
    expect([await rowsOf(former), await stateOf(one.payoutId)]).toEqual([
      [[8_00n], ['failed']],
      'cancelled',
    ]);
    // The news of its payout is old by then.
    await desk.record(one.payoutId, 'failed');
    expect(await rowsOf(former)).toEqual([[8_00n], ['failed']]);
    const states = (await factsOf(world, 'dues.RefundChanged', one.memberId)).map(
      (data) => (data as { state?: string }).state,
    );
    expect(states).toEqual(['requested', 'failed']);
    await expect(cancel(former, one.id)).rejects.toMatchObject(coded('REFUND_STATE'));
    await world.waiveCredit.execute(actor, { memberId: one.memberId, currency: 'EUR' });
    expect((await erase()).id).toBe(one.memberId);
  });

  it('is nobody else’s to take back: not a treasurer’s, nor another member’s', async () => {
    const [one, other] = [await refunding(), await refunding()];
    const unknown = coded('REFUND_NOT_FOUND');
    await expect(cancel(other, one.id)).rejects.toMatchObject(unknown);
    await expect(cancel(one, newId())).rejects.toMatchObject(unknown);
    const byTreasurer = cancel({ actor: world.treasurer }, one.id);
    await expect(byTreasurer).rejects.toMatchObject(unknown);
    await expect(cancel({ actor: world.system }, one.id)).rejects.toMatchObject(coded('FORBIDDEN'));
    expect(await rowsOf(one)).toEqual([[], ['requested']]);
  });

  it('but not once it was released: the money comes, or comes back', async () => {
    const one = await refunding();
    await release(one.payoutId);
    await expect(cancel(one, one.id)).rejects.toMatchObject(coded('REFUND_BEING_PAID'));
    expect(await unreleased(one)).toEqual([]);
    expect(await rowsOf(one)).toEqual([[], ['requested']]);
  });

  it('and its payout was cancelled, which nobody heard of yet, all the same', async () => {
    const one = await refunding();
    await world.cancelPayout.execute(world.treasurer, { payoutId: one.payoutId });
    expect(await unreleased(one)).toEqual([one.id]);
    await cancel(one, one.id);
    await desk.record(one.payoutId, 'failed');
    expect(await rowsOf(one)).toEqual([[8_00n], ['failed']]);
  });
});

describe('two at once', () => {
  const rowOf = (payoutId: string) => `select from payments.payouts where id = '${payoutId}'`;

  it('the release or the taking back counts, whichever comes first', async () => {
    const [one, other] = [await refunding(), await refunding()];
    const releasing =
      ({ payoutId }: typeof one) =>
      () =>
        release(payoutId);
    const cancelling = (of: typeof one) => () => cancel(of, of.id);
    expect(await inOrder(world, rowOf(one.payoutId), releasing(one), cancelling(one))).toEqual([
      'done',
      'REFUND_BEING_PAID',
    ]);
    expect(
      await inOrder(world, rowOf(other.payoutId), cancelling(other), releasing(other)),
    ).toEqual(['done', 'PAYOUT_STATE']);
    expect([await rowsOf(one), await rowsOf(other)]).toEqual([
      [[], ['requested']],
      [[8_00n], ['failed']],
    ]);
  });

  it('pressing twice takes it back once', async () => {
    const one = await refunding();
    const press = () => cancel(one, one.id);
    expect(await inOrder(world, rowOf(one.payoutId), press, press)).toEqual([
      'done',
      'REFUND_STATE',
    ]);
    expect(await rowsOf(one)).toEqual([[8_00n], ['failed']]);
  });
});

it('is done whole or not at all, wherever the process is killed', async () => {
  const one = await refunding();
  const deaths = await dyingOnEachLine(
    () => cancel(one, one.id),
    async () => {
      expect([await rowsOf(one), await stateOf(one.payoutId)]).toEqual([
        [[], ['requested']],
        'approved',
      ]);
    },
  );
  expect(deaths).toBeGreaterThan(5);
  expect(await rowsOf(one)).toEqual([[8_00n], ['failed']]);
});
