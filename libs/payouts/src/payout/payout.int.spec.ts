import { readPain001, validatePaymentFile } from '@rochdale/bank-formats';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remittanceText } from '../rail/credit-transfer.js';
import { paymentFileStore } from '../payment-file/payment-file.store.js';
import { ibans, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  paidTimes,
  payee,
  payoutRow,
  requestPayout,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { endToEndIdOf } from './payout.js';
import type { PayoutRow } from './payout.store.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.sepa.ledgerAccountId, 10_000_00n);
  await fund(world, world.simulated.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const release = (payouts: readonly Pick<PayoutRow, 'id'>[], rail: 'sepa' | 'simulated') =>
  world.release.execute(world.treasurer, {
    payoutIds: payouts.map(({ id }) => id),
    bankAccountId: world[rail].id,
  });

const submit = (payoutId: string) => world.submit.execute(world.system, { payoutId });
const follow = () => world.follow.execute(world.system, { slot: newId() });
const stateOf = async (id: string) => (await payoutRow(world, id)).state;

async function released(rail: 'sepa' | 'simulated', amountMinor = 12_00n): Promise<PayoutRow> {
  const payout = await requestPayout(world, await payee(world), amountMinor);
  await release([payout], rail);
  return payout;
}

async function jobsOf(payoutId: string): Promise<number> {
  const rows = await world.asOwner(
    `select 1 from platform.jobs where name = 'payments.submit-payout'
       and payload->>'payoutId' = $1`,
    [payoutId],
  );
  return rows.length;
}

const paidOnce = { executions: 1, transactions: 1, held: 0 };

describe('asking for a payout', () => {
  it('makes one of an obligation, however many ask at once, and gives it to all', async () => {
    const to = person(world.cooperativeId);
    const obligationId = newId();
    const made = await Promise.all(
      [1, 2, 3, 4, 5].map(() => requestPayout(world, to, 5_00n, { obligationId })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    await expect(requestPayout(world, to, 5_01n, { obligationId })).rejects.toMatchObject({
      code: 'PAYOUT_EXISTS',
    });
  });

  it('is possible again after it was cancelled, and only then', async () => {
    const to = person(world.cooperativeId);
    const obligationId = newId();
    const first = await requestPayout(world, to, 5_00n, { obligationId });
    await world.cancel.execute(world.treasurer, { payoutId: first.id });
    await expect(
      world.cancel.execute(world.treasurer, { payoutId: first.id }),
    ).rejects.toMatchObject({ code: 'PAYOUT_STATE' });
    const second = await requestPayout(world, to, 6_00n, { obligationId });
    expect(second.id).not.toBe(first.id);
  });
});

describe('a release', () => {
  it('happens once when two treasurers click at once, and reserves the money once', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => release([payout, payout], 'simulated')),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await paidTimes(world, payout.id)).toEqual({
      ...paidOnce,
      executions: 0,
      transactions: 0,
      held: 1,
    });
    expect(await jobsOf(payout.id)).toBe(1);
    await expect(
      world.cancel.execute(world.treasurer, { payoutId: payout.id }),
    ).rejects.toMatchObject({ code: 'PAYOUT_STATE' });
  });

  it('either wins over a cancellation at the same moment or loses to it', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    await Promise.allSettled([
      release([payout], 'simulated'),
      world.cancel.execute(world.treasurer, { payoutId: payout.id }),
    ]);
    const state = await stateOf(payout.id);
    expect((await paidTimes(world, payout.id))?.held).toBe(state === 'reserved' ? 1 : 0);
  });

  it('is never by its payee, nor by a member without the office', async () => {
    await world.setDetails.execute(world.treasurer, {
      holderName: 'The treasurer',
      accountNumber: ibans.payee,
    });
    world.clock.advance({ hours: 25 });
    const own = await requestPayout(world, world.treasurer, 5_00n);
    await expect(release([own], 'simulated')).rejects.toMatchObject({ code: 'PAYOUT_OWN' });
    const input = { payoutIds: [own.id], bankAccountId: world.simulated.id };
    await expect(world.release.execute(world.member, input)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('needs a second person where the co-operative says so', async () => {
    const admin = person(world.cooperativeId, ['administrator']);
    const settings = { secondPersonReleases: true, coolingOffHours: 24 };
    await world.changeSettings.execute(admin, settings);
    const to = await payee(world);
    const payout = await requestPayout(world, to, 5_00n, { by: world.treasurer });
    await expect(release([payout], 'simulated')).rejects.toMatchObject({
      code: 'SECOND_PERSON_REQUIRED',
    });
    const other = person(world.cooperativeId, ['treasurer']);
    const input = { payoutIds: [payout.id], bankAccountId: world.simulated.id };
    await expect(world.release.execute(other, input)).resolves.toMatchObject([
      { state: 'reserved' },
    ]);
    await world.changeSettings.execute(admin, { ...settings, secondPersonReleases: false });
  });

  it('waits until new bank details have cooled off', async () => {
    const to = person(world.cooperativeId);
    const payout = await requestPayout(world, to, 5_00n);
    const code = async () => release([payout], 'simulated').catch((error: unknown) => error);
    expect(await code()).toMatchObject({ code: 'PAYEE_DETAILS_MISSING' });
    const details = { holderName: 'New', accountNumber: ibans.payee };
    await world.setDetails.execute(to, details);
    expect(await code()).toMatchObject({ code: 'PAYEE_DETAILS_COOLING_OFF' });
    world.clock.advance({ hours: 23 });
    expect(await code()).toMatchObject({ code: 'PAYEE_DETAILS_COOLING_OFF' });
    await world.setDetails.execute(to, details);
    world.clock.advance({ hours: 23 });
    expect(await code()).toMatchObject({ code: 'PAYEE_DETAILS_COOLING_OFF' });
    world.clock.advance({ hours: 1 });
    expect(await code()).toMatchObject([{ state: 'reserved' }]);
  });

  it('without the money leaves nothing half done', async () => {
    const to = await payee(world);
    const payouts = [
      await requestPayout(world, to, 6_000_00n),
      await requestPayout(world, to, 6_000_00n),
    ];
    await expect(release(payouts, 'simulated')).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    for (const { id } of payouts) {
      expect(await stateOf(id)).toBe('approved');
      expect(await jobsOf(id)).toBe(0);
      expect(await paidTimes(world, id)).toMatchObject({ held: 0 });
    }
  });

  it('of the last money goes to one of two who ask at once', async () => {
    const to = await payee(world);
    const payouts = [
      await requestPayout(world, to, 6_000_00n),
      await requestPayout(world, to, 6_000_00n),
    ];
    const results = await Promise.allSettled(payouts.map((one) => release([one], 'sepa')));
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const held = await Promise.all(payouts.map(({ id }) => paidTimes(world, id)));
    expect(held.reduce((sum, row) => sum + (row?.held ?? 9), 0)).toBe(1);
  });
});

describe('the provider', () => {
  it('is told the key that was committed, once', async () => {
    const { id } = await released('simulated');
    await Promise.all([submit(id), submit(id), submit(id)]);
    await submit(id);
    expect(await stateOf(id)).toBe('settled');
    expect((await payoutRow(world, id)).provider_key).toBe(endToEndIdOf(id));
    expect(await paidTimes(world, id)).toEqual(paidOnce);
  });

  it.each(['lost-before', 'lost-after'] as const)(
    'does not answer (%s): the outcome is unknown until it is asked, and paid once',
    async (fault) => {
      const { id } = await released('simulated');
      world.provider.failNext(fault);
      await expect(submit(id)).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' });
      expect(await payoutRow(world, id)).toMatchObject({
        state: 'unknown',
        failure_code: 'NO_ANSWER',
      });
      expect(await paidTimes(world, id)).toMatchObject({ transactions: 0, held: 1 });
      await follow();
      await submit(id);
      expect(await stateOf(id)).toBe('settled');
      expect(await paidTimes(world, id)).toEqual(paidOnce);
    },
  );

  it('never heard of it: it is told again, under the same key, by a job of its own', async () => {
    const { id } = await released('simulated');
    world.provider.failNext('lost-before');
    await submit(id).catch(() => undefined);
    const before = await jobsOf(id);
    const slot = newId();
    await world.follow.execute(world.system, { slot });
    await world.follow.execute(world.system, { slot });
    expect(await jobsOf(id)).toBe(before + 1);
    await submit(id);
    expect(await paidTimes(world, id)).toEqual(paidOnce);
  });

  it('refuses: the money is free again and the obligation can be paid anew', async () => {
    const { id, obligationId, payeeId } = await released('simulated');
    world.provider.failNext('reject');
    await submit(id);
    await submit(id);
    await follow();
    expect(await stateOf(id)).toBe('rejected');
    expect(await paidTimes(world, id)).toEqual({ executions: 0, transactions: 0, held: 0 });
    const to = { ...world.member, memberId: payeeId };
    const again = await requestPayout(world, to, 12_00n, { obligationId });
    await release([again], 'simulated');
    await submit(again.id);
    expect(await paidTimes(world, again.id)).toEqual(paidOnce);
  });

  it('is slow: submitted first, settled when asked, by two who ask at once', async () => {
    const { id } = await released('simulated');
    world.provider.failNext('slow');
    await submit(id);
    expect(await stateOf(id)).toBe('submitted');
    await Promise.all([follow(), follow(), submit(id)]);
    expect(await stateOf(id)).toBe('settled');
    expect(await paidTimes(world, id)).toEqual(paidOnce);
  });

  it('was told by a process that died before, or after, the call: it pays once', async () => {
    const before = await released('simulated');
    const after = await released('simulated');
    const key = (id: string) =>
      world.asOwner(
        `update payments.payouts set state = 'submitting', provider_key = $2 where id = $1`,
        [id, endToEndIdOf(id)],
      );
    await key(before.id);
    await key(after.id);
    await world.provider.transfer({
      key: endToEndIdOf(after.id),
      cooperativeId: world.cooperativeId,
      amountMinor: after.amountMinor,
      currency: 'EUR',
      memo: after.memo,
    });
    for (const { id } of [before, after]) {
      await submit(id);
      expect(await stateOf(id)).toBe('settled');
      expect(await paidTimes(world, id)).toEqual(paidOnce);
    }
  });

  it('that cannot be asked about one payout does not keep the others waiting', async () => {
    const stuck = await released('simulated');
    const fine = await released('simulated');
    world.provider.failNext('slow', 'slow');
    await submit(stuck.id);
    await submit(fine.id);
    await world.asOwner(`update payments.simulated_transfers set reference = 'x' where key = $1`, [
      endToEndIdOf(stuck.id),
    ]);
    // Another payout's outside fact: booking this one is refused.
    const other = await released('simulated');
    await submit(other.id);
    await world.asOwner(
      `update payments.simulated_transfers set reference =
         (select reference from payments.simulated_transfers where key = $2) where key = $1`,
      [endToEndIdOf(stuck.id), endToEndIdOf(other.id)],
    );
    await expect(follow()).rejects.toMatchObject({ code: 'OUTSIDE_FACT_POSTED' });
    expect(await stateOf(fine.id)).toBe('settled');
    expect(await stateOf(stuck.id)).toBe('submitted');
    await world.asOwner(
      `update payments.simulated_transfers set reference = 'y', state = 'accepted',
         executions = 0 where key = $1`,
      [endToEndIdOf(stuck.id)],
    );
    await follow();
    expect(await paidTimes(world, stuck.id)).toEqual(paidOnce);
  });
});

describe('the bank’s statement', () => {
  const out = (payout: PayoutRow, sign: 1n | -1n) => ({
    amountMinor: sign * payout.amountMinor,
    endToEndId: endToEndIdOf(payout.id),
    on: '2026-01-20',
  });
  const match = (statementId: string) => world.matchLines.execute(world.system, { statementId });

  async function written(): Promise<PayoutRow> {
    const payout = await released('sepa');
    const { payment_file_id: paymentFileId } = await payoutRow(world, payout.id);
    await world.writeFile.execute(world.system, { paymentFileId: paymentFileId ?? '' });
    return payout;
  }

  it('settles a payout by its end-to-end id, once, run twice or at once', async () => {
    const payout = await written();
    const statementId = await readEntries(world, [out(payout, -1n)]);
    await Promise.all([match(statementId), match(statementId)]);
    await match(statementId);
    expect(await stateOf(payout.id)).toBe('settled');
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 1, held: 0 });
  });

  it('settles nothing over another amount or on another account', async () => {
    const payout = await written();
    const { amountMinor } = payout;
    const entry = { ...out(payout, -1n), amountMinor: -amountMinor - 1n };
    await match(await readEntries(world, [entry]));
    await match(await readEntries(world, [out(payout, -1n)], ibans.second));
    expect(await stateOf(payout.id)).toBe('submitted');
  });

  it('books what came back, also when the newest line stands first', async () => {
    const payout = await written();
    await match(await readEntries(world, [out(payout, 1n), out(payout, -1n)]));
    expect(await payoutRow(world, payout.id)).toMatchObject({
      state: 'returned',
      failure_code: 'RETURNED',
    });
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 2, held: 0 });
    const again = await requestPayout(world, person(world.cooperativeId), 1_00n, {
      obligationId: payout.obligationId,
    });
    expect(again.id).not.toBe(payout.id);
  });

  it('settles what the provider keeps silent about', async () => {
    const payout = await released('simulated');
    world.provider.failNext('lost-after');
    await submit(payout.id).catch(() => undefined);
    await match(await readEntries(world, [out(payout, -1n)], ibans.second));
    expect(await stateOf(payout.id)).toBe('settled');
    await follow();
    await submit(payout.id);
    expect(await paidTimes(world, payout.id)).toEqual(paidOnce);
  });

  it('explains itself by what the provider settled before, and books nothing twice', async () => {
    const payout = await released('simulated');
    await submit(payout.id);
    const statementId = await readEntries(world, [out(payout, -1n)], ibans.second);
    await match(statementId);
    const [line] = await world.asOwner(
      'select state, transaction_id from payments.bank_lines where statement_id = $1',
      [statementId],
    );
    const { transaction_id } = await payoutRow(world, payout.id);
    expect(line).toEqual({ state: 'matched', transaction_id });
    expect(await paidTimes(world, payout.id)).toEqual(paidOnce);
  });
});

