import { newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '../../banking/src/testing/banking-world.js';
import { payoutsInvariants } from './payouts.invariants.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  paidTimes,
  payee,
  payoutRow,
  release,
  released,
  requestPayout,
} from './testing/payouts-world.js';
import type { PayoutsWorld } from './testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
  await fund(world, world.onProvider.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const stateOf = async (id: string) => (await payoutRow(world, id)).state;
const isStill = (id: string, state: string) => async () => expect(await stateOf(id)).toBe(state);

async function filed() {
  const payout = await released(world, world.onFile);
  const { payment_file_id: id } = await payoutRow(world, payout.id);
  return { payout, paymentFileId: id ?? '' };
}

async function statementOf(payout: { id: string; amountMinor: bigint }, sign: 1n | -1n) {
  const entry = { amountMinor: sign * payout.amountMinor, on: '2026-01-20' };
  return readEntries(world, [{ ...entry, endToEndId: await nameAtBank(world, payout.id) }]);
}

describe('a process that dies on whichever line leaves nothing half done', () => {
  it('when a payout is asked for', async () => {
    const to = await payee(world);
    const obligationId = newId();
    const made = () =>
      world.asOwner('select 1 from payments.payouts where obligation_id = $1', [obligationId]);
    const deaths = await dyingOnEachLine(
      () => requestPayout(world, to, 5_00n, { obligationId }),
      async () => expect(await made()).toEqual([]),
    );
    expect(deaths).toBeGreaterThan(3);
    expect(await made()).toHaveLength(1);
  });

  it('when it is released', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    const deaths = await dyingOnEachLine(
      () => release(world, [payout], world.onFile),
      isStill(payout.id, 'approved'),
    );
    expect(deaths).toBeGreaterThan(8);
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 0, held: 1 });
  });

  it('when its file is written, and when the bank shows the debit and the return', async () => {
    const { payout, paymentFileId } = await filed();
    await dyingOnEachLine(
      () => world.writeFile.execute(world.system, { paymentFileId }),
      isStill(payout.id, 'reserved'),
    );
    expect(await stateOf(payout.id)).toBe('submitted');
    const out = await statementOf(payout, -1n);
    await dyingOnEachLine(
      () => world.matchLines.execute(world.system, { statementId: out }),
      async () => expect(['submitted', 'settled']).toContain(await stateOf(payout.id)),
    );
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 1, held: 0 });
    const back = await statementOf(payout, 1n);
    await dyingOnEachLine(
      () => world.matchLines.execute(world.system, { statementId: back }),
      async () => expect(['settled', 'returned']).toContain(await stateOf(payout.id)),
    );
    expect(await stateOf(payout.id)).toBe('returned');
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 2, held: 0 });
  });

  it('when nobody writes its file any more', async () => {
    const { payout, paymentFileId } = await filed();
    await dyingOnEachLine(
      () => world.giveUpFile.execute(world.system, { paymentFileId }),
      isStill(payout.id, 'reserved'),
    );
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 0, held: 0 });
  });

  it('when a provider is told: it pays once, whatever was heard of it', async () => {
    for (const fault of ['lost-before', 'lost-after', 'slow', null] as const) {
      const payout = await released(world, world.onProvider);
      if (fault !== null) world.provider.failNext(fault);
      const submit = () => world.submit.execute(world.system, { payoutId: payout.id });
      await dyingOnEachLine(
        () => submit().catch(submit),
        async () => expect(await stateOf(payout.id)).not.toBe('rejected'),
      );
      await world.follow.execute(world.system, { slot: `${fault}` });
      expect(await stateOf(payout.id)).toBe('settled');
      expect(await paidTimes(world, payout.id)).toEqual({
        executions: 1,
        transactions: 1,
        held: 0,
      });
    }
  });
});

describe('after all this', () => {
  it.each(payoutsInvariants)('$name: $describes', async ({ sql }) => {
    expect(await world.asOwner(sql)).toEqual([]);
  });
});
