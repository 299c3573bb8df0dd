import { ledgerInvariants } from '@rochdale/ledger';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, linesOf, readEntries } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  filedTogether,
  fund,
  nameAtBank,
  paidTimes,
  payoutRow,
  released,
  statusReportOn,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { payoutsInvariants } from '../payouts.invariants.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const match = (statementId: string) => world.matchLines.execute(world.system, { statementId });
const statesOf = async (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await payoutRow(world, id)).state));
const debitOf = async (fileId: string, amountMinor: bigint, on = '2026-01-20') => ({
  amountMinor: -amountMinor,
  on,
  batch: {
    paymentInformationId: await nameAtBank(world, fileId),
    messageId: await nameAtBank(world, fileId),
  },
});
const warningsOf = async (statementId: string) => {
  const [file] = await world.asOwner<{ warnings: { code: string; message: string }[] }>(
    `select f.warnings from payments.statement_files f
       join payments.bank_statements s on s.file_id = f.id where s.id = $1`,
    [statementId],
  );
  return file?.warnings.filter(({ code }) => code === 'line-not-booked') ?? [];
};
/** Runs what waits to look at lines again. How many lines that were. */
const lookAgain = async (): Promise<number> => {
  const jobs = await world.asOwner<{ payload: { lineIds: string[] } }>(
    `delete from platform.jobs where name = 'banking.match-bank-lines' and payload ? 'lineIds'
     returning payload`,
  );
  const lineIds = jobs.flatMap(({ payload }) => payload.lineIds);
  await world.matchLines.execute(world.system, { lineIds });
  return lineIds.length;
};
const postingsOf = (transactionId: string | null) =>
  world.asOwner<{ account: string; amount: string }>(
    `select case a.kind when 'asset' then 'bank' else a.code end as account,
       p.amount_minor as amount
     from ledger.postings p join ledger.accounts a on a.id = p.account_id
     where p.transaction_id = $1 order by account, p.amount_minor`,
    [transactionId],
  );
const refuse = async (fileId: string, payoutId: string) =>
  world.takeReport.execute(world.treasurer, {
    name: 'answer.xml',
    bytes: await statusReportOn(world, {
      paymentFileId: fileId,
      messageId: newId(),
      transfers: [{ payoutId, status: 'RJCT', reason: 'AC04' }],
    }),
  });