describe('a payment file', () => {
  const bytesOf = (fileId: string) =>
    world.unitOfWork.read(world.treasurer, (tx) => paymentFileStore.bytes(tx, fileId));

  it('is written once, valid, with the payouts of its release, and its bytes stay', async () => {
    const odd = [
      await requestPayout(world, await payee(world), 3_33n, { memo: '🌻 漢字 שלום' }),
      await requestPayout(world, await payee(world), 4_44n, { memo: `${'ß'.repeat(139)}🌻` }),
      await requestPayout(world, await payee(world, { holderName: 'Łódź & Söhne' }), 5_55n),
    ];
    const [first] = await release(odd, 'sepa');
    const paymentFileId = first?.paymentFileId ?? '';
    const write = () => world.writeFile.execute(world.system, { paymentFileId });
    await Promise.all([write(), write(), write()]);
    const bytes = await bytesOf(paymentFileId);
    world.clock.advance({ days: 3 });
    await write();
    expect((await bytesOf(paymentFileId))?.equals(bytes ?? Buffer.alloc(0))).toBe(true);
    const report = validatePaymentFile(bytes ?? Buffer.alloc(0));
    expect(report).toMatchObject({ valid: true });
    const text = bytes?.toString('utf8') ?? '';
    for (const { id } of odd) expect(text).toContain(`<EndToEndId>${endToEndIdOf(id)}<`);
    expect(text).toContain('<CtrlSum>13.32</CtrlSum>');
    expect(readPain001(bytes ?? Buffer.alloc(0))).toBeDefined();
    await expect(
      world.asOwner(`update payments.payment_files set bytes = 'x' where id = $1`, [paymentFileId]),
    ).rejects.toThrow(/written once/);
  });

  it.each([
    ['a name that no file carries', { holderName: '漢字' }],
    ['a number that is no IBAN', { accountNumber: '06200012345678' }],
    ['an account that SEPA does not reach', { accountNumber: 'BR1800360305000010009795493C1' }],
    ['a BIC of another country', { bic: 'MARKDEFFXXX' }],
  ])('is never held up by %s: the release says whose it is', async (_, changes) => {
    const to = person(world.cooperativeId);
    const details = { holderName: 'Odd', accountNumber: ibans.payee, ...changes };
    await world.setDetails.execute(to, details);
    world.clock.advance({ hours: 25 });
    const sound = await requestPayout(world, await payee(world), 1_00n);
    const odd = await requestPayout(world, to, 1_00n);
    await expect(release([sound, odd], 'sepa')).rejects.toMatchObject({
      code: 'PAYEE_DETAILS_UNPAYABLE',
      details: { data: { payoutId: odd.id } },
    });
    expect(await stateOf(sound.id)).toBe('approved');
    await expect(release([sound], 'sepa')).resolves.toMatchObject([{ state: 'reserved' }]);
  });

  it('names nothing that banks refuse: details and accounts are checked when given', async () => {
    const odd = { holderName: 'X', accountNumber: ibans.payee, bic: 'NOBIC' };
    await expect(world.setDetails.execute(world.member, odd)).rejects.toMatchObject({
      code: 'INVALID_BANK_ACCOUNT',
    });
    const account = {
      label: 'Odd',
      holderName: '漢字',
      currency: 'EUR',
      rail: 'sepa-file',
    } as const;
    await expect(
      world.register.execute(world.treasurer, { ...account, accountNumber: ibans.payer }),
    ).rejects.toMatchObject({ code: 'INVALID_BANK_ACCOUNT' });
  });

  it('carries a memo in the characters of every bank', () => {
    expect(remittanceText('Hosting für Mai', 'x')).toBe('Hosting fuer Mai');
    expect(remittanceText('🌻', 'x')).toBe('x');
    expect(remittanceText('ß'.repeat(140), 'x')).toHaveLength(140);
  });
});

