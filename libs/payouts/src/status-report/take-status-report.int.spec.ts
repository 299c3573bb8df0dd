import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  paidTimes,
  payee,
  payoutRow,
  release,
  requestPayout,
  statusReportOn,
} from '../testing/payouts-world.js';
import { PayoutQueries } from '../payout/payout.queries.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import type { MadeReport } from '../testing/status-reports.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const refused = { status: 'RJCT', reason: 'AC04' };
const take = async (made: MadeReport, by = world.treasurer) =>
  world.takeReport.execute(by, { name: 'answer.xml', bytes: await statusReportOn(world, made) });
const stateOf = async (id: string) => (await payoutRow(world, id)).state;

/** A file with so many payouts that the bank has, or could have. */
async function written(count = 2, to?: Awaited<ReturnType<typeof payee>>) {
  const by = to ?? (await payee(world));
  const asked = await Promise.all(
    Array.from({ length: count }, () => requestPayout(world, by, 12_00n)),
  );
  const payouts = await release(world, asked, world.onFile);
  const paymentFileId = payouts[0]?.paymentFileId ?? '';
  await world.writeFile.execute(world.system, { paymentFileId });
  return { paymentFileId, payouts };
}

/** The bank's statement shows the debit of a payout. Returns the state of its line. */
async function debit(payout: { id: string; amountMinor: bigint }) {
  const endToEndId = await nameAtBank(world, payout.id);
  const amountMinor = -payout.amountMinor;
  const statementId = await readEntries(world, [{ amountMinor, endToEndId, on: '2026-01-21' }]);
  await world.matchLines.execute(world.system, { statementId });
  const [line] = await linesOf(world, statementId);
  return line;
}

const factsOf = (paymentFileId: string) =>
  world.asOwner<{ type: string; data: Record<string, unknown> }>(
    'select type, data from platform.facts where subject_id = $1 order by position',
    [paymentFileId],
  );

