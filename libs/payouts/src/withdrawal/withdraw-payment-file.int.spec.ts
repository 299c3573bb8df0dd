import { dayOf, newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import type { MadeEntry } from '../../../banking/src/testing/camt.js';
import { PaymentFileQueries } from '../payment-file/payment-file.queries.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  paidTimes,
  payoutRow,
  release,
  released,
  requestPayout,
  statusReportOn,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const stateOf = async (id: string) => (await payoutRow(world, id)).state;
const ask = (paymentFileId: string, by = world.treasurer, reason = 'It lay in the drawer') =>
  world.askWithdrawal.execute(by, { paymentFileId, reason });
const withdraw = (paymentFileId: string, by = person(world.cooperativeId, ['administrator'])) =>
  world.withdrawFile.execute(by, { paymentFileId });

async function written() {
  const payout = await released(world, world.onFile);
  const { payment_file_id: id } = await payoutRow(world, payout.id);
  await world.writeFile.execute(world.system, { paymentFileId: id ?? '' });
  return { payout, fileId: id ?? '' };
}

async function debit({ id, amountMinor }: { id: string; amountMinor: bigint }, on = '2026-01-21') {
  const statementId = await readEntries(world, [
    { amountMinor: -amountMinor, endToEndId: await nameAtBank(world, id), on },
  ]);
  await world.matchLines.execute(world.system, { statementId });
  return (await linesOf(world, statementId))[0]?.state;
}

describe('a payment file that never went to the bank', () => {
  it('is withdrawn by two persons: its payouts end, the debt is paid by another', async () => {
    const { payout, fileId } = await written();
    expect(await ask(fileId)).toMatchObject({
      state: 'written',
      withdrawalReason: 'It lay in the drawer',
    });
    expect(await stateOf(payout.id)).toBe('submitted');
    expect(await withdraw(fileId)).toMatchObject({ state: 'withdrawn' });
    expect(await payoutRow(world, payout.id)).toMatchObject({
      state: 'rejected',
      failure_code: 'WITHDRAWN',
    });
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 0, held: 0 });
    await expect(
      world.unitOfWork.read(world.treasurer, (tx) => new PaymentFileQueries().bytes(tx, fileId)),
    ).rejects.toMatchObject({ code: 'PAYMENT_FILE_NOT_FOUND' });
    const { obligationId, payeeId } = payout;
    const to = { ...world.member, memberId: payeeId };
    const again = await requestPayout(world, to, 12_00n, { obligationId });
    await release(world, [again], world.onFile);
    // The bank had it after all: nothing is booked twice, and a person looks at the line.
    expect(await debit(payout)).toBe('new');
  });

  it('needs a reason, an asker, and another person than the asker', async () => {
    const { payout, fileId } = await written();
    for (const reason of [' ', 'x'.repeat(501), 'a\0b']) {
      await expect(ask(fileId, world.treasurer, reason)).rejects.toMatchObject({
        code: 'WITHDRAWAL_REASON_REQUIRED',
        path: ['reason'],
      });
    }
    await expect(withdraw(fileId)).rejects.toMatchObject({ code: 'PAYMENT_FILE_STATE' });
    await ask(fileId);
    await expect(withdraw(fileId, world.treasurer)).rejects.toMatchObject({
      code: 'SECOND_PERSON_REQUIRED',
      path: ['id'],
    });
    await expect(withdraw(fileId, world.member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(withdraw(newId())).rejects.toMatchObject({
      code: 'PAYMENT_FILE_NOT_FOUND',
      path: ['id'],
    });
    expect(await stateOf(payout.id)).toBe('submitted');
    const alone = `update payments.payment_files set state = 'withdrawn', withdrawn_at = now(),
      withdrawn_by_account_id = withdrawal_asked_by_account_id where id = $1`;
    await expect(world.asOwner(alone, [fileId])).rejects.toThrow(/payment_files_withdrawal_check/);
  });

  it('is not one that the bank answered to, or debited', async () => {
    const sent = { code: 'PAYMENT_FILE_SENT', path: ['id'] };
    const answered = await written();
    await ask(answered.fileId);
    await world.takeReport.execute(world.treasurer, {
      name: 'answer.xml',
      bytes: await statusReportOn(world, {
        paymentFileId: answered.fileId,
        group: { status: 'ACTC' },
      }),
    });
    await expect(withdraw(answered.fileId)).rejects.toMatchObject(sent);
    const debited = await written();
    await debit(debited.payout);
    await expect(ask(debited.fileId)).rejects.toMatchObject(sent);
  });

  it('is told to who may be the second person, once each, and told when it happened', async () => {
    const asker = person(world.cooperativeId, ['treasurer']);
    const [one, two] = [newId(), newId()];
    const before = world.offices.held.get('treasurer') ?? [];
    world.offices.held.set('treasurer', [asker.memberId ?? '', one]);
    world.offices.held.set('administrator', [one, two]);
    const { fileId } = await written();
    await ask(fileId, asker);
    await withdraw(fileId);
    world.offices.held.set('treasurer', before);
    world.offices.held.delete('administrator');
    const facts = await world.asOwner(
      `select type, data from platform.facts where subject_id = $1
         and type like 'payments.PaymentFile%' order by position`,
      [fileId],
    );
    expect(facts).toEqual([
      {
        type: 'payments.PaymentFileWithdrawalAsked',
        data: { paymentFileId: fileId, officerMemberIds: [one, two] },
      },
      { type: 'payments.PaymentFileWithdrawn', data: { paymentFileId: fileId, payouts: 1 } },
    ]);
  });

  it('keeps who asked, who agreed, and why, without blanks around it', async () => {
    const { fileId } = await written();
    await ask(fileId, world.treasurer, 'asked first');
    const asker = person(world.cooperativeId, ['administrator']);
    await ask(fileId, asker, `  ${'x'.repeat(500)} `);
    // Whoever asked last is the one person: who asked before may be the other.
    await withdraw(fileId, world.treasurer);
    expect(
      await world.asOwner('select * from payments.payment_files where id = $1', [fileId]),
    ).toMatchObject([
      {
        state: 'withdrawn',
        withdrawal_reason: 'x'.repeat(500),
        withdrawal_asked_by_account_id: asker.accountId,
        withdrawn_by_account_id: world.treasurer.accountId,
        withdrawn_at: world.clock.now(),
      },
    ]);
  });

  it('is not one that a debit names which waits, as it is of another sum', async () => {
    const sent = { code: 'PAYMENT_FILE_SENT', path: ['id'] };
    const debits: ((fileId: string, payoutId: string) => Promise<MadeEntry>)[] = [
      async (fileId) => ({
        amountMinor: -11_99n,
        batch: { paymentInformationId: await nameAtBank(world, fileId) },
      }),
      async (_, payoutId) => ({
        amountMinor: -12_50n,
        endToEndId: await nameAtBank(world, payoutId),
      }),
      async (fileId) => ({ amountMinor: -11_98n, endToEndId: await nameAtBank(world, fileId) }),
    ];
    for (const debitOf of debits) {
      const { payout, fileId } = await written();
      await ask(fileId);
      const on = dayOf(world.clock.now(), 'UTC');
      const statementId = await readEntries(world, [{ ...(await debitOf(fileId, payout.id)), on }]);
      await world.matchLines.execute(world.system, { statementId });
      expect((await linesOf(world, statementId))[0]?.state).toBe('new');
      await expect(withdraw(fileId)).rejects.toMatchObject(sent);
      await expect(ask(fileId)).rejects.toMatchObject(sent);
      expect(await stateOf(payout.id)).toBe('submitted');
    }
    const { fileId } = await written();
    await ask(fileId);
    await withdraw(fileId);
  });

  it('is not one of which a debit came back: the bank had it', async () => {
    const { payout, fileId } = await written();
    await debit(payout);
    await debit({ ...payout, amountMinor: -payout.amountMinor }, '2026-01-22');
    expect(await stateOf(payout.id)).toBe('returned');
    await expect(ask(fileId)).rejects.toMatchObject({ code: 'PAYMENT_FILE_SENT' });
  });

  it('is withdrawn once by two who click at once, and beside the statement', async () => {
    const { payout, fileId } = await written();
    await ask(fileId);
    const clicks = await Promise.allSettled([withdraw(fileId), withdraw(fileId), debit(payout)]);
    const withdrawn = clicks.slice(0, 2).filter(({ status }) => status === 'fulfilled');
    const state = await stateOf(payout.id);
    expect(withdrawn).toHaveLength(state === 'settled' ? 0 : 1);
    const transactions = state === 'settled' ? 1 : 0;
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions, held: 0 });
  });

  it('is withdrawn whole or not at all when the process dies, on whichever line', async () => {
    const { payout, fileId } = await written();
    await ask(fileId);
    const deaths = await dyingOnEachLine(
      () => withdraw(fileId),
      async () => expect(await stateOf(payout.id)).toBe('submitted'),
    );
    expect(deaths).toBeGreaterThan(6);
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 0, held: 0 });
    await expect(withdraw(fileId)).rejects.toMatchObject({ code: 'PAYMENT_FILE_STATE' });
  });
});