describe('bank details', () => {
  it('changed twice at once leave one that counts', async () => {
    const to = person(world.cooperativeId);
    const change = (holderName: string) =>
      world.setDetails.execute(to, { holderName, accountNumber: ibans.payee });
    await Promise.all(['A', 'B', 'C', 'D'].map(change));
    const rows = await world.asOwner<{ superseded_at: Date | null; sealed: Buffer }>(
      'select superseded_at, sealed from payments.payee_details where payee_id = $1',
      [to.memberId],
    );
    expect(rows.filter((row) => row.superseded_at === null)).toHaveLength(1);
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toContain('FR14');
  });

  it('of somebody else are nobody’s to set', async () => {
    const payeeOf = { kind: 'member', id: newId() } as const;
    const details = { holderName: 'Thief', accountNumber: ibans.payee, payee: payeeOf };
    for (const actor of [world.member, world.treasurer]) {
      await expect(world.setDetails.execute(actor, details)).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    }
  });
});

describe('Postgres has the last word', () => {
  it.each([
    ['amount_minor', 'amount_minor + 1'],
    ['currency', `'USD'`],
    ['payee_id', 'gen_random_uuid()'],
    ['debit_account_id', 'gen_random_uuid()'],
    ['frozen_hash', `repeat('0', 64)`],
    ['obligation_id', 'gen_random_uuid()'],
    ['provider_key', `'another'`],
    ['hold_id', 'gen_random_uuid()'],
    ['state', `'approved'`],
  ])('and keeps the %s of a payout that was paid', async (column, value) => {
    const { id } = await released('simulated');
    await submit(id);
    await expect(
      world.asOwner(`update payments.payouts set ${column} = ${value} where id = $1`, [id]),
    ).rejects.toThrow(/does not change/);
    await expect(world.asOwner('delete from payments.payouts where id = $1', [id])).rejects.toThrow(
      /does not change/,
    );
  });
});
