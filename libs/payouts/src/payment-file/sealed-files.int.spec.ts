import { systemActor } from '@rochdale/platform';
import { tablesSaying } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, person } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fileBytes,
  fund,
  payee,
  release,
  requestPayout,
  statusReportOn,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { SealFiles } from '../seal-files.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

async function written(amountMinor: bigint) {
  const payout = await requestPayout(world, await payee(world), amountMinor);
  const [row] = await release(world, [payout], world.onFile);
  const paymentFileId = row?.paymentFileId ?? '';
  await world.writeFile.execute(world.system, { paymentFileId });
  return { payout, paymentFileId };
}

const answered = (paymentFileId: string, status: string) =>
  statusReportOn(world, { paymentFileId, group: { status } }).then((bytes) =>
    world.takeReport.execute(world.treasurer, { name: 'answer.xml', bytes }),
  );

const keptOf = async (id: string) => {
  const [row] = await world.asOwner<{ bytes: Buffer; sha256: string; state: string }>(
    'select bytes, sha256, state from payments.payment_files where id = $1',
    [id],
  );
  return row;
};

describe('what goes to a bank', () => {
  it('lies sealed, and is the same whenever it is fetched', async () => {
    const { paymentFileId } = await written(8_01n);
    const bytes = await fileBytes(world, paymentFileId);
    expect(bytes.toString('utf8')).toContain(ibans.payee);
    expect(await fileBytes(world, paymentFileId)).toEqual(bytes);
    await answered(paymentFileId, 'ACTC');
    expect(await tablesSaying(world.asOwner, ibans.payee)).toEqual([]);
    expect(await tablesSaying(world.asOwner, 'CstmrPmtStsRpt')).toEqual([]);
  });

  it('goes with its withdrawal: its digest stays', async () => {
    const { paymentFileId } = await written(8_02n);
    const before = await keptOf(paymentFileId);
    await world.askWithdrawal.execute(world.treasurer, { paymentFileId, reason: 'never sent' });
    expect((await keptOf(paymentFileId))?.bytes.length).toBeGreaterThan(0);
    await world.withdrawFile.execute(person(world.cooperativeId, ['treasurer']), { paymentFileId });
    const after = { bytes: Buffer.alloc(0), state: 'withdrawn', sha256: before?.sha256 };
    expect(await keptOf(paymentFileId)).toEqual(after);
  });

  it('is withdrawn also where a version before had emptied it', async () => {
    const { paymentFileId } = await written(8_04n);
    await world.askWithdrawal.execute(world.treasurer, { paymentFileId, reason: 'never sent' });
    await world.asOwner(
      `begin; set local session_replication_role = 'replica';
       update payments.payment_files set bytes = '', sealed_sha256 = null
         where id = '${paymentFileId}'; commit`,
    );
    await world.withdrawFile.execute(person(world.cooperativeId, ['treasurer']), { paymentFileId });
    expect(await keptOf(paymentFileId)).toMatchObject({ state: 'withdrawn' });
  });

  it('stays sealed when the bank refuses all of it: it was sent, and may be paid', async () => {
    const { paymentFileId } = await written(8_03n);
    const bytes = await fileBytes(world, paymentFileId);
    await answered(paymentFileId, 'ACTC');
    await answered(paymentFileId, 'RJCT');
    expect(await keptOf(paymentFileId)).toMatchObject({ state: 'written' });
    expect(await fileBytes(world, paymentFileId)).toEqual(bytes);
    expect(await tablesSaying(world.asOwner, ibans.payee)).toEqual([]);
    const emptied = world.asOwner(
      `update payments.payment_files set bytes = '', sealed_sha256 = null where id = $1`,
      [paymentFileId],
    );
    await expect(emptied).rejects.toThrow('written once');
  });

  it('is not emptied, nor written over, while any of it may be paid', async () => {
    const { paymentFileId } = await written(8_04n);
    for (const change of [
      `bytes = '', sealed_sha256 = null`,
      `bytes = 'rst1', sealed_sha256 = encode(sha256('rst1'), 'hex')`,
      `sealed_sha256 = null`,
    ]) {
      const asked = world.asOwner(`update payments.payment_files set ${change} where id = $1`, [
        paymentFileId,
      ]);
      await expect(asked, change).rejects.toThrow('written once');
    }
  });
});

it('what lay in the clear is sealed by a job, once', async () => {
  const { paymentFileId } = await written(8_05n);
  const bytes = await fileBytes(world, paymentFileId);
  const { report } = await answered(paymentFileId, 'ACTC');
  const plainly = async (table: string, set: string, values: unknown[]) => {
    await world.asOwner(`alter table payments.${table} disable trigger user`);
    await world.asOwner(`update payments.${table} set ${set} where id = $1`, values);
    await world.asOwner(`alter table payments.${table} enable trigger user`);
  };
  await plainly('payment_files', 'bytes = $2, sealed_sha256 = null', [paymentFileId, bytes]);
  const { paymentFileId: stuckId } = await written(8_06n);
  const stuckBytes = await fileBytes(world, stuckId);
  await plainly('payment_files', 'bytes = $2, sealed_sha256 = null', [stuckId, stuckBytes]);
  await plainly('status_reports', `bytes = 'zqanswer'`, [report.id]);
  expect(await fileBytes(world, paymentFileId)).toEqual(bytes);
  expect(await tablesSaying(world.asOwner, 'zqanswer')).toEqual(['payments.status_reports']);
  const sealing = new SealFiles(world.unitOfWork);
  const job = systemActor(world.cooperativeId, 'job');
  // One that cannot be sealed keeps none of the others.
  await world.asOwner(
    `alter table payments.payment_files add constraint zqstuck
       check (id <> '${stuckId}' or sealed_sha256 is null) not valid`,
  );
  await expect(sealing.execute(job)).rejects.toThrow('zqstuck');
  await world.asOwner('alter table payments.payment_files drop constraint zqstuck');
  expect(await tablesSaying(world.asOwner, 'zqanswer')).toEqual([]);
  expect(await sealing.execute(job)).toBe(1);
  expect(await sealing.execute(job)).toBe(0);
  expect(await tablesSaying(world.asOwner, 'zqanswer')).toEqual([]);
  expect(await tablesSaying(world.asOwner, ibans.payee)).toEqual([]);
  expect(await fileBytes(world, paymentFileId)).toEqual(bytes);
  await expect(sealing.execute(world.treasurer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
