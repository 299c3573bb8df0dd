import { RegisterBankAccount } from '@rochdale/banking';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans } from '../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  payee,
  payoutRow,
  release,
  requestPayout,
} from '../../payouts/src/testing/payouts-world.js';
import type { PayoutsWorld } from '../../payouts/src/testing/payouts-world.js';
import { railSimulatedInvariants } from './rail-simulated.invariants.js';
import { SimulatedRail } from './simulated-rail.js';
import { SimulatedBook } from './transfer/simulated-book.js';

let world: PayoutsWorld;
let rail: SimulatedRail;
let account: { id: string; ledgerAccountId: string };
beforeAll(async () => {
  world = await createPayoutsWorld((unitOfWork) => {
    rail = new SimulatedRail(new SimulatedBook(unitOfWork));
    return [rail];
  });
  account = await world.accountOn('simulated', ibans.payer);
  await fund(world, account.ledgerAccountId, 1_000_00n);
});
afterAll(() => world.close());

async function released() {
  const payout = await requestPayout(world, await payee(world), 5_00n);
  await release(world, [payout], account);
  return payout;
}

const submit = (payoutId: string) => world.submit.execute(world.system, { payoutId });
const follow = () => world.follow.execute(world.system, { slot: newId() });
const bookOf = async (payoutId: string) =>
  world.asOwner<{ state: string; executions: number }>(
    `select state, executions from payments.simulated_transfers where key = $1`,
    [await nameAtBank(world, payoutId)],
  );

describe('the simulated provider', () => {
  it('carries a key out once, however often it is told', async () => {
    const { id } = await released();
    await Promise.all([submit(id), submit(id)]);
    await submit(id);
    expect(await bookOf(id)).toEqual([{ state: 'executed', executions: 1 }]);
    expect(await payoutRow(world, id)).toMatchObject({ state: 'settled' });
  });

  it.each([
    ['lost-before', []],
    ['lost-after', [{ state: 'executed', executions: 1 }]],
  ] as const)('fails when told to (%s), and knows what it did', async (fault, book) => {
    const { id } = await released();
    rail.failNext(fault);
    await expect(submit(id)).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
    expect(await bookOf(id)).toEqual(book);
    await follow();
    await submit(id);
    expect(await bookOf(id)).toEqual([{ state: 'executed', executions: 1 }]);
    expect(await payoutRow(world, id)).toMatchObject({ state: 'settled' });
  });

  it('refuses when told to', async () => {
    const { id } = await released();
    rail.failNext('reject');
    await submit(id);
    expect(await bookOf(id)).toEqual([{ state: 'rejected', executions: 0 }]);
    expect(await payoutRow(world, id)).toMatchObject({ state: 'rejected' });
  });

  it('takes its time when told to: asked twice at once, it carries out once', async () => {
    const { id } = await released();
    rail.failNext('slow');
    await submit(id);
    expect(await bookOf(id)).toEqual([{ state: 'accepted', executions: 0 }]);
    await Promise.all([follow(), follow()]);
    expect(await bookOf(id)).toEqual([{ state: 'executed', executions: 1 }]);
  });

  it('knows nothing of another co-operative’s keys', async () => {
    const { id } = await released();
    await submit(id);
    const key = await nameAtBank(world, id);
    expect(await rail.ask({ cooperativeId: newId(), key })).toEqual({
      state: 'unknown',
      reference: null,
    });
  });

  it('is in no production: no account is registered with it, none pays by it', async () => {
    const register = new RegisterBankAccount(world.unitOfWork, world.ledger, {
      env: 'production',
    });
    await expect(
      register.execute(world.treasurer, {
        label: 'Real',
        holderName: 'Our co-operative',
        accountNumber: 'BE68539007547034',
        currency: 'EUR',
        rail: 'simulated',
      }),
    ).rejects.toMatchObject({ code: 'INVALID_BANK_ACCOUNT', path: ['rail'] });
    const payout = await requestPayout(world, await payee(world), 5_00n);
    await expect(
      world.inProduction.release.execute(world.treasurer, {
        payoutIds: [payout.id],
        bankAccountId: account.id,
      }),
    ).rejects.toMatchObject({ code: 'RAIL_UNAVAILABLE' });
  });

  it('keeps its law, which sees what breaks it', async () => {
    const [law] = railSimulatedInvariants;
    const broken = () => world.asOwner(law?.sql ?? '');
    expect(await broken()).toEqual([]);
    await world.asOwner('begin');
    await world.asOwner('update payments.simulated_transfers set executions = 2');
    expect((await broken()).length).toBeGreaterThan(0);
    await world.asOwner('rollback');
  });

  it('shows its book to no other co-operative', async () => {
    const read = 'select 1 from payments.simulated_transfers';
    expect(await world.asApplication(read, [], newId())).toEqual([]);
    expect(await world.asApplication(read)).toEqual([]);
  });
});
