import { BankAccounts } from '@rochdale/banking';
import type { Actor } from '@rochdale/platform';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, person } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  payee,
  release,
  requestPayout,
  secretOfWorld,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import type { PayoutRow } from './payout.store.js';
import { ReleaseQueries } from './release.queries.js';
import { Transfers } from './transfers.js';

let world: PayoutsWorld;
let queries: ReleaseQueries;
let admin: Actor;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onProvider.ledgerAccountId, 10_000_00n);
  const transfers = new Transfers({ secret: secretOfWorld });
  queries = new ReleaseQueries(new BankAccounts(), world.offices, transfers);
  admin = person(world.cooperativeId, ['administrator']);
});
afterAll(() => world.close());

const whyNot = async (payouts: readonly PayoutRow[], by = world.treasurer) => {
  const reasons = await world.unitOfWork.read(by, (tx) => queries.whyNot(tx, payouts));
  return payouts.map(({ id }) => reasons.get(id) ?? null);
};
const ownOf = async (payouts: readonly PayoutRow[], by = world.treasurer) => {
  const rows = await world.unitOfWork.read(by, (tx) => queries.ownOf(tx, payouts));
  return rows.map(({ id }) => id);
};
/** What a release says itself of the same payout. */
const saidByRelease = (payout: PayoutRow, by = world.treasurer) =>
  release(world, [payout], world.onProvider, by).then(
    () => null,
    (error: unknown) => (error as { code: string }).code,
  );

describe('why a payout is not released', () => {
  it('is said of each as its release would say it, and of what may go nothing', async () => {
    const moved = await payee(world);
    const [to, nobody, fresh, same] = [
      await payee(world),
      person(world.cooperativeId),
      person(world.cooperativeId),
      await payee(world),
    ];
    const payouts = [
      await requestPayout(world, to, 1_00n),
      await requestPayout(world, nobody, 2_00n),
      await requestPayout(world, moved, 3_00n),
      await requestPayout(world, same, 4_00n),
      await requestPayout(world, fresh, 5_00n),
    ];
    const account = { holderName: 'Ada Adams', accountNumber: ibans.payee };
    await world.setDetails.execute(moved, { ...account, accountNumber: ibans.payer });
    await world.setDetails.execute(same, account);
    world.clock.advance({ hours: 24 });
    await world.setDetails.execute(fresh, account);
    const reasons = await whyNot(payouts);
    expect(reasons).toEqual([
      null,
      'PAYEE_DETAILS_MISSING',
      'PAYEE_DETAILS_CHANGED',
      null,
      'PAYEE_DETAILS_COOLING_OFF',
    ]);
    for (const [nth, payout] of payouts.entries()) {
      expect(await saidByRelease(payout)).toBe(reasons[nth]);
    }
  });

  it('is its state, whatever accounts there are, of one that was released', async () => {
    const payout = await requestPayout(world, await payee(world), 1_00n);
    const rows = await release(world, [payout], world.onProvider);
    expect(await whyNot(rows)).toEqual(['PAYOUT_STATE']);
    const inDollars = { ...payout, currency: 'USD' };
    expect(await whyNot([inDollars])).toEqual(['WRONG_CURRENCY']);
    expect(await whyNot([{ ...inDollars, state: 'settled' }])).toEqual(['PAYOUT_STATE']);
  });

  it('is that there is no account, where there is none', async () => {
    const elsewhere = person(newId(), ['treasurer']);
    const payout = await requestPayout(world, await payee(world), 1_00n);
    expect(await whyNot([payout], elsewhere)).toEqual(['BANK_ACCOUNT_NOT_FOUND']);
  });

  it('is the office: an administrator lets go what pays the only treasurer alone', async () => {
    const only = await payee(world);
    const before = world.offices.held.get('treasurer') ?? [];
    const [his, another] = [
      await requestPayout(world, only, 6_00n),
      await requestPayout(world, await payee(world), 7_00n),
    ];
    expect(await whyNot([his, another], admin)).toEqual([
      'PAYOUT_FOR_TREASURER',
      'PAYOUT_FOR_TREASURER',
    ]);
    world.offices.held.set('treasurer', [only.memberId ?? '']);
    expect(await whyNot([his, another], admin)).toEqual([null, 'PAYOUT_FOR_TREASURER']);
    expect(await ownOf([his, another], admin)).toEqual([his.id]);
    const treasurer: Actor = { ...only, roles: new Set(['treasurer']) };
    expect(await whyNot([his, another], treasurer)).toEqual(['PAYOUT_OWN', null]);
    expect(await ownOf([his, another], treasurer)).toEqual([another.id]);
    world.offices.held.set('treasurer', before);
  });

  it('is the second person, where the co-operative asks for one', async () => {
    const mine = await requestPayout(world, await payee(world), 8_00n, { by: world.treasurer });
    expect(await ownOf([mine])).toEqual([mine.id]);
    const settings = { coolingOffHours: 24 };
    await world.changeSettings.execute(admin, { ...settings, secondPersonReleases: true });
    expect(await whyNot([mine])).toEqual(['SECOND_PERSON_REQUIRED']);
    expect(await ownOf([mine])).toEqual([]);
    await world.changeSettings.execute(admin, { ...settings, secondPersonReleases: false });
  });

  it('is asked by who may release, and by nobody else', async () => {
    const asked = { code: 'FORBIDDEN' };
    await expect(whyNot([], world.member)).rejects.toMatchObject(asked);
    await expect(ownOf([], world.member)).rejects.toMatchObject(asked);
  });
});
