import { addDays, dayOf, newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ibans,
  linesOf,
  person,
  read,
  readEntries,
} from '../../../banking/src/testing/banking-world.js';
import { camtFile } from '../../../banking/src/testing/camt.js';
import { payoutsInvariants } from '../payouts.invariants.js';
import {
  createPayoutsWorld,
  filedTogether,
  fund,
  nameAtBank,
  payoutRow,
  requestPayout,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const today = () => dayOf(world.clock.now(), 'UTC');

/** A line of a statement that the matchers went over. */
async function line(
  amountMinor: bigint,
  endToEndId?: string,
  iban?: string,
  on = today(),
): Promise<string> {
  const text = `Line ${newId()}`;
  const entry = { amountMinor, text, on, ...(endToEndId === undefined ? {} : { endToEndId }) };
  const statementId = await readEntries(world, [entry], iban);
  await world.matchLines.execute(world.system, { statementId });
  return (await linesOf(world, statementId))[0]?.id ?? '';
}

/** A payout of 22.22 that the bank carried out. */
async function settled(amountMinor = 22_22n): Promise<string> {
  const [id = ''] = (await filedTogether(world, [amountMinor])).ids;
  await line(-amountMinor, await nameAtBank(world, id));
  expect(await stateOf(id)).toBe('settled');
  return id;
}

const because = 'the branch said so';
/** As who reads both: what is missing is the bank's. */
async function assign(lineId: string, payoutId: string, by = world.treasurer): Promise<string> {
  const [{ fee } = { fee: null }] = await world.asOwner<{ fee: string | null }>(
    `select greatest(p.amount_minor - l.amount_minor, 0)::text as fee
     from payments.payouts p, payments.bank_lines l where p.id = $1 and l.id = $2`,
    [payoutId, lineId],
  );
  return assignAsSaid(lineId, payoutId, { feeMinor: BigInt(fee ?? 0), by });
}
const assignAsSaid = (
  lineId: string,
  payoutId: string,
  { feeMinor = null, by = world.treasurer }: { feeMinor?: bigint | null; by?: Actor } = {},
) => world.assignToPayoutReturn.execute(by, { lineId, payoutId, feeMinor, because });
const stateOf = async (id: string) => (await payoutRow(world, id)).state;
const lineRow = async (id: string) => {
  const [row] = await world.asOwner('select * from payments.bank_lines where id = $1', [id]);
  return row;
};

/** What the books have of accounts, by their codes; the fees of a bank begin with none. */
async function balances(): Promise<Readonly<Record<'bank' | 'payables' | 'fees', bigint>>> {
  const rows = await world.asOwner<{ code: string; sum: string }>(
    `select case a.id when $1 then 'bank' else a.code end as code, sum(g.amount_minor)::text as sum
     from ledger.postings g join ledger.accounts a on a.id = g.account_id
     where a.cooperative_id = $2 group by 1`,
    [world.onFile.ledgerAccountId, world.cooperativeId],
  );
  const of = (code: string) => BigInt(rows.find((row) => row.code === code)?.sum ?? 0n);
  return { bank: of('bank'), payables: of('payables'), fees: of('bank-fees') };
}

/** By how much the books moved meanwhile. */
async function moved(body: () => Promise<unknown>) {
  const before = await balances();
  await body();
  const after = await balances();
  return {
    bank: after.bank - before.bank,
    payables: after.payables - before.payables,
    fees: after.fees - before.fees,
  };
}

const returnsOf = (payoutId: string) =>
  world.asOwner<{ data: Record<string, unknown> }>(
    `select data from platform.facts
     where type = 'payments.PayoutReturned' and data->>'payoutId' = $1`,
    [payoutId],
  );

describe('a treasurer says which payout a line brings back', () => {
  it('of which it is all, without its id: what the matcher would have booked', async () => {
    const id = await settled();
    const lineId = await line(22_22n);
    expect(await lineRow(lineId)).toMatchObject({ state: 'new' });
    let transactionId = '';
    const change = await moved(async () => {
      transactionId = await assign(lineId, id);
    });
    expect(change).toEqual({ bank: 22_22n, payables: -22_22n, fees: 0n });
    expect(await payoutRow(world, id)).toMatchObject({
      state: 'returned',
      failure_code: 'RETURNED',
    });
    expect(await lineRow(lineId)).toMatchObject({
      state: 'matched',
      matched_kind: 'payout',
      matched_id: id,
      matched_because: because,
      transaction_id: transactionId,
    });
    expect(await returnsOf(id)).toMatchObject([{ data: { transactionId, amountMinor: '2222' } }]);
  });

  it('of which the bank kept a fee, with the id: all of it is owed again', async () => {
    const id = await settled();
    const lineId = await line(20_72n, await nameAtBank(world, id));
    expect(await lineRow(lineId)).toMatchObject({ state: 'new' });
    let transactionId = '';
    const change = await moved(async () => {
      transactionId = await assign(lineId, id);
    });
    expect(change).toEqual({ bank: 20_72n, payables: -22_22n, fees: 1_50n });
    const postings = await world.asOwner<{ amount: string }>(
      `select amount_minor::text as amount from ledger.postings where transaction_id = $1
       order by position`,
      [transactionId],
    );
    expect(postings.map(({ amount }) => amount)).toEqual(['2072', '-2222', '150']);
    expect(await stateOf(id)).toBe('returned');
    const [obligation] = await world.asOwner<{ id: string }>(
      'select obligation_id as id from payments.payouts where id = $1',
      [id],
    );
    const again = await requestPayout(world, person(world.cooperativeId), 22_22n, {
      obligationId: obligation?.id ?? '',
    });
    expect(again.id).not.toBe(id);
  });

  it('down to a cent, and also of a statement that does not add up', async () => {
    const id = await settled();
    const entries = [{ amountMinor: 1n, text: 'Rest', on: today() }];
    const unsound = { id: `U-${newId()}`, iban: ibans.main, closingMinor: 7n, entries };
    const { statementIds } = await read(world, camtFile(unsound));
    const [flagged] = await linesOf(world, statementIds[0] ?? '');
    expect(flagged?.state).toBe('flagged');
    const change = await moved(() => assign(flagged?.id ?? '', id));
    expect(change).toEqual({ bank: 1n, payables: -22_22n, fees: 22_21n });
  });

  it.each([null, 1_49n, 1_51n, 0n, -1_50n])(
    'not when it is not the rest that the bank kept, of %s',
    async (feeMinor) => {
      const [id, lineId] = [await settled(), await line(20_72n)];
      await expect(assignAsSaid(lineId, id, { feeMinor })).rejects.toMatchObject({
        code: 'PAYOUT_RETURN_NOT_FITTING',
        path: ['feeMinor'],
        details: { data: { differenceMinor: '-150' } },
      });
      expect(await stateOf(id)).toBe('settled');
    },
  );

  it('not by a line that is older than its release', async () => {
    const id = await settled();
    const before = await line(22_22n, undefined, undefined, addDays(today(), -1));
    await expect(assignAsSaid(before, id)).rejects.toMatchObject({
      code: 'PAYOUT_RETURN_NOT_FITTING',
      path: ['payoutId'],
    });
    expect(await stateOf(id)).toBe('settled');
  });

  it('of several that the bank had debited together: that one alone', async () => {
    const { ids } = await filedTogether(world, [5_00n, 7_00n]);
    const together = await line(-12_00n);
    await world.assignToPayouts.execute(world.treasurer, {
      lineId: together,
      payoutIds: ids,
      because,
    });
    const change = await moved(async () => assign(await line(6_50n), ids[1] ?? ''));
    expect(change).toEqual({ bank: 6_50n, payables: -7_00n, fees: 50n });
    expect(await Promise.all(ids.map(stateOf))).toEqual(['settled', 'returned']);
  });

  it('once, however often: the same again is the same, another is refused', async () => {
    const [id, other] = [await settled(), await settled()];
    const lineId = await line(20_72n);
    const first = await assign(lineId, id);
    const change = await moved(async () => expect(await assign(lineId, id)).toBe(first));
    expect(change).toEqual({ bank: 0n, payables: 0n, fees: 0n });
    await expect(assign(lineId, other)).rejects.toMatchObject({ code: 'BANK_LINE_MATCHED' });
    await expect(assign(await line(20_72n), id)).rejects.toMatchObject({
      code: 'PAYOUT_STATE',
      path: ['payoutId'],
    });
    expect(await returnsOf(id)).toHaveLength(1);
    expect(await stateOf(other)).toBe('settled');
  });

  it('at the same time as another treasurer: one return', async () => {
    const id = await settled();
    const lineId = await line(20_72n);
    const two = [world.treasurer, person(world.cooperativeId, ['treasurer'])];
    const change = await moved(async () => {
      const answers = await Promise.all(two.map((by) => assign(lineId, id, by)));
      expect(new Set(answers).size).toBe(1);
    });
    expect(change).toEqual({ bank: 20_72n, payables: -22_22n, fees: 1_50n });
    const contested = await settled();
    const lines = [await line(22_22n), await line(22_22n)];
    const ended = await Promise.allSettled(lines.map((one) => assign(one, contested)));
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await returnsOf(contested)).toHaveLength(1);
  });

  it('and not when it brings more, of another account, or when it is a debit', async () => {
    const id = await settled();
    const refused = async (lineId: string, code: string, details: object) => {
      await expect(assign(lineId, id)).rejects.toMatchObject({ code, details });
      expect(await lineRow(lineId)).toMatchObject({ state: 'new', transaction_id: null });
    };
    const change = await moved(async () => {
      await refused(await line(22_23n), 'PAYOUT_RETURN_NOT_FITTING', {
        path: ['payoutId'],
        data: { differenceMinor: '1' },
      });
      await refused(await line(-22_22n), 'PAYOUT_RETURN_NOT_FITTING', { path: ['lineId'] });
      await refused(await line(22_22n, undefined, ibans.second), 'PAYOUT_ELSEWHERE', {
        path: ['payoutId'],
      });
    });
    expect(change).toEqual({ bank: 0n, payables: 0n, fees: 0n });
    expect(await stateOf(id)).toBe('settled');
  });

  it('and not of one that is not settled, is not there, or by who is no treasurer', async () => {
    const lineId = await line(20_72n);
    const [submitted = ''] = (await filedTogether(world, [22_22n])).ids;
    const approved = await requestPayout(world, person(world.cooperativeId), 22_22n);
    for (const id of [submitted, approved.id]) {
      await expect(assign(lineId, id)).rejects.toMatchObject({
        code: 'PAYOUT_STATE',
        path: ['payoutId'],
      });
    }
    await expect(assign(lineId, newId())).rejects.toMatchObject({
      code: 'PAYOUT_NOT_FOUND',
      path: ['payoutId'],
    });
    await expect(assign(newId(), submitted)).rejects.toMatchObject({
      code: 'BANK_LINE_NOT_FOUND',
    });
    const id = await settled();
    const stranger = person(newId(), ['treasurer']);
    await expect(assign(lineId, id, stranger)).rejects.toMatchObject({
      code: 'BANK_LINE_NOT_FOUND',
    });
    const member = person(world.cooperativeId);
    await expect(assign(lineId, id, member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await stateOf(id)).toBe('settled');
  });

  it('and is undone: it is settled as before, and comes back by another line', async () => {
    const id = await settled();
    const lineId = await line(20_72n);
    await assign(lineId, id);
    const undo = () => world.undoMatch.execute(world.treasurer, { lineId, because: 'it was not' });
    expect(await moved(undo)).toEqual({ bank: -20_72n, payables: 22_22n, fees: -1_50n });
    expect(await payoutRow(world, id)).toMatchObject({ state: 'settled', failure_code: null });
    expect(await lineRow(lineId)).toMatchObject({ state: 'new' });
    await assign(lineId, id);
    await undo();
    await line(22_22n, await nameAtBank(world, id));
    expect(await stateOf(id)).toBe('returned');
  });

  it('and stays where it is asked for again', async () => {
    const id = await settled();
    const lineId = await line(22_22n);
    await assign(lineId, id);
    const [row] = await world.asOwner<{ of: string }>(
      'select obligation_id as of from payments.payouts where id = $1',
      [id],
    );
    const again = { obligationId: row?.of ?? '' };
    await requestPayout(world, person(world.cooperativeId), 22_22n, again);
    const undo = world.undoMatch.execute(world.treasurer, { lineId, because: 'it was not' });
    await expect(undo).rejects.toMatchObject({ code: 'PAYOUT_ASKED_AGAIN', path: ['lineId'] });
    expect(await stateOf(id)).toBe('returned');
  });

  it('and the laws of money that moves hold', async () => {
    const id = await settled();
    await assign(await line(20_72n), id);
    for (const { name, sql } of payoutsInvariants) {
      expect([name, await world.asOwner(sql)]).toEqual([name, []]);
    }
  });
});
