import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, readEntries } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  paidTimes,
  payoutRow,
  release,
  released,
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

const submit = (payoutId: string) => world.submit.execute(world.system, { payoutId });
const follow = (slot = newId()) => world.follow.execute(world.system, { slot });
const stateOf = async (id: string) => (await payoutRow(world, id)).state;
const onItsWay = () => released(world, world.onProvider);
const paidOnce = { executions: 1, transactions: 1, held: 0 };

/** A process that committed the key and died, before or after it told the provider. */
async function died(when: 'before' | 'after', payoutId: string): Promise<void> {
  world.provider.failNext(when === 'before' ? 'lost-before' : 'lost-after');
  await submit(payoutId).catch(() => undefined);
  await world.asOwner(`update payments.payouts set state = 'submitting' where id = $1`, [payoutId]);
}

describe('the provider', () => {
  it('is told the key that was committed, with who pays whom, once', async () => {
    const { id } = await onItsWay();
    await Promise.all([submit(id), submit(id), submit(id)]);
    await submit(id);
    expect(await stateOf(id)).toBe('settled');
    expect(await payoutRow(world, id)).toMatchObject({
      provider_key: await nameAtBank(world, id),
      provider_reference: `ref-${await nameAtBank(world, id)}`,
    });
    expect(await paidTimes(world, id)).toEqual(paidOnce);
    expect(world.provider.book.get(await nameAtBank(world, id))?.order).toMatchObject({
      cooperativeId: world.cooperativeId,
      amountMinor: 12_00n,
      currency: 'EUR',
      memo: 'Hosting in January',
      payee: { accountNumber: ibans.payee },
      debtor: { accountNumber: ibans.second },
    });
  });

  it('is told nothing of what was not released, was cancelled, or is nobody’s', async () => {
    const waiting = await requestPayout(world, world.member, 1_00n);
    await submit(waiting.id);
    await submit(newId());
    expect(await stateOf(waiting.id)).toBe('approved');
    expect(world.provider.book.has(await nameAtBank(world, waiting.id))).toBe(false);
  });

  it.each(['lost-before', 'lost-after'] as const)(
    'does not answer (%s): the outcome is unknown until it is asked, and paid once',
    async (fault) => {
      const { id } = await onItsWay();
      world.provider.failNext(fault);
      await expect(submit(id)).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
      expect(await payoutRow(world, id)).toMatchObject({
        state: 'unknown',
        failure_code: 'NO_ANSWER',
      });
      expect(await paidTimes(world, id)).toMatchObject({ transactions: 0, held: 1 });
      await follow();
      await submit(id);
      expect(await payoutRow(world, id)).toMatchObject({ state: 'settled', failure_code: null });
      expect(await paidTimes(world, id)).toEqual(paidOnce);
    },
  );

  it('never answers: the money stays reserved and nobody is paid twice', async () => {
    const { id } = await onItsWay();
    world.provider.failNext('lost-after');
    await submit(id).catch(() => undefined);
    world.provider.reachable = false;
    for (const ask of [() => submit(id), follow]) {
      await expect(ask()).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
    }
    world.provider.reachable = true;
    expect(await paidTimes(world, id)).toEqual({ executions: 1, transactions: 0, held: 1 });
    await follow();
    expect(await paidTimes(world, id)).toEqual(paidOnce);
  });

  it('never heard of it: it is told again, under the same key, by a job of its own', async () => {
    const { id } = await onItsWay();
    world.provider.failNext('lost-before');
    await submit(id).catch(() => undefined);
    const key = await nameAtBank(world, id);
    expect(await payoutRow(world, id)).toMatchObject({ provider_key: key });
    const before = await submissionsOf(world, id);
    const slot = newId();
    await follow(slot);
    await follow(slot);
    expect(await submissionsOf(world, id)).toBe(before + 1);
    await submit(id);
    expect(await paidTimes(world, id)).toEqual(paidOnce);
    expect(await payoutRow(world, id)).toMatchObject({ attempts: 2, provider_key: key });
    expect(world.provider.executions(key)).toBe(1);
  });

  it('refuses: the money is free again and the obligation can be paid anew', async () => {
    const { id, obligationId, payeeId } = await onItsWay();
    world.provider.failNext('reject');
    await submit(id);
    await submit(id);
    await follow();
    expect(await payoutRow(world, id)).toMatchObject({
      state: 'rejected',
      failure_code: 'REJECTED_BY_PROVIDER',
    });
    expect(await paidTimes(world, id)).toEqual({ executions: 0, transactions: 0, held: 0 });
    const to = { ...world.member, memberId: payeeId };
    const again = await requestPayout(world, to, 12_00n, { obligationId });
    await release(world, [again], world.onProvider);
    await submit(again.id);
    expect(await paidTimes(world, again.id)).toEqual(paidOnce);
  });

  it('accepts first and refuses later: nothing moved', async () => {
    const { id } = await onItsWay();
    world.provider.failNext('slow');
    await submit(id);
    expect(await stateOf(id)).toBe('submitted');
    world.provider.answer(await nameAtBank(world, id), 'rejected');
    await follow();
    expect(await stateOf(id)).toBe('rejected');
    expect(await paidTimes(world, id)).toEqual({ executions: 0, transactions: 0, held: 0 });
  });

  it('is slow: submitted first, settled when asked, by two who ask at once', async () => {
    const { id } = await onItsWay();
    world.provider.failNext('slow');
    await submit(id);
    expect(await stateOf(id)).toBe('submitted');
    await Promise.all([follow(), follow(), submit(id)]);
    expect(await stateOf(id)).toBe('settled');
    expect(await paidTimes(world, id)).toEqual(paidOnce);
  });

  it('answers after the bank did: the payout is settled once, by the bank', async () => {
    const payout = await onItsWay();
    const entry = {
      amountMinor: -payout.amountMinor,
      endToEndId: await nameAtBank(world, payout.id),
    };
    const statementId = await readEntries(world, [entry], ibans.second);
    world.provider.meanwhile = async () => {
      world.provider.meanwhile = null;
      await world.matchLines.execute(world.system, { statementId });
    };
    await submit(payout.id);
    expect(await stateOf(payout.id)).toBe('settled');
    expect(await paidTimes(world, payout.id)).toEqual(paidOnce);
    await follow();
    expect(await paidTimes(world, payout.id)).toEqual(paidOnce);
  });

  it('loses its answer after the bank’s word: the payout stays settled', async () => {
    const payout = await onItsWay();
    const entry = {
      amountMinor: -payout.amountMinor,
      endToEndId: await nameAtBank(world, payout.id),
    };
    const statementId = await readEntries(world, [entry], ibans.second);
    world.provider.failNext('lost-after');
    world.provider.meanwhile = async () => {
      world.provider.meanwhile = null;
      await world.matchLines.execute(world.system, { statementId });
    };
    await expect(submit(payout.id)).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
    expect(await payoutRow(world, payout.id)).toMatchObject({
      state: 'settled',
      failure_code: null,
    });
    expect(await paidTimes(world, payout.id)).toEqual(paidOnce);
  });

  it.each(['before', 'after'] as const)(
    'was told by a process that died %s the call: it pays once',
    async (when) => {
      const { id } = await onItsWay();
      await died(when, id);
      await submit(id);
      expect(await stateOf(id)).toBe('settled');
      expect(await paidTimes(world, id)).toEqual(paidOnce);
    },
  );

  it('says at once that the money came back: both are in the books', async () => {
    const { id } = await onItsWay();
    world.provider.failNext('slow');
    await submit(id);
    world.provider.answer(await nameAtBank(world, id), 'returned');
    await Promise.all([follow(), follow()]);
    expect(await payoutRow(world, id)).toMatchObject({
      state: 'returned',
      failure_code: 'RETURNED',
    });
    expect(await paidTimes(world, id)).toMatchObject({ transactions: 2, held: 0 });
  });

  it('that cannot be asked about one payout does not keep the others waiting', async () => {
    const [stuck, fine, other] = [await onItsWay(), await onItsWay(), await onItsWay()];
    world.provider.failNext('slow', 'slow');
    await submit(stuck.id);
    await submit(fine.id);
    await submit(other.id);
    // Another payout's outside fact: booking this one is refused.
    world.provider.answer(
      await nameAtBank(world, stuck.id),
      'executed',
      `ref-${await nameAtBank(world, other.id)}`,
    );
    await expect(follow()).rejects.toMatchObject({ code: 'OUTSIDE_FACT_POSTED' });
    expect(await stateOf(fine.id)).toBe('settled');
    expect(await stateOf(stuck.id)).toBe('submitted');
    expect(await paidTimes(world, stuck.id)).toMatchObject({ transactions: 0, held: 1 });
    world.provider.answer(await nameAtBank(world, stuck.id), 'executed', 'its-own');
    await follow();
    expect(await paidTimes(world, stuck.id)).toEqual(paidOnce);
  });

  it('is asked about its own payouts alone: files have none', async () => {
    const filed = await released(world, world.onFile);
    const { payment_file_id: paymentFileId } = await payoutRow(world, filed.id);
    await world.writeFile.execute(world.system, { paymentFileId: paymentFileId ?? '' });
    await follow();
    expect(await stateOf(filed.id)).toBe('submitted');
    expect(await submissionsOf(world, filed.id)).toBe(0);
  });

  it('that is not there leaves a payout reserved, to be tried again', async () => {
    const { id } = await onItsWay();
    await world.asOwner(`update payments.bank_accounts set rail = 'gone' where id = $1`, [
      world.onProvider.id,
    ]);
    await expect(submit(id)).rejects.toMatchObject({
      code: 'RAIL_UNAVAILABLE',
      details: { data: { rail: 'gone' } },
    });
    expect(await payoutRow(world, id)).toMatchObject({ state: 'reserved', provider_key: null });
    await world.asOwner(`update payments.bank_accounts set rail = 'test-provider' where id = $1`, [
      world.onProvider.id,
    ]);
    await submit(id);
    expect(await paidTimes(world, id)).toEqual(paidOnce);
  });

  it('that was never told frees the money when nobody tries any more', async () => {
    const { id } = await onItsWay();
    const giveUp = () => world.giveUpSubmission.execute(world.system, { payoutId: id });
    await Promise.all([giveUp(), giveUp()]);
    expect(await payoutRow(world, id)).toMatchObject({
      state: 'rejected',
      failure_code: 'NOT_SUBMITTED',
      provider_key: null,
    });
    // An operator's late retry pays nobody.
    await submit(id);
    expect(await paidTimes(world, id)).toEqual({ executions: 0, transactions: 0, held: 0 });
  });

  it.each(['before', 'after'] as const)(
    'that may know of it (died %s the call) is asked, not given up',
    async (when) => {
      const { id } = await onItsWay();
      await died(when, id);
      await world.giveUpSubmission.execute(world.system, { payoutId: id });
      expect(await stateOf(id)).toBe('submitting');
      await submit(id);
      expect(await paidTimes(world, id)).toEqual(paidOnce);
    },
  );

  it('is told once, or never, when it is given up while it is told', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id } = await onItsWay();
      const giveUp = () => world.giveUpSubmission.execute(world.system, { payoutId: id });
      await Promise.all(round % 2 === 0 ? [submit(id), giveUp()] : [giveUp(), submit(id)]);
      const never = { executions: 0, transactions: 0, held: 0 };
      const state = await stateOf(id);
      expect(await paidTimes(world, id)).toEqual(state === 'settled' ? paidOnce : never);
    }
  });

  it('is the worker’s to speak with', async () => {
    const { id } = await onItsWay();
    const { treasurer } = world;
    for (const attempt of [
      () => world.submit.execute(treasurer, { payoutId: id }),
      () => world.giveUpSubmission.execute(treasurer, { payoutId: id }),
      () => world.giveUpFile.execute(treasurer, { paymentFileId: newId() }),
      () => world.follow.execute(treasurer, { slot: newId() }),
      () => world.writeFile.execute(treasurer, { paymentFileId: newId() }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});