describe('a bank’s answer to a payment file', () => {
  it('ends what it refuses: the hold is free, and what it was for is owed anew', async () => {
    world.offices.held.set('treasurer', [world.treasurer.memberId ?? '']);
    const { paymentFileId, payouts } = await written(3);
    const [first, second, third] = payouts.map(({ id }) => id);
    const { report, isNew } = await take({
      paymentFileId,
      group: { status: 'PART' },
      transfers: [{ payoutId: first ?? '', ...refused }],
    });
    expect(isNew).toBe(true);
    expect(report.words.map(({ effect }) => effect).toSorted()).toEqual([
      'refused',
      'waits',
      'waits',
    ]);
    expect(await payoutRow(world, first ?? '')).toMatchObject({
      state: 'rejected',
      failure_code: 'BANK_AC04',
    });
    expect(await paidTimes(world, first ?? '')).toMatchObject({ transactions: 0, held: 0 });
    for (const id of [second, third]) {
      expect(await stateOf(id ?? '')).toBe('submitted');
      expect(await paidTimes(world, id ?? '')).toMatchObject({ transactions: 0, held: 1 });
    }
    expect(await factsOf(paymentFileId)).toEqual([
      {
        type: 'payments.StatusReportTaken',
        data: {
          paymentFileId,
          statusReportId: report.id,
          refused: 1,
          debited: 0,
          doubtful: 0,
          reasons: ['AC04'],
          treasurerMemberIds: [world.treasurer.memberId],
        },
      },
    ]);
  });

  it('tells why to the payee and to clerks, and to others only that it was refused', async () => {
    const to = await payee(world);
    const { paymentFileId, payouts } = await written(1, to);
    const { id } = payouts[0]!;
    await take({ paymentFileId, transfers: [{ payoutId: id, status: 'RJCT', reason: 'MD07' }] });
    const queries = new PayoutQueries();
    const read = (by: Actor) =>
      world.unitOfWork.read(by, async (tx) => {
        const one = (await queries.byIds(tx, [id])).get(id);
        const listed = await queries.page(tx, { first: 100 }, { payeeId: to.memberId });
        const newest = await queries.newestOf(tx, 'expense', [one?.obligationId ?? '']);
        const all = [one, ...listed.rows, ...newest.values()];
        return all.map((row) => [row?.state, row?.failureCode]);
      });
    const told = ['rejected', 'BANK_MD07'];
    expect(await read(to)).toEqual([told, told, told]);
    expect(await read(world.treasurer)).toEqual([told, told, told]);
    const silent = ['rejected', null];
    expect(await read(person(world.cooperativeId))).toEqual([silent, silent, silent]);
  });

  it('is told with every reason in it, and what is none of the file’s as unclear', async () => {
    const { paymentFileId, payouts } = await written(3);
    const [one = '', two = '', three = ''] = payouts.map(({ id }) => id);
    await take({
      paymentFileId,
      transfers: [
        { payoutId: one, status: 'RJCT', reason: 'AC04' },
        { payoutId: two, status: 'RJCT', reason: 'AC01' },
        { payoutId: three, status: 'RJCT', reason: 'AM09', amount: '12.01' },
        { payoutId: newId(), status: 'RJCT', reason: 'AC06' },
      ],
    });
    expect(await factsOf(paymentFileId)).toMatchObject([{ data: { refused: 2, doubtful: 2 } }]);
    const [fact] = await factsOf(paymentFileId);
    expect(new Set(fact?.data['reasons'] as string[])).toEqual(new Set(['AC04', 'AC01']));
    expect(await stateOf(three)).toBe('submitted');
  });

  it('is kept with who brought it, under a name that is one line and no path', async () => {
    const { paymentFileId } = await written(1);
    const bytes = await statusReportOn(world, { paymentFileId, group: { status: 'ACTC' } });
    const name = `${'long'.repeat(40)}/answer\n\\of.xml`;
    const { report } = await world.takeReport.execute(world.treasurer, { name, bytes });
    expect(report.name).toHaveLength(120);
    expect(report.name).toMatch(/^[long]+_answer__of\.xml$/);
    expect(
      await world.asOwner(
        'select name, received_by_account_id as by from payments.status_reports where id = $1',
        [report.id],
      ),
    ).toEqual([{ name: report.name, by: world.treasurer.accountId }]);
  });

  it('refuses a whole file by its message, or by its batch', async () => {
    for (const whole of [{ group: refused }, { batch: refused }]) {
      const { paymentFileId, payouts } = await written();
      await take({ paymentFileId, ...whole });
      for (const { id } of payouts) expect(await stateOf(id)).toBe('rejected');
    }
  });

  it('is one answer however often it comes, and two at once are one', async () => {
    const { paymentFileId } = await written();
    const answers = await Promise.all([1, 2, 3].map(() => take({ paymentFileId, group: refused })));
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(answers.map(({ report }) => report.id)).size).toBe(1);
    expect(await factsOf(paymentFileId)).toHaveLength(1);
    // The same in other bytes, as when it is fetched again.
    const again = await take({ paymentFileId, group: refused, messageId: 'AGAIN' });
    expect(again.report.words.map(({ effect }) => effect)).toEqual(['known', 'known']);
  });

  it('never ends what the account shows as debited, whichever comes first', async () => {
    const { paymentFileId, payouts } = await written(1);
    const [payout] = payouts;
    expect(await debit(payout!)).toMatchObject({ state: 'matched' });
    const { report } = await take({ paymentFileId, group: refused });
    expect(report.words).toMatchObject([{ effect: 'debited' }]);
    expect(await stateOf(payout!.id)).toBe('settled');
    expect(await factsOf(paymentFileId)).toMatchObject([{ data: { refused: 0, debited: 1 } }]);

    const late = await written(1);
    await take({ paymentFileId: late.paymentFileId, group: refused });
    expect(await debit(late.payouts[0]!)).toMatchObject({ state: 'new', transaction_id: null });
    expect(await paidTimes(world, late.payouts[0]!.id)).toMatchObject({ transactions: 0, held: 0 });
  });

  it('and the statement at once: one of them counts, and the books are sound', async () => {
    const { paymentFileId, payouts } = await written(1);
    const [payout] = payouts;
    const [line, { report }] = await Promise.all([
      debit(payout!),
      take({ paymentFileId, group: refused }),
    ]);
    const isPaid = (await stateOf(payout!.id)) === 'settled';
    expect(line?.state).toBe(isPaid ? 'matched' : 'new');
    expect(report.words).toMatchObject([{ effect: isPaid ? 'debited' : 'refused' }]);
    const transactions = isPaid ? 1 : 0;
    expect(await paidTimes(world, payout!.id)).toMatchObject({ transactions, held: 0 });
  });

  it('does nothing by half when its process dies, on whichever line', async () => {
    const { paymentFileId, payouts } = await written();
    const deaths = await dyingOnEachLine(
      () => take({ paymentFileId, group: refused }),
      async () => {
        for (const { id } of payouts) expect(await stateOf(id)).toBe('submitted');
        expect(await factsOf(paymentFileId)).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(8);
    for (const { id } of payouts) {
      expect(await stateOf(id)).toBe('rejected');
      expect(await paidTimes(world, id)).toMatchObject({ transactions: 0, held: 0 });
    }
  });

  it('is refused with a code that says why, and by whom', async () => {
    const { paymentFileId } = await written(1);
    const unknown = { code: 'STATUS_REPORT_UNKNOWN', path: ['file'] };
    await expect(take({ paymentFileId: newId(), group: refused })).rejects.toMatchObject(unknown);
    const stranger = person(newId(), ['treasurer']);
    await expect(take({ paymentFileId, group: refused }, stranger)).rejects.toMatchObject(unknown);
    await expect(take({ paymentFileId, group: refused }, world.member)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const send = (bytes: Uint8Array) =>
      world.takeReport.execute(world.treasurer, { name: 'x', bytes });
    await expect(send(Buffer.from('<CstmrPmtStsRpt>'))).rejects.toMatchObject({
      code: 'STATUS_REPORT_NOT_READABLE',
      path: ['file'],
    });
    const empty = { code: 'FILE_EMPTY', path: ['file'] };
    await expect(send(Buffer.alloc(0))).rejects.toMatchObject(empty);
    await expect(send(Buffer.alloc(100_001))).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  it('answers no file that was not written: no bank can know it', async () => {
    const asked = await requestPayout(world, await payee(world), 3_00n);
    const [ordered] = await release(world, [asked], world.onFile);
    const paymentFileId = ordered?.paymentFileId ?? '';
    await expect(take({ paymentFileId, group: refused })).rejects.toMatchObject({
      code: 'STATUS_REPORT_UNKNOWN',
    });
  });

  it('stays as it came', async () => {
    const { paymentFileId } = await written(1);
    const { report } = await take({ paymentFileId, group: refused });
    await expect(
      world.asOwner(`update payments.status_reports set name = 'x' where id = $1`, [report.id]),
    ).rejects.toThrow(/stays said/);
  });
});

describe('what failed and is asked for again', () => {
  it('is still asked for by who asked first: whoever asks again may release it', async () => {
    world.offices.held.set('treasurer', [newId(), newId()]);
    await world.changeSettings.execute(world.system, {
      secondPersonReleases: true,
      coolingOffHours: 24,
    });
    const approver = person(world.cooperativeId, ['treasurer']);
    const obligationId = newId();
    const to = await payee(world);
    const asked = await requestPayout(world, to, 12_00n, { obligationId, by: approver });
    const [released] = await release(world, [asked], world.onFile);
    const paymentFileId = released?.paymentFileId ?? '';
    await world.writeFile.execute(world.system, { paymentFileId });
    await take({ paymentFileId, group: refused });
    const again = await requestPayout(world, to, 12_00n, { obligationId, by: world.treasurer });
    const second = { code: 'SECOND_PERSON_REQUIRED' };
    await expect(release(world, [again], world.onFile, approver)).rejects.toMatchObject(second);
    await release(world, [again], world.onFile);
    expect(await stateOf(again.id)).toBe('reserved');
    // Other terms are a decision of their own.
    const other = await requestPayout(world, to, 12_01n, {
      obligationId: newId(),
      by: world.treasurer,
    });
    await expect(release(world, [other], world.onFile)).rejects.toMatchObject(second);
    await world.changeSettings.execute(world.system, {
      secondPersonReleases: false,
      coolingOffHours: 24,
    });
  });
});
