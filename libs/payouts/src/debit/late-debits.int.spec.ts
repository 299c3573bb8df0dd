import { ledgerInvariants } from '@rochdale/ledger';
import { dayOf, newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { linesOf, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import { payoutStore } from '../payout/payout.store.js';
import { payoutsUnderWay } from '../payee/payouts-under-way.js';
import { payoutsInvariants } from '../payouts.invariants.js';
import {
  createPayoutsWorld,
  filedTogether,
  fund,
  nameAtBank,
  paidTimes,
  payee,
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

const match = (statementId: string) => world.matchLines.execute(world.system, { statementId });
const stateOf = async (id: string) => (await payoutRow(world, id)).state;
const statesOf = (ids: readonly string[]) => Promise.all(ids.map(stateOf));
const refuse = async (fileId: string, payoutId: string) =>
  world.takeReport.execute(world.treasurer, {
    name: 'answer.xml',
    bytes: await statusReportOn(world, {
      paymentFileId: fileId,
      messageId: newId(),
      transfers: [{ payoutId, status: 'RJCT', reason: 'AC04' }],
    }),
  });
async function withdraw(paymentFileId: string) {
  await world.askWithdrawal.execute(world.treasurer, { paymentFileId, reason: 'in the drawer' });
  const by = person(world.cooperativeId, ['administrator']);
  await world.withdrawFile.execute(by, { paymentFileId });
}
const debitOf = async (fileId: string, amountMinor: bigint, where = world) => ({
  amountMinor: -amountMinor,
  batch: {
    paymentInformationId: await nameAtBank(where, fileId),
    messageId: await nameAtBank(where, fileId),
  },
});
const told = async (fileId: string, amountMinor: bigint) =>
  readEntries(world, [await debitOf(fileId, amountMinor)]);
const backOf = async (payoutId: string, amountMinor: bigint) =>
  readEntries(world, [
    { amountMinor, endToEndId: await nameAtBank(world, payoutId), on: '2026-01-28' },
  ]);
const lineOf = async (statementId: string) => (await linesOf(world, statementId))[0];
const obligationOf = async (payoutId: string) => {
  const [row] = await world.asOwner<{ id: string }>(
    'select obligation_id as id from payments.payouts where id = $1',
    [payoutId],
  );
  return row?.id ?? '';
};
const askAgain = async (payoutId: string, amountMinor: bigint) =>
  requestPayout(world, person(world.cooperativeId), amountMinor, {
    obligationId: await obligationOf(payoutId),
  });
const assign = (lineId: string, payoutIds: readonly string[]) =>
  world.assignToPayouts.execute(world.treasurer, { lineId, payoutIds, because: 'the file' });
/** What a line moved, by account; null while it is not in the books. */
async function movedBy(statementId: string) {
  const { transaction_id: id } = (await lineOf(statementId)) ?? {};
  return world.asOwner<{ account: string; amount: string }>(
    `select case a.kind when 'asset' then 'bank' else a.code end as account,
       sum(p.amount_minor)::text as amount
     from ledger.postings p join ledger.accounts a on a.id = p.account_id
     where p.transaction_id = $1 group by 1 order by 1`,
    [id],
  );
}
const factsOf = async (payoutId: string) => {
  const rows = await world.asOwner<{ type: string }>(
    'select type from platform.facts where subject_id = $1 order by position',
    [payoutId],
  );
  return rows.map(({ type }) => type.replace('payments.Payout', ''));
};
async function expectLawful() {
  for (const { name, sql } of [...payoutsInvariants, ...ledgerInvariants]) {
    expect([name, await world.asOwner(sql)]).toEqual([name, []]);
  }
}

describe('a bank that refused a payout and debits its whole file all the same', () => {
  it('settles it after all; the credit that gives it back owes it again', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_00n]);
    const [refused = '', other = ''] = ids;
    await refuse(fileId, refused);
    const statementId = await told(fileId, 12_00n);
    await Promise.all([match(statementId), match(statementId)]);
    await match(statementId);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
    expect(await lineOf(statementId)).toMatchObject({
      state: 'matched',
      matched_kind: 'payment-file',
      matched_id: fileId,
    });
    expect(await movedBy(statementId)).toEqual([
      { account: 'bank', amount: '-1200' },
      { account: 'payables', amount: '1200' },
    ]);
    expect(await payoutRow(world, refused)).toMatchObject({ failure_code: 'BANK_AC04' });
    expect(await paidTimes(world, other)).toMatchObject({ held: 0 });
    await expectLawful();

    const back = await backOf(refused, 5_00n);
    await match(back);
    await match(back);
    expect(await statesOf(ids)).toEqual(['returned', 'settled']);
    expect(await payoutRow(world, refused)).toMatchObject({ failure_code: 'BANK_AC04' });
    expect(await factsOf(refused)).toEqual([
      'Requested',
      'Released',
      'Submitted',
      'Rejected',
      'RefusalExplained',
      'Settled',
      'Returned',
      'CameBack',
    ]);
    expect((await askAgain(refused, 5_00n)).id).not.toBe(refused);
    await expectLawful();
  });

  it('is one of a single transfer, known by the id of either', async () => {
    for (const name of ['payout', 'file'] as const) {
      const { fileId, ids } = await filedTogether(world, [5_25n]);
      const [id = ''] = ids;
      await refuse(fileId, id);
      const endToEndId = await nameAtBank(world, name === 'file' ? fileId : id);
      await match(await readEntries(world, [{ ...(await debitOf(fileId, 5_25n)), endToEndId }]));
      expect(await statesOf(ids)).toEqual(['settled']);
    }
  });

  it('under the id of one settles no other of its amount, nor others of their sum', async () => {
    for (const amounts of [
      [5_35n, 5_35n],
      [5_45n, 2_00n, 3_45n],
    ]) {
      const { fileId, ids } = await filedTogether(world, amounts);
      const [id = '', ...others] = ids;
      await refuse(fileId, id);
      const endToEndId = await nameAtBank(world, id);
      const line = { ...(await debitOf(fileId, amounts[0] ?? 0n)), endToEndId };
      const statementId = await readEntries(world, [line]);
      await match(statementId);
      expect(await statesOf(ids)).toEqual(['rejected', ...others.map(() => 'submitted')]);
      expect(await lineOf(statementId)).toMatchObject({ state: 'new' });
      await assign((await lineOf(statementId))?.id ?? '', [id]);
      expect(await statesOf(ids)).toEqual(['settled', ...others.map(() => 'submitted')]);
    }
    await expectLawful();
  });

  it('is the same of a file that was withdrawn by two', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_10n]);
    await withdraw(fileId);
    expect(await statesOf(ids)).toEqual(['rejected', 'rejected']);
    const statementId = await told(fileId, 12_10n);
    await match(statementId);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
    await match(await backOf(ids[1] ?? '', 7_10n));
    expect(await statesOf(ids)).toEqual(['settled', 'returned']);
    await expectLawful();
  });

  it('is booked whole or not at all when the process dies, on whichever line', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_20n]);
    await refuse(fileId, ids[0] ?? '');
    const statementId = await told(fileId, 12_20n);
    const deaths = await dyingOnEachLine(
      () => match(statementId),
      async () => expect(await statesOf(ids)).toEqual(['rejected', 'submitted']),
    );
    expect(deaths).toBeGreaterThan(6);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
    const back = await backOf(ids[0] ?? '', 5_00n);
    await dyingOnEachLine(
      () => match(back),
      async () => expect(await statesOf(ids)).toEqual(['settled', 'settled']),
    );
    expect(await statesOf(ids)).toEqual(['returned', 'settled']);
    await expectLawful();
  });

  it('says so by a treasurer’s word as well, where it names nothing', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_30n]);
    await refuse(fileId, ids[0] ?? '');
    const statementId = await readEntries(world, [{ amountMinor: -12_30n, text: 'Sammler' }]);
    const lineId = (await lineOf(statementId))?.id ?? '';
    const answers = await Promise.all([assign(lineId, ids), assign(lineId, ids)]);
    expect(new Set(answers).size).toBe(1);
    expect(await assign(lineId, ids)).toBe(answers[0]);
    expect(await statesOf(ids)).toEqual(['settled', 'settled']);
  });

  it('has taken what is gone, also below the floor of its account', async () => {
    const poor = await createPayoutsWorld();
    try {
      await fund(poor, poor.onFile.ledgerAccountId, 12_00n);
      const { fileId, ids } = await filedTogether(poor, [5_00n, 7_00n]);
      const bytes = await statusReportOn(poor, {
        paymentFileId: fileId,
        transfers: [{ payoutId: ids[0] ?? '', status: 'RJCT' }],
      });
      await poor.takeReport.execute(poor.treasurer, { name: 'a.xml', bytes });
      await released(poor, poor.onFile, 4_00n);
      const statementId = await readEntries(poor, [await debitOf(fileId, 12_00n, poor)]);
      await poor.matchLines.execute(poor.system, { statementId });
      const rows = await poor.asOwner<{ held: string; below: string }>(
        `select held_minor::text as held, below_floor_minor::text as below from ledger.accounts
         where id = $1`,
        [poor.onFile.ledgerAccountId],
      );
      expect(rows).toEqual([{ held: '400', below: '400' }]);
      for (const { name, sql } of ledgerInvariants) {
        expect([name, await poor.asOwner(sql)]).toEqual([name, []]);
      }
    } finally {
      await poor.close();
    }
  });
});

