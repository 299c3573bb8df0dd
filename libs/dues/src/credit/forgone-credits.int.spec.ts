import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDuesWorld, dyingAtEachStep, factsOf, person } from '../testing/dues-world.js';
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

const EUR = 'EUR';
const leave = async ({ actor }: Creditor): Promise<Actor> => {
  await world.useCases.leave.execute(actor);
  return world.actor(actor.accountId ?? '', world.cooperativeId);
};
const erase = (by: Actor) => world.useCases.erase.execute(by, {});
const creditOf = async (memberId: string) => {
  const credits = await world.unitOfWork.read(world.treasurer, (tx) =>
    world.credits.balances(tx, memberId),
  );
  return credits.map(({ balanceMinor }) => balanceMinor);
};
const newestOf = async (memberId: string) => {
  const { rows } = await world.unitOfWork.read(world.treasurer, (tx) =>
    world.credits.entries(tx, { first: 1 }, memberId),
  );
  return rows[0];
};
/** What the books have of an income. */
const incomeOf = async (code: string) => {
  const [row] = await world.asOwner<{ sum: string }>(
    `select coalesce(-sum(balance_minor), 0)::text as sum from ledger.accounts
     where cooperative_id = $1 and code = $2`,
    [world.cooperativeId, code],
  );
  return BigInt(row?.sum ?? 0n);
};

describe('credit that its member gives to the co-operative', () => {
  it('is a donation, wherever the process dies, and keeps nobody from being erased', async () => {
    const creditor = await desk.creditor(8_00n);
    const { memberId } = creditor;
    const former = await leave(creditor);
    await expect(erase(former)).rejects.toMatchObject({ code: 'CREDIT_LEFT' });
    const before = await incomeOf('donation-income');
    const deaths = await dyingAtEachStep(world, ({ waiveCredit }) =>
      waiveCredit.execute(former, { memberId, currency: EUR }),
    );
    expect(deaths).toBeGreaterThan(5);
    expect((await incomeOf('donation-income')) - before).toBe(8_00n);
    expect(await creditOf(memberId)).toEqual([]);
    expect(await newestOf(memberId)).toMatchObject({
      kind: 'waived',
      amountMinor: -8_00n,
      because: null,
    });
    expect(await factsOf(world, 'dues.CreditForgone', memberId)).toMatchObject([
      { by: 'member', amountMinor: '800', currency: EUR },
    ]);
    expect((await erase(former)).erasedAt).toEqual(world.clock.now());
  });

  it('is said with a reason by a treasurer, of a part as well', async () => {
    const { memberId } = await desk.creditor(8_10n);
    const given = { memberId, currency: EUR, amountMinor: 3_00n };
    for (const reason of [undefined, null, '', '  ', 'x'.repeat(501)]) {
      await expect(
        world.waiveCredit.execute(world.treasurer, {
          ...given,
          ...(reason === undefined ? {} : { reason }),
        }),
      ).rejects.toMatchObject({ code: 'INVALID_CREDIT_GIFT', path: ['reason'] });
    }
    const reason = 'they wrote so, and have no account';
    await world.waiveCredit.execute(world.treasurer, { ...given, reason });
    expect(await creditOf(memberId)).toEqual([5_10n]);
    expect(await newestOf(memberId)).toMatchObject({ amountMinor: -3_00n, because: reason });
    expect(await factsOf(world, 'dues.CreditForgone', memberId)).toMatchObject([
      { by: 'treasurer', treasurerMemberIds: world.offices.held.get('treasurer') },
    ]);
  });

  it('is at most what is there, of a member who is, by whose it is', async () => {
    const { actor, memberId } = await desk.creditor(8_20n);
    const give = (changes: object, by = actor) =>
      world.waiveCredit.execute(by, { memberId, currency: EUR, reason: 'mine', ...changes });
    for (const amountMinor of [0n, -1n, 8_21n]) {
      await expect(give({ amountMinor })).rejects.toMatchObject({
        code: 'INVALID_CREDIT_GIFT',
        details: { path: ['amountMinor'], data: { balanceMinor: '820' } },
      });
    }
    await expect(give({ currency: 'SEK' })).rejects.toMatchObject({ code: 'CREDIT_SPENT' });
    for (const [by, code] of [
      [person(world.cooperativeId), 'FORBIDDEN'],
      [person(world.cooperativeId, ['auditor']), 'FORBIDDEN'],
      [person(newId(), ['treasurer']), 'DEBTOR_NOT_FOUND'],
    ] as const) {
      await expect(give({}, by)).rejects.toMatchObject({ code });
    }
    expect(await creditOf(memberId)).toEqual([8_20n]);
  });

  it('is given or paid out, not both', async () => {
    const { actor, memberId } = await desk.creditor(8_30n);
    const results = await Promise.allSettled([
      world.waiveCredit.execute(actor, { memberId, currency: EUR }),
      world.refund.execute(world.treasurer, { memberId, currency: EUR }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await creditOf(memberId)).toEqual([]);
  });
});

describe('a refund that comes back when its member was erased', () => {
  it('is other income: its money is nobody’s credit, and waits for nobody', async () => {
    const creditor = await desk.creditor(8_40n);
    const { memberId } = creditor;
    const { payoutId } = await desk.refunded(creditor, 8_40n);
    await erase(await leave(creditor));
    const before = await incomeOf('other-income');
    const back = await desk.cameBack(payoutId, 8_40n);
    expect(await creditOf(memberId)).toEqual([]);
    expect((await incomeOf('other-income')) - before).toBe(8_40n);
    expect(await newestOf(memberId)).toMatchObject({ kind: 'unclaimed', amountMinor: -8_40n });
    await desk.lawful();
    // It did not come back after all: they have it, and the co-operative has not.
    expect(await desk.whyNot(back)).toBeUndefined();
    await desk.undo(back);
    expect(await incomeOf('other-income')).toBe(before);
    expect(await newestOf(memberId)).toMatchObject({ kind: 'refund', amountMinor: -8_40n });
  });

  it('in the moment at which they are, is one or the other', async () => {
    const creditor = await desk.creditor(8_50n);
    const { payoutId } = await desk.refunded(creditor, 8_50n);
    const former = await leave(creditor);
    await desk.told(8_50n, await desk.nameOf(payoutId));
    const [, erased] = await Promise.allSettled([desk.record(payoutId, 'failed'), erase(former)]);
    expect(await creditOf(creditor.memberId)).toEqual(erased.status === 'fulfilled' ? [] : [8_50n]);
  });

  it('leaves no credit of theirs to anybody’s word, whatever else is taken off', async () => {
    const creditor = await desk.creditor(8_60n);
    const { memberId, actor } = creditor;
    await world.waiveCredit.execute(actor, { memberId, currency: EUR });
    await erase(await leave(creditor));
    const [invoice] = await world.asOwner<{ id: string }>(
      'select id from dues.invoices where member_id = $1',
      [memberId],
    );
    const cancelled = { invoiceId: invoice?.id ?? '', reason: 'a mistake' };
    await world.cancelInvoice.execute(world.treasurer, cancelled);
    expect(await creditOf(memberId)).toEqual([]);
    expect(await newestOf(memberId)).toMatchObject({ kind: 'unclaimed', amountMinor: -10_00n });
    const reason = 'nobody is there to get it';
    await expect(
      world.waiveCredit.execute(world.treasurer, { memberId, currency: EUR, reason }),
    ).rejects.toMatchObject({ code: 'CREDIT_SPENT' });
  });
});
