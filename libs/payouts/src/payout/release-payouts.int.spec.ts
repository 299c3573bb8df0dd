import { newId, toGlobalId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, linesOf, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  paidTimes,
  payee,
  payoutRow,
  release,
  requestPayout,
  submissionsOf,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
  await fund(world, world.onProvider.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const stateOf = async (id: string) => (await payoutRow(world, id)).state;
/** What the books and the queue have of a payout that nobody let go. */
const untouched = async (id: string) => ({
  state: await stateOf(id),
  held: (await paidTimes(world, id)).held,
  jobs: await submissionsOf(world, id),
});
const nothing = { state: 'approved', held: 0, jobs: 0 };
const refused = (payouts: readonly { id: string }[], from = world.onProvider) =>
  release(world, payouts, from).then(
    () => null,
    (error: unknown) => error,
  );

/** The treasurer says where to be paid, and that has cooled off. */
async function treasurerIsPaid(): Promise<void> {
  const details = { holderName: 'The treasurer', accountNumber: ibans.payee };
  await world.setDetails.execute(world.treasurer, details);
  world.clock.advance({ hours: 25 });
}

describe('a release', () => {
  it('reserves the money, notes who and from where, and asks the rail', async () => {
    const to = await payee(world);
    const payout = await requestPayout(world, to, 5_00n);
    expect(await release(world, [payout], world.onProvider)).toMatchObject([
      {
        id: payout.id,
        state: 'reserved',
        bankAccountId: world.onProvider.id,
        releasedByAccountId: world.treasurer.accountId,
        releasedAt: world.clock.now(),
        attempts: 0,
      },
    ]);
    expect(await untouched(payout.id)).toEqual({ state: 'reserved', held: 1, jobs: 1 });
  });

  it('happens once when two treasurers click at once, and reserves the money once', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => release(world, [payout, payout], world.onProvider)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toMatchObject({ code: 'PAYOUT_STATE' });
    }
    expect(await untouched(payout.id)).toEqual({ state: 'reserved', held: 1, jobs: 1 });
  });

  it('of the same payouts in another order waits its turn, and loses', async () => {
    const to = await payee(world);
    const payouts = [
      await requestPayout(world, to, 1_00n),
      await requestPayout(world, to, 2_00n),
      await requestPayout(world, to, 3_00n),
    ];
    const results = await Promise.allSettled([
      release(world, payouts, world.onProvider),
      release(world, payouts.toReversed(), world.onFile),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const states = await Promise.all(payouts.map(({ id }) => paidTimes(world, id)));
    expect(states.map(({ held }) => held)).toEqual([1, 1, 1]);
  });

  it('either wins over a cancellation at the same moment or loses to it', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    await Promise.allSettled([
      release(world, [payout], world.onProvider),
      world.cancel.execute(world.treasurer, { payoutId: payout.id }),
    ]);
    const state = await stateOf(payout.id);
    expect((await paidTimes(world, payout.id)).held).toBe(state === 'reserved' ? 1 : 0);
  });

  it('is never by its payee, nor by a member without the office', async () => {
    await treasurerIsPaid();
    const own = await requestPayout(world, world.treasurer, 5_00n);
    expect(await refused([own])).toMatchObject({ code: 'PAYOUT_OWN' });
    await expect(release(world, [own], world.onProvider, world.member)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await untouched(own.id)).toEqual(nothing);
    const colleague = person(world.cooperativeId, ['treasurer']);
    await expect(release(world, [own], world.onProvider, colleague)).resolves.toHaveLength(1);
  });

  it('is by an administrator where the payee is the only treasurer, and else not', async () => {
    const administrator = person(world.cooperativeId, ['administrator']);
    await treasurerIsPaid();
    const own = await requestPayout(world, world.treasurer, 5_00n);
    const standIn = () => release(world, [own], world.onProvider, administrator);
    await expect(standIn()).rejects.toMatchObject({
      code: 'PAYOUT_FOR_TREASURER',
      details: { data: { payoutId: own.id } },
    });
    expect(await untouched(own.id)).toEqual(nothing);
    const held = world.offices.held.get('treasurer') ?? [];
    world.offices.held.set('treasurer', [world.treasurer.memberId ?? '']);
    await expect(standIn()).resolves.toMatchObject([{ state: 'reserved' }]);
    world.offices.held.set('treasurer', held);
  });

  it('of somebody else’s together with their own is none', async () => {
    const other = await requestPayout(world, await payee(world), 5_00n);
    const own = await requestPayout(world, world.treasurer, 5_00n);
    expect(await refused([other, own])).toMatchObject({
      code: 'PAYOUT_OWN',
      details: { data: { payoutId: own.id } },
    });
    expect(await untouched(other.id)).toEqual(nothing);
  });

  it('never leaves an account in another currency', async () => {
    const dollars = await world.accountOn('test-provider', '062000-12345678', 'AUD');
    const payout = await requestPayout(world, await payee(world), 5_00n);
    expect(await refused([payout], dollars)).toMatchObject({
      code: 'WRONG_CURRENCY',
      details: { data: { payoutId: payout.id } },
    });
    expect(await untouched(payout.id)).toEqual(nothing);
  });

  it.each([0, 201])('of %i payouts at once is refused', async (count) => {
    const payouts = Array.from({ length: count }, () => ({ id: newId() }));
    expect(await refused(payouts)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('of what is not there is refused, with all that is', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    expect(await refused([payout, { id: newId() }])).toMatchObject({ code: 'PAYOUT_NOT_FOUND' });
    expect(await refused([payout], { ...world.onProvider, id: newId() })).toMatchObject({
      code: 'BANK_ACCOUNT_NOT_FOUND',
    });
    expect(await untouched(payout.id)).toEqual(nothing);
  });

  it('of what was paid, cancelled or released before is refused', async () => {
    const to = await payee(world);
    const paid = await requestPayout(world, to, 5_00n);
    await release(world, [paid], world.onProvider);
    expect(await refused([paid])).toMatchObject({ code: 'PAYOUT_STATE' });
    await world.submit.execute(world.system, { payoutId: paid.id });
    expect(await refused([paid])).toMatchObject({ code: 'PAYOUT_STATE' });
    const cancelled = await requestPayout(world, to, 5_00n);
    await world.cancel.execute(world.treasurer, { payoutId: cancelled.id });
    expect(await refused([cancelled])).toMatchObject({ code: 'PAYOUT_STATE' });
  });

  it('of terms that are not the approved ones stops, whoever changed the row', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    await world.asOwner('begin');
    await world.asOwner('set local session_replication_role = replica');
    await world.asOwner('update payments.payouts set amount_minor = 900 where id = $1', [
      payout.id,
    ]);
    await world.asOwner('commit');
    await expect(release(world, [payout], world.onProvider)).rejects.toThrow(
      /a payout is what was approved/,
    );
    expect(await untouched(payout.id)).toEqual(nothing);
  });
});

it('a batch of which several were cancelled since names each, and nothing goes', async () => {
  const to = await payee(world);
  const asked = [];
  for (const amountMinor of [1_00n, 2_00n, 3_00n]) {
    asked.push(await requestPayout(world, to, amountMinor));
  }
  const [gone, sound, other] = asked.map(({ id }) => id);
  for (const payoutId of [gone ?? '', other ?? '']) {
    await world.cancel.execute(world.treasurer, { payoutId });
  }
  const said = await refused(asked);
  expect(said).toMatchObject({
    code: 'PAYOUT_STATE',
    path: ['payoutIds', '0'],
    message:
      `These are not to be released: ${toGlobalId('Payout', gone ?? '')} is cancelled, ` +
      `${toGlobalId('Payout', other ?? '')} is cancelled.`,
  });
  expect(String(said)).not.toContain(toGlobalId('Payout', sound ?? ''));
  expect(await untouched(sound ?? '')).toEqual(nothing);
});

describe('a refusal of one among several', () => {
  const at = (nth: number) => ({ path: ['payoutIds', String(nth)] });

  it.each([0, 1, 2])('names which one it is, in the order that was asked: %i', async (place) => {
    const sound = [
      await requestPayout(world, await payee(world), 1_00n),
      await requestPayout(world, await payee(world), 1_00n),
    ];
    const unpayable = await requestPayout(world, await payee(world, { holderName: '漢字' }), 1_00n);
    const cancelled = await requestPayout(world, await payee(world), 1_00n);
    await world.cancel.execute(world.treasurer, { payoutId: cancelled.id });
    const missing = { id: newId() };
    for (const [odd, code] of [
      [unpayable, 'PAYEE_DETAILS_UNPAYABLE'],
      [await requestPayout(world, person(world.cooperativeId), 1_00n), 'PAYEE_DETAILS_MISSING'],
      [await requestPayout(world, world.treasurer, 1_00n), 'PAYOUT_OWN'],
      [cancelled, 'PAYOUT_STATE'],
      [missing, 'PAYOUT_NOT_FOUND'],
    ] as const) {
      const asked = sound.toSpliced(place, 0, odd as (typeof sound)[number]);
      expect(await refused(asked, world.onFile)).toMatchObject({
        code,
        ...at(place),
        details: { data: { payoutId: odd.id } },
      });
    }
    expect(await untouched(sound[0]?.id ?? '')).toEqual(nothing);
  });

  it('for want of money names the account', async () => {
    const payout = await requestPayout(world, await payee(world), 90_000_000_00n);
    expect(await refused([payout])).toMatchObject({
      code: 'FLOOR_BREACHED',
      path: ['bankAccountId'],
      details: { data: { payoutId: payout.id } },
    });
  });
});

describe('the second person', () => {
  const admin = () => person(world.cooperativeId, ['administrator']);
  const settings = { coolingOffHours: 24 };

  it('is needed where the co-operative says so: who approved last does not release', async () => {
    await world.changeSettings.execute(admin(), { ...settings, secondPersonReleases: true });
    const to = await payee(world);
    const payout = await requestPayout(world, to, 5_00n, { by: world.treasurer });
    expect(await refused([payout])).toMatchObject({ code: 'SECOND_PERSON_REQUIRED' });
    expect(await untouched(payout.id)).toEqual(nothing);
    const other = person(world.cooperativeId, ['treasurer']);
    await expect(release(world, [payout], world.onProvider, other)).resolves.toMatchObject([
      { state: 'reserved' },
    ]);
  });

  it('may be the first where it does not', async () => {
    await world.changeSettings.execute(admin(), { ...settings, secondPersonReleases: false });
    const payout = await requestPayout(world, await payee(world), 5_00n, { by: world.treasurer });
    expect(await refused([payout])).toBeNull();
  });
});

describe('the payee’s bank details', () => {
  it('cool off: new ones, and changed ones anew, to the very instant', async () => {
    const to = person(world.cooperativeId);
    const payout = await requestPayout(world, to, 5_00n);
    expect(await refused([payout])).toMatchObject({ code: 'PAYEE_DETAILS_MISSING' });
    const details = { holderName: 'New', accountNumber: ibans.payee };
    await world.setDetails.execute(to, details);
    expect(await refused([payout])).toMatchObject({ code: 'PAYEE_DETAILS_COOLING_OFF' });
    world.clock.advance({ hours: 23 });
    await world.setDetails.execute(to, details);
    const usableFrom = new Date(world.clock.now().getTime() + 24 * 3_600_000).toISOString();
    world.clock.advance({ hours: 23 });
    expect(await refused([payout])).toMatchObject({
      code: 'PAYEE_DETAILS_COOLING_OFF',
      details: { data: { payoutId: payout.id, usableFrom } },
    });
    world.clock.advance({ hours: 1 });
    expect(await refused([payout])).toBeNull();
  });

  it('that the rail cannot pay to are refused in its own words, before any hold', async () => {
    const sound = await requestPayout(world, await payee(world), 1_00n);
    const odd = await requestPayout(world, await payee(world, { holderName: '漢字' }), 1_00n);
    expect(await refused([sound, odd], world.onFile)).toMatchObject({
      code: 'PAYEE_DETAILS_UNPAYABLE',
      details: { data: { payoutId: odd.id, refusal: 'the name cannot be written' } },
    });
    expect(await untouched(sound.id)).toEqual(nothing);
    // Another rail writes no names.
    expect(await refused([sound, odd])).toBeNull();
  });

  it('that changed since the approval are not paid to: it is asked for again', async () => {
    const obligationId = newId();
    const to = await payee(world);
    const asks = (by = world.system) => requestPayout(world, to, 5_00n, { obligationId, by });
    const payout = await asks();
    const thief = { holderName: 'Thief', accountNumber: ibans.payer };
    await world.setDetails.execute(to, thief);
    world.clock.advance({ hours: 25 });
    expect(await refused([payout])).toMatchObject({
      code: 'PAYEE_DETAILS_CHANGED',
      details: { data: { payoutId: payout.id } },
    });
    expect(await untouched(payout.id)).toEqual(nothing);
    // Who asks twice for the same changes nothing about it.
    expect(await asks()).toMatchObject({ id: payout.id });
    await world.cancel.execute(world.treasurer, { payoutId: payout.id });
    const again = await asks(world.treasurer);
    expect(again.frozenHash).not.toBe(payout.frozenHash);
    // And is a decision of whoever asks, not of who approved another account.
    expect(again.requestedByAccountId).toBe(world.treasurer.accountId);
    expect(await refused([again])).toBeNull();
  });

  it('that were entered again are the same, and cool off all the same', async () => {
    const to = await payee(world);
    const payout = await requestPayout(world, to, 5_00n);
    await world.setDetails.execute(to, { holderName: 'Ada Adams', accountNumber: ibans.payee });
    expect(await refused([payout])).toMatchObject({ code: 'PAYEE_DETAILS_COOLING_OFF' });
    world.clock.advance({ hours: 25 });
    expect(await refused([payout])).toBeNull();
  });

  it('of the release are those paid to, whatever the payee says afterwards', async () => {
    const to = await payee(world);
    const payout = await requestPayout(world, to, 5_00n);
    await release(world, [payout], world.onProvider);
    await world.setDetails.execute(to, { holderName: 'Thief', accountNumber: ibans.payer });
    await world.submit.execute(world.system, { payoutId: payout.id });
    const { provider_key: key } = await payoutRow(world, payout.id);
    expect(world.provider.book.get(key ?? '')?.order).toMatchObject({
      payee: { holderName: 'Ada Adams', accountNumber: ibans.payee },
      debtor: { holderName: 'Our co-operative', accountNumber: ibans.second },
    });
  });
});

describe('the money', () => {
  it('that is not there leaves nothing half done', async () => {
    const to = await payee(world);
    const payouts = [
      await requestPayout(world, to, 6_000_00n),
      await requestPayout(world, to, 6_000_00n),
    ];
    expect(await refused(payouts)).toMatchObject({ code: 'FLOOR_BREACHED' });
    for (const { id } of payouts) expect(await untouched(id)).toEqual(nothing);
  });

  it('that the bank took is booked, and leaves none to release', async () => {
    const own = await world.accountOn('test-file', 'DE75512108001245126199');
    const fee = [{ amountMinor: -5_00n, on: '2026-01-01', text: 'Fee' }];
    const [line] = await linesOf(world, await readEntries(world, fee, 'DE75512108001245126199'));
    await world.assign.execute(world.treasurer, {
      lineId: line?.id ?? '',
      ledgerAccountId: world.income.id,
      because: 'the bank’s fee',
    });
    const payout = await requestPayout(world, await payee(world), 1n);
    expect(await refused([payout], own)).toMatchObject({ code: 'FLOOR_BREACHED' });
    expect(await untouched(payout.id)).toEqual(nothing);
    await fund(world, own.ledgerAccountId, 5_00n);
    expect(await refused([payout], own)).toMatchObject({ code: 'FLOOR_BREACHED' });
    await fund(world, own.ledgerAccountId, 1n);
    expect(await refused([payout], own)).toBeNull();
  });

  it('that is the last goes to one of two who ask at once', async () => {
    const to = await payee(world);
    const payouts = [
      await requestPayout(world, to, 6_000_00n),
      await requestPayout(world, to, 6_000_00n),
    ];
    const results = await Promise.allSettled(
      payouts.map((one) => release(world, [one], world.onFile)),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const held = await Promise.all(payouts.map(({ id }) => paidTimes(world, id)));
    expect(held.reduce((sum, row) => sum + (row.held ?? 9), 0)).toBe(1);
  });
});

describe('a rail', () => {
  it('that nothing carries out is refused, and the money stays', async () => {
    const pretended = await world.accountOn('test-pretended', ibans.payer);
    await fund(world, pretended.ledgerAccountId, 1_000_00n);
    const payout = await requestPayout(world, await payee(world), 5_00n);
    await expect(
      world.inProduction.release.execute(world.treasurer, {
        payoutIds: [payout.id],
        bankAccountId: pretended.id,
      }),
    ).rejects.toMatchObject({ code: 'RAIL_UNAVAILABLE' });
    expect(await untouched(payout.id)).toEqual(nothing);
    expect(await refused([payout], pretended)).toBeNull();
  });
});