describe('one debit of a payment file', () => {
  it('settles all its payouts at once, each with postings of its own', async () => {
    const { fileId, ids } = await filedTogether(world, [5_01n, 7_99n, 3n]);
    const statementId = await readEntries(world, [await debitOf(fileId, 13_03n)]);
    await Promise.all([match(statementId), match(statementId)]);
    expect(await statesOf(ids)).toEqual(['settled', 'settled', 'settled']);
    const [line] = await linesOf(world, statementId);
    expect(line).toMatchObject({
      state: 'matched',
      matched_kind: 'payment-file',
      matched_id: fileId,
    });
    expect(await postingsOf(line?.transaction_id ?? null)).toEqual([
      { account: 'bank', amount: '-799' },
      { account: 'bank', amount: '-501' },
      { account: 'bank', amount: '-3' },
      { account: 'payables', amount: '3' },
      { account: 'payables', amount: '501' },
      { account: 'payables', amount: '799' },
    ]);
    for (const { name, sql } of [...payoutsInvariants, ...ledgerInvariants]) {
      expect([name, await world.asOwner(sql)]).toEqual([name, []]);
    }
    for (const id of ids) {
      expect((await payoutRow(world, id)).transaction_id).toBe(line?.transaction_id);
      expect(await paidTimes(world, id)).toMatchObject({ held: 0 });
    }
  });

  it('is of those that the bank did not refuse before', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_00n]);
    await refuse(fileId, ids[0] ?? '');
    await match(await readEntries(world, [await debitOf(fileId, 7_00n)]));
    expect(await statesOf(ids)).toEqual(['rejected', 'settled']);
    expect(await paidTimes(world, ids[1] ?? '')).toMatchObject({ transactions: 1, held: 0 });
  });

  it('is of the rest, once lines of their own settled others', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_00n, 9_00n]);
    const [first = ''] = ids;
    await match(
      await readEntries(world, [
        { amountMinor: -5_00n, endToEndId: await nameAtBank(world, first) },
      ]),
    );
    await match(await readEntries(world, [await debitOf(fileId, 16_00n)]));
    expect(await statesOf(ids)).toEqual(['settled', 'settled', 'settled']);
  });

  it.each([1n, -1n])(
    'over another sum, by %d cent, waits for a person and says why',
    async (by) => {
      const { fileId, ids } = await filedTogether(world, [5_00n, 7_00n]);
      const statementId = await readEntries(world, [await debitOf(fileId, 12_00n + by)]);
      await match(statementId);
      await match(statementId);
      expect(await statesOf(ids)).toEqual(['submitted', 'submitted']);
      expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
      expect(await warningsOf(statementId)).toEqual([
        expect.objectContaining({
          message: expect.stringMatching(/of which 12\.00 EUR is open, 2 of 2 payouts/) as string,
        }),
      ]);
    },
  );

  it('that waits is tried again once the bank refused the rest, in any case', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_00n]);
    const other = await filedTogether(world, [5_00n, 8_00n]);
    const upper = { paymentInformationId: (await nameAtBank(world, fileId)).toUpperCase() };
    const statementId = await readEntries(world, [
      { amountMinor: -7_00n, batch: upper },
      await debitOf(other.fileId, 8_00n),
    ]);
    await match(statementId);
    expect(await statesOf(ids)).toEqual(['submitted', 'submitted']);
    await refuse(fileId, ids[0] ?? '');
    await lookAgain();
    expect(await statesOf([...ids, ...other.ids])).toEqual([
      'rejected',
      'settled',
      'submitted',
      'submitted',
    ]);
    const states = (await linesOf(world, statementId)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['matched', 'new']);
  });

  it('is looked at again by nobody where the bank refused nothing', async () => {
    const { fileId } = await filedTogether(world, [5_00n, 7_00n]);
    await match(await readEntries(world, [await debitOf(fileId, 7_00n)]));
    await world.takeReport.execute(world.treasurer, {
      name: 'answer.xml',
      bytes: await statusReportOn(world, { paymentFileId: fileId, group: { status: 'ACSP' } }),
    });
    expect(await lookAgain()).toBe(0);
  });

  it('is booked once: a second one waits', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 6_00n]);
    const statementId = await readEntries(world, [
      await debitOf(fileId, 11_00n),
      await debitOf(fileId, 11_00n),
    ]);
    await match(statementId);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
    const states = (await linesOf(world, statementId)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['matched', 'new']);
  });

  it('settles nothing on another account, of a credit, or of what takes back', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 6_00n]);
    await match(await readEntries(world, [await debitOf(fileId, 11_00n)], ibans.second));
    await match(await readEntries(world, [await debitOf(fileId, -11_00n)]));
    await match(await readEntries(world, [{ ...(await debitOf(fileId, 11_00n)), reversal: true }]));
    expect(await statesOf(ids)).toEqual(['submitted', 'submitted']);
  });

  it('is known by an end-to-end id that is the file’s, where a bank tells no batch', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 6_25n]);
    await match(
      await readEntries(world, [
        { amountMinor: -11_25n, endToEndId: await nameAtBank(world, fileId) },
      ]),
    );
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
  });

  it('that names two files is neither’s: a person says which', async () => {
    const files = [await filedTogether(world, [7_50n]), await filedTogether(world, [7_50n])];
    const [one = '', two = ''] = await Promise.all(
      files.map(({ fileId }) => nameAtBank(world, fileId)),
    );
    const batch = { paymentInformationId: one, messageId: two };
    const statementId = await readEntries(world, [{ amountMinor: -7_50n, batch }]);
    await match(statementId);
    expect(await statesOf(files.flatMap(({ ids }) => ids))).toEqual(['submitted', 'submitted']);
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
    // Waiting, it is not offered to those who guess.
    expect(await warningsOf(statementId)).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/it names 2 payment files/) as string,
      }),
    ]);
  });

  it('of nothing is none of it', async () => {
    const { fileId, ids } = await filedTogether(world, [7_75n]);
    const statementId = await readEntries(world, [await debitOf(fileId, 7_74n)]);
    const [{ id } = { id: '' }] = await linesOf(world, statementId);
    const claim = await world.unitOfWork.run(world.system, async (tx) => {
      const line = await world.lines.lockOne(tx, id);
      return world.debits.claim(tx, { ...line, amountMinor: 0n });
    });
    expect(claim).toBeNull();
    expect(await statesOf(ids)).toEqual(['submitted']);
  });

  it('that names a file which was never written is none of it, without a word', async () => {
    const payout = await released(world, world.onFile, 8_00n);
    const fileId = (await payoutRow(world, payout.id)).payment_file_id ?? '';
    const statementId = await readEntries(world, [await debitOf(fileId, 8_00n)]);
    await match(statementId);
    expect(await statesOf([payout.id])).toEqual(['reserved']);
    expect(await warningsOf(statementId)).toEqual([]);
  });

  it('leaves each payout to come back by itself', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 6_50n]);
    await match(await readEntries(world, [await debitOf(fileId, 11_50n)]));
    const [, second = ''] = ids;
    await match(
      await readEntries(world, [
        { amountMinor: 6_50n, on: '2026-01-22', endToEndId: await nameAtBank(world, second) },
      ]),
    );
    expect(await statesOf(ids)).toEqual(['settled', 'returned']);
  });
});
