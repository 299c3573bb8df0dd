import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf } from '../testing/dues-world.js';
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

const creditOf = async ({ actor, memberId }: Creditor) => {
  const credits = await world.unitOfWork.read(actor, (tx) => world.credits.balances(tx, memberId));
  return credits.map(({ balanceMinor, currency }) => `${balanceMinor} ${currency}`);
};
const refundsOf = async ({ actor, memberId }: Creditor) => {
  const rows = await world.unitOfWork.read(actor, (tx) => world.credits.refunds(tx, memberId));
  return rows.map(({ state, amountMinor }) => `${state} ${amountMinor}`);
};
const whyNot = (lineId: string) => desk.whyNot(lineId);
const again = async (creditor: Creditor) => {
  const { payoutId } = await world.refund.execute(world.treasurer, {
    memberId: creditor.memberId,
    currency: 'EUR',
  });
  return payoutId;
};

describe('a refund that did not come back after all', () => {
  it('is paid again, and its credit is gone again', async () => {
    const creditor = await desk.creditor(8_00n);
    const { payoutId } = await desk.refunded(creditor, 8_00n);
    const back = await desk.cameBack(payoutId, 8_00n);
    expect(await creditOf(creditor)).toEqual(['800 EUR']);
    await desk.lawful();
    expect(await whyNot(back)).toBeUndefined();
    await desk.undo(back);
    expect(await creditOf(creditor)).toEqual([]);
    expect(await refundsOf(creditor)).toEqual(['paid 800']);
    // The news of it, and what is heard too late, change nothing.
    for (const outcome of ['settled', 'failed'] as const) await desk.record(payoutId, outcome);
    expect(await refundsOf(creditor)).toEqual(['paid 800']);
    await desk.lawful();
    world.clock.advance({ days: 1 });
    const { id } = await desk.told(8_00n, await desk.nameOf(payoutId));
    await desk.record(payoutId, 'failed');
    expect(await creditOf(creditor)).toEqual(['800 EUR']);
    await desk.undo(id);
  });

  it('before dues heard that it had, has given nothing that is taken', async () => {
    const creditor = await desk.creditor(8_10n);
    const { payoutId } = await desk.refunded(creditor, 8_10n);
    const { id } = await desk.told(8_10n, await desk.nameOf(payoutId));
    await desk.undo(id);
    await desk.record(payoutId, 'failed');
    expect(await creditOf(creditor)).toEqual([]);
    expect(await refundsOf(creditor)).toEqual(['paid 810']);
  });

  it('is taken of the invoices that its credit paid since', async () => {
    const creditor = await desk.creditor(8_20n);
    const { payoutId } = await desk.refunded(creditor, 8_20n);
    const back = await desk.cameBack(payoutId, 8_20n);
    world.clock.advance({ days: 31 });
    await world.issue.execute(world.system);
    const paid = async () => (await invoicesOf(world, creditor.actor)).map((one) => one.paid_minor);
    expect(await paid()).toEqual(['1000', '820']);
    expect(await whyNot(back)).toBeUndefined();
    await desk.undo(back);
    expect(await paid()).toEqual(['1000', '0']);
  });

  it('whose credit was paid out since stays, and says so', async () => {
    const creditor = await desk.creditor(8_30n);
    const { payoutId } = await desk.refunded(creditor, 8_30n);
    const back = await desk.cameBack(payoutId, 8_30n);
    const next = await again(creditor);
    await expect(desk.undo(back)).rejects.toMatchObject({
      code: 'CREDIT_SPENT',
      path: ['lineId'],
    });
    expect(await whyNot(back)).toBe('CREDIT_SPENT');
    await world.cancelPayout.execute(world.treasurer, { payoutId: next });
    await desk.record(next, 'failed');
    expect(await whyNot(back)).toBeUndefined();
    await desk.undo(back);
    expect(await creditOf(creditor)).toEqual([]);
  });

  it('at the moment at which it is asked for again, one of the two counts', async () => {
    const creditor = await desk.creditor(8_40n);
    const { payoutId } = await desk.refunded(creditor, 8_40n);
    const back = await desk.cameBack(payoutId, 8_40n);
    const results = await Promise.allSettled([desk.undo(back), again(creditor)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await creditOf(creditor)).toEqual([]);
  });
});
