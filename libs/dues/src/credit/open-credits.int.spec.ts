import type { Actor } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf, lawsHold, member, pay } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

/** Who left with credit. */
async function leaver() {
  const actor = await member(world, 10_00n);
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  await pay(world, { amountMinor: 18_00n, reference: invoice?.reference ?? '' });
  await world.useCases.leave.execute(actor);
  const former = await world.actor(actor.accountId ?? '', world.cooperativeId);
  return { former, memberId: actor.memberId ?? '', invoiceId: invoice?.id ?? '' };
}
const erase = (by: Actor) => world.useCases.erase.execute(by, {});
const refund = (memberId: string) =>
  world.refund.execute(world.treasurer, { memberId, currency: 'EUR' });

describe('who left with credit', () => {
  it('is not erased before it was paid out, by themselves or by an administrator', async () => {
    const { former, memberId } = await leaver();
    await expect(erase(former)).rejects.toMatchObject({ code: 'CREDIT_LEFT' });
    const { payoutId } = await refund(memberId);
    const refused = { code: 'REFUND_UNDER_WAY' };
    await expect(erase(former)).rejects.toMatchObject(refused);
    const founder = await world.founder(world.ours);
    await expect(world.useCases.erase.execute(founder, { memberId })).rejects.toMatchObject(
      refused,
    );
    await world.recordRefund.execute(world.system, { payoutId, outcome: 'settled' });
    expect((await erase(former)).erasedAt).toEqual(world.clock.now());
  });

  it('is not erased between the end of a payout and their credit’s return', async () => {
    const { former, memberId } = await leaver();
    const { payoutId } = await refund(memberId);
    await world.cancelPayout.execute(world.treasurer, { payoutId });
    await expect(erase(former)).rejects.toMatchObject({ code: 'REFUND_UNDER_WAY' });
    await world.recordRefund.execute(world.system, { payoutId, outcome: 'failed' });
    await expect(erase(former)).rejects.toMatchObject({ code: 'CREDIT_LEFT' });
  });

  it('is paid nothing any more once they were erased', async () => {
    const { former, memberId, invoiceId } = await leaver();
    const { payoutId } = await refund(memberId);
    await world.recordRefund.execute(world.system, { payoutId, outcome: 'settled' });
    await erase(former);
    await world.cancelInvoice.execute(world.treasurer, { invoiceId, reason: 'a mistake' });
    await expect(refund(memberId)).rejects.toMatchObject({ code: 'CREDIT_SPENT' });
  });
});

it('who owes something is erased all the same', async () => {
  const actor = await member(world, 10_00n);
  await world.issue.execute(world.system);
  await world.useCases.leave.execute(actor);
  const former = await world.actor(actor.accountId ?? '', world.cooperativeId);
  expect((await erase(former)).id).toBe(actor.memberId);
});
