import { newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import { PaymentFileQueries } from '../payment-file/payment-file.queries.js';
import { endToEndIdOf } from '../payout/payout.js';
import {
  createPayoutsWorld,
  fund,
  paidTimes,
  payoutRow,
  release,
  released,
  requestPayout,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { statusReportFile } from '../testing/status-reports.js';

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

async function debit(payout: { id: string; amountMinor: bigint }) {
  const statementId = await readEntries(world, [
    { amountMinor: -payout.amountMinor, endToEndId: endToEndIdOf(payout.id), on: '2026-01-21' },
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
      bytes: statusReportFile({ paymentFileId: answered.fileId, group: { status: 'ACTC' } }),
    });
    await expect(withdraw(answered.fileId)).rejects.toMatchObject(sent);
    const debited = await written();
    await debit(debited.payout);
    await expect(ask(debited.fileId)).rejects.toMatchObject(sent);
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
