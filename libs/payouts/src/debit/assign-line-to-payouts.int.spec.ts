import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ibans,
  linesOf,
  person,
  read,
  readEntries,
} from '../../../banking/src/testing/banking-world.js';
import { camtFile } from '../../../banking/src/testing/camt.js';
import {
  createPayoutsWorld,
  filedTogether,
  fund,
  paidTimes,
  payoutRow,
  released,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
  await fund(world, world.onProvider.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

/** A debit that names nothing of ours. */
async function debit(amountMinor: bigint): Promise<string> {
  const text = `Sammelueberweisung ${newId()}`;
  const statementId = await readEntries(world, [{ amountMinor: -amountMinor, text }]);
  await world.matchLines.execute(world.system, { statementId });
  const [line] = await linesOf(world, statementId);
  expect(line?.state).toBe('new');
  return line?.id ?? '';
}
const assign = (lineId: string, payoutIds: readonly string[], by = world.treasurer) =>
  world.assignToPayouts.execute(by, { lineId, payoutIds, because: 'the file of Tuesday' });
const statesOf = async (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await payoutRow(world, id)).state));
const lineRow = async (id: string) => {
  const [row] = await world.asOwner('select * from payments.bank_lines where id = $1', [id]);
  return row;
};

describe('a treasurer says which payouts a line is', () => {
  it('and all are settled at once, by one transaction', async () => {
    const { fileId, ids } = await filedTogether(world, [5_01n, 7_02n]);
    const lineId = await debit(12_03n);
    const transactionId = await assign(lineId, ids);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
    for (const id of ids) {
      expect((await payoutRow(world, id)).transaction_id).toBe(transactionId);
      expect(await paidTimes(world, id)).toMatchObject({ held: 0 });
    }
    expect(await lineRow(lineId)).toMatchObject({
      state: 'matched',
      matched_kind: 'payment-file',
      matched_id: fileId,
      matched_because: 'the file of Tuesday',
      transaction_id: transactionId,
    });
  });

  it('of several files, or one payout of one', async () => {
    const [one, other] = [
      await filedTogether(world, [1_00n, 2_00n]),
      await filedTogether(world, [4_00n]),
    ];
    await assign(await debit(5_00n), [one.ids[0] ?? '', ...other.ids]);
    await assign(await debit(2_00n), one.ids.slice(1));
    expect(await statesOf([...one.ids, ...other.ids])).toEqual(['settled', 'settled', 'settled']);
  });

  it('also of a statement that does not add up, which no matcher books', async () => {
    const { ids } = await filedTogether(world, [5_00n, 3_00n]);
    const entries = [{ amountMinor: -8_00n, text: 'Sammler' }];
    const unsound = { id: `U-${newId()}`, iban: ibans.main, closingMinor: 1n, entries };
    const { statementIds } = await read(world, camtFile(unsound));
    const [line] = await linesOf(world, statementIds[0] ?? '');
    expect(line?.state).toBe('flagged');
    await assign(line?.id ?? '', ids);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
  });

  it('once, however often: the same again is the same, another is refused', async () => {
    const { ids } = await filedTogether(world, [5_00n, 6_00n]);
    const lineId = await debit(11_00n);
    const first = await assign(lineId, ids);
    expect(await assign(lineId, ids.toReversed())).toBe(first);
    const { ids: others } = await filedTogether(world, [11_00n]);
    await expect(assign(lineId, others)).rejects.toMatchObject({ code: 'BANK_LINE_MATCHED' });
    await expect(assign(lineId, ids.slice(1))).rejects.toMatchObject({ code: 'BANK_LINE_MATCHED' });
    await expect(assign(await debit(11_00n), ids)).rejects.toMatchObject({ code: 'PAYOUT_STATE' });
  });

  it('at the same time as another treasurer: one transaction', async () => {
    const { ids } = await filedTogether(world, [5_00n, 8_00n]);
    const lineId = await debit(13_00n);
    const two = [world.treasurer, person(world.cooperativeId, ['treasurer'])];
    const answers = await Promise.all(two.map((by) => assign(lineId, ids, by)));
    expect(new Set(answers).size).toBe(1);
    const lines = [await debit(5_00n), await debit(5_00n)];
    const { ids: contested } = await filedTogether(world, [2_00n, 3_00n]);
    const ended = await Promise.allSettled(lines.map((id) => assign(id, contested)));
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await statesOf(contested)).toEqual(['settled', 'settled']);
  });

  it.each([1n, -1n])('and not when the sum is off by %d', async (by) => {
    const { ids } = await filedTogether(world, [5_00n, 6_00n]);
    const lineId = await debit(11_00n + by);
    await expect(assign(lineId, ids)).rejects.toMatchObject({
      code: 'DEBIT_DIFFERS',
      details: { path: ['payoutIds'], data: { differenceMinor: by.toString() } },
    });
    expect(await statesOf(ids)).toEqual(['submitted', 'submitted']);
    expect(await lineRow(lineId)).toMatchObject({ state: 'new' });
  });

  it('and not of another account, of money that came in, or of nothing', async () => {
    const { ids } = await filedTogether(world, [5_00n]);
    const elsewhere = await released(world, world.onProvider, 6_00n);
    world.provider.failNext('slow');
    await world.submit.execute(world.system, { payoutId: elsewhere.id });
    const lineId = await debit(5_00n);
    const refused = (payoutIds: readonly string[], code: string) =>
      expect(assign(lineId, payoutIds)).rejects.toMatchObject({ code });
    await refused([], 'INVALID_INPUT');
    await refused([newId()], 'PAYOUT_NOT_FOUND');
    await expect(assign(await debit(6_00n), [elsewhere.id])).rejects.toMatchObject({
      code: 'PAYOUT_ELSEWHERE',
      path: ['payoutIds'],
    });
    await expect(assign(await debit(-5_00n), ids)).rejects.toMatchObject({ code: 'DEBIT_DIFFERS' });
    await expect(assign(newId(), ids)).rejects.toMatchObject({ code: 'BANK_LINE_NOT_FOUND' });
    const member = person(world.cooperativeId);
    await expect(assign(lineId, ids, member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await statesOf(ids)).toEqual(['submitted']);
  });

  it('and is undone: all are on their way again, and another line settles them', async () => {
    const { ids } = await filedTogether(world, [5_00n, 9_00n]);
    const lineId = await debit(14_00n);
    const transactionId = await assign(lineId, ids);
    const undo = () => world.undoMatch.execute(world.treasurer, { lineId, because: 'it was not' });
    const undone = await Promise.allSettled([undo(), undo()]);
    expect(undone.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await statesOf(ids)).toEqual(['submitted', 'submitted']);
    expect(await lineRow(lineId)).toMatchObject({ state: 'new', transaction_id: null });
    for (const id of ids) {
      expect(await payoutRow(world, id)).toMatchObject({ transaction_id: null });
      expect(await paidTimes(world, id)).toMatchObject({ held: 1 });
    }
    const reversals = await world.asOwner(
      'select 1 from ledger.transactions where reverses_id = $1',
      [transactionId],
    );
    expect(reversals).toHaveLength(1);
    await assign(lineId, ids);
    await undo();
    await assign(await debit(14_00n), ids);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
    for (const id of ids) expect(await paidTimes(world, id)).toMatchObject({ held: 0 });
  });
});