describe('where it was asked for again meanwhile', () => {
  async function askedAgain(amounts: readonly [bigint, bigint]) {
    const { fileId, ids } = await filedTogether(world, amounts);
    const [refused = '', other = ''] = ids;
    await refuse(fileId, refused);
    const again = await askAgain(refused, amounts[0]);
    const statementId = await told(fileId, amounts[0] + amounts[1]);
    await match(statementId);
    await match(statementId);
    const lineId = (await lineOf(statementId))?.id ?? '';
    return { fileId, refused, other, again, statementId, lineId };
  }
  const claimed = async () => {
    const [row] = await world.asOwner<{ sum: string }>(
      `select coalesce(sum(p.amount_minor), 0)::text as sum from ledger.postings p
       join ledger.accounts a on a.id = p.account_id
       where a.code = 'payout-claims' and a.cooperative_id = $1`,
      [world.cooperativeId],
    );
    return BigInt(row?.sum ?? 0n);
  };

  /** What keeps its payee from being erased. */
  const affairOf = async (id: string) => {
    const [row] = await world.asOwner<{ payee: string }>(
      'select payee_id as payee from payments.payouts where id = $1',
      [id],
    );
    const payeeId = row?.payee ?? '';
    const affairs = await world.unitOfWork.read(world.system, (tx) =>
      payoutsUnderWay(tx, [payeeId]),
    );
    return affairs.get(payeeId)?.code;
  };

  it('the debit waits, and its file says that something may be paid twice', async () => {
    const { refused, other, statementId } = await askedAgain([5_00n, 7_40n]);
    expect(await statesOf([refused, other])).toEqual(['rejected', 'submitted']);
    expect(await lineOf(statementId)).toMatchObject({ state: 'new' });
    const [file] = await world.asOwner<{ warnings: { code: string; message: string }[] }>(
      `select f.warnings from payments.statement_files f
         join payments.bank_statements s on s.file_id = f.id where s.id = $1`,
      [statementId],
    );
    const messages = file?.warnings.flatMap(({ code, message }) =>
      code === 'line-not-booked' ? [message] : [],
    );
    expect(messages).toEqual([expect.stringMatching(/debits one payout .* may be paid twice/)]);
  });

  it('a treasurer books it: what left is claimed back, and its credit ends the claim', async () => {
    const { refused, other, again, lineId, statementId } = await askedAgain([5_00n, 7_50n]);
    const before = await claimed();
    await assign(lineId, [refused, other]);
    expect(await statesOf([refused, other, again.id])).toEqual(['rejected', 'settled', 'approved']);
    expect((await claimed()) - before).toBe(5_00n);
    expect(await movedBy(statementId)).toContainEqual({ account: 'payables', amount: '750' });
    expect(await factsOf(refused)).toContain('Claimed');
    expect(await paidTimes(world, other)).toMatchObject({ held: 0 });
    expect(await affairOf(refused)).toBe('PAYOUT_CLAIMED');
    await expectLawful();

    const back = await backOf(refused, 5_00n);
    await Promise.all([match(back), match(back)]);
    expect(await stateOf(refused)).toBe('returned');
    expect((await claimed()) - before).toBe(0n);
    expect(await affairOf(refused)).toBeUndefined();
    expect(await stateOf(again.id)).toBe('approved');
    await expectLawful();
  });

  it('the claim ends by a treasurer’s word, less what the bank kept', async () => {
    const { refused, other, again, lineId } = await askedAgain([5_00n, 7_60n]);
    const before = await claimed();
    await assign(lineId, [refused, other]);
    expect(await stateOf(again.id)).toBe('approved');
    const on = dayOf(world.clock.now(), 'UTC');
    const statementId = await readEntries(world, [{ amountMinor: 4_20n, text: 'Rueckgabe', on }]);
    const back = (await lineOf(statementId))?.id ?? '';
    const said = { lineId: back, payoutId: refused, because: 'given back' };
    const input = { ...said, feeMinor: 80n };
    const first = await world.assignToPayoutReturn.execute(world.treasurer, input);
    expect(await world.assignToPayoutReturn.execute(world.treasurer, input)).toBe(first);
    expect(await movedBy(statementId)).toContainEqual({ account: 'bank-fees', amount: '80' });
    expect((await claimed()) - before).toBe(0n);
    await expectLawful();
  });

  it('and came to nothing since, it is settled after all', async () => {
    const { refused, other, again, lineId } = await askedAgain([5_00n, 7_70n]);
    await world.cancel.execute(world.treasurer, { payoutId: again.id });
    await assign(lineId, [refused, other]);
    expect(await statesOf([refused, other])).toEqual(['settled', 'settled']);
    await expectLawful();
  });

  it('at the same moment, one of the two counts', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_80n]);
    const [refused = ''] = ids;
    await refuse(fileId, refused);
    const statementId = await told(fileId, 12_80n);
    await Promise.allSettled([match(statementId), askAgain(refused, 5_00n)]);
    const isSettled = (await stateOf(refused)) === 'settled';
    const open = await world.asOwner(
      `select id from payments.payouts where obligation_id = $1
         and state not in ('returned', 'rejected', 'cancelled')`,
      [await obligationOf(refused)],
    );
    expect(open).toHaveLength(1);
    expect(await lineOf(statementId)).toMatchObject({ state: isSettled ? 'matched' : 'new' });
    await expectLawful();
  });

  it('between the decision and the booking, it waits: no claim is booked unasked', async () => {
    const { fileId, ids } = await filedTogether(world, [5_00n, 7_85n]);
    const [refused = ''] = ids;
    await refuse(fileId, refused);
    const statementId = await told(fileId, 12_85n);
    const { askedAgain: find } = payoutStore;
    const again: string[] = [];
    const decision = vi.spyOn(payoutStore, 'askedAgain').mockImplementation(async (tx, ids) => {
      const found = await find(tx, ids);
      if (again.length === 0) again.push((await askAgain(refused, 5_00n)).id);
      return found;
    });
    await match(statementId).finally(() => decision.mockRestore());
    expect(await statesOf([...ids, ...again])).toEqual(['rejected', 'submitted', 'approved']);
    expect(await lineOf(statementId)).toMatchObject({ state: 'new' });
    expect(await factsOf(refused)).not.toContain('Claimed');
    await expectLawful();
    // Nothing of it is left half done: a treasurer's word books it as ever.
    await assign((await lineOf(statementId))?.id ?? '', ids);
    expect(await statesOf([...ids, ...again])).toEqual(['rejected', 'settled', 'approved']);
    await expectLawful();
  });

  it('so is what its room gives back as soon as a payout fails', async () => {
    const takes = { whyNot: async () => new Map<string, never>(), take: async () => undefined };
    world.givenBack.register('given-back', takes);
    const to = await payee(world);
    const payouts = [
      await requestPayout(world, to, 5_00n, { obligationKind: 'given-back' }),
      await requestPayout(world, to, 7_90n),
    ];
    const [{ paymentFileId } = { paymentFileId: null }] = await release(
      world,
      payouts,
      world.onFile,
    );
    const fileId = paymentFileId ?? '';
    await world.writeFile.execute(world.system, { paymentFileId: fileId });
    const ids = payouts.map(({ id }) => id);
    const [refused = ''] = ids;
    await refuse(fileId, refused);
    const statementId = await told(fileId, 12_90n);
    await match(statementId);
    expect(await lineOf(statementId)).toMatchObject({ state: 'new' });
    await assign((await lineOf(statementId))?.id ?? '', ids);
    expect(await statesOf(ids)).toEqual(['rejected', 'settled']);
  });
});

it('what no bank was told of is debited by none', async () => {
  const lost = await released(world, world.onFile, 3_33n);
  const fileId = (await payoutRow(world, lost.id)).payment_file_id ?? '';
  await world.giveUpFile.execute(world.system, { paymentFileId: fileId });
  const statementId = await readEntries(world, [{ amountMinor: -3_33n, text: 'Sammler' }]);
  const lineId = (await lineOf(statementId))?.id ?? '';
  await expect(assign(lineId, [lost.id])).rejects.toMatchObject({ code: 'PAYOUT_STATE' });
  expect(await stateOf(lost.id)).toBe('rejected');
});
