import { ledgerInvariants } from '@rochdale/ledger';
import { newId } from '@rochdale/platform';
import type { Actor, Parameter, Statement, Tx } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, linesOf, readEntries } from '../../../banking/src/testing/banking-world.js';
import '../forget-payouts.js';
import { reopeningStore } from '../payout/reopening.store.js';
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
  roomOf,
  statusReportOn,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
  await fund(world, world.onProvider.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const rowOf = (id: string) => payoutRow(world, id);
const stateOf = async (id: string) => (await rowOf(id)).state;
const undo = (lineId: string) =>
  world.undoMatch.execute(world.treasurer, { lineId, because: 'it was another' });

/** A line that the matchers went over. */
async function told(amountMinor: bigint, endToEndId: string, iban?: string, on = '2026-01-20') {
  const statementId = await readEntries(world, [{ amountMinor, endToEndId, on }], iban);
  await world.matchLines.execute(world.system, { statementId });
  return (await linesOf(world, statementId))[0]?.id ?? '';
}

const factsOf = async (payoutId: string) => {
  const rows = await world.asOwner<{ type: string }>(
    'select type from platform.facts where subject_id = $1 order by position',
    [payoutId],
  );
  return rows.map(({ type }) => type.replace('payments.Payout', ''));
};

/** One that the bank refused and debited all the same. */
async function debitedLate(amountMinor: bigint) {
  const { fileId, ids } = await filedTogether(world, [amountMinor]);
  const [id = ''] = ids;
  const word = { payoutId: id, status: 'RJCT', reason: 'AC04' };
  await world.takeReport.execute(world.treasurer, {
    name: 'answer.xml',
    bytes: await statusReportOn(world, {
      paymentFileId: fileId,
      messageId: newId(),
      transfers: [word],
    }),
  });
  return { fileId, id };
}

describe('a line that was taken for a payout, and was not', () => {
  it('is undone: it is on its way again, with a hold, and its own line finds it', async () => {
    const [id = ''] = (await filedTogether(world, [8_00n])).ids;
    const lineId = await told(-8_00n, await nameAtBank(world, id));
    const first = (await rowOf(id)).transaction_id;
    const deaths = await dyingOnEachLine(
      () => undo(lineId),
      async () => expect(await stateOf(id)).toBe('settled'),
    );
    expect(deaths).toBeGreaterThan(6);
    expect(await rowOf(id)).toMatchObject({ state: 'submitted', transaction_id: null });
    expect(await paidTimes(world, id)).toMatchObject({ held: 1 });
    expect((await factsOf(id)).slice(-2)).toEqual(['Settled', 'Reopened']);
    await told(-8_00n, await nameAtBank(world, id), ibans.main, '2026-01-22');
    expect(await rowOf(id)).toMatchObject({ state: 'settled' });
    expect((await rowOf(id)).transaction_id).not.toBe(first);
    expect(await paidTimes(world, id)).toMatchObject({ held: 0 });
  });

  it('says why with the line and not in the books, of a partner or a member', async () => {
    const partner = { kind: 'partner', id: newId() } as const;
    const details = { payee: partner, holderName: 'Acme', accountNumber: ibans.payee };
    await world.setDetails.execute(world.treasurer, details);
    const member = await payee(world);
    const to = { ...member, memberId: partner.id };
    const [said, kept]: [unknown[], unknown[]] = [[], []];
    for (const payout of [
      await requestPayout(world, to, 8_01n, { payeeKind: 'partner' }),
      await requestPayout(world, member, 8_02n),
    ]) {
      const [row] = await release(world, [payout], world.onFile);
      await world.writeFile.execute(world.system, { paymentFileId: row?.paymentFileId ?? '' });
      const lineId = await told(-payout.amountMinor, await nameAtBank(world, payout.id));
      const reversalId = await undo(lineId);
      const booked = 'select description from ledger.transactions where id = $1';
      said.push(...(await world.asOwner(booked, [reversalId])));
      const why = 'select because from payments.undone_matches where line_id = $1';
      kept.push(...(await world.asOwner(why, [lineId])));
    }
    expect(said).toEqual([
      { description: 'A match was undone' },
      { description: 'A match was undone' },
    ]);
    expect(kept).toEqual([{ because: 'it was another' }, { because: 'it was another' }]);
  });

  it('stays when it came back since; that is undone first', async () => {
    const [id = ''] = (await filedTogether(world, [8_10n])).ids;
    const debit = await told(-8_10n, await nameAtBank(world, id));
    const credit = await told(8_10n, await nameAtBank(world, id));
    expect(await stateOf(id)).toBe('returned');
    await expect(undo(debit)).rejects.toMatchObject({ code: 'PAYOUT_STATE', path: ['lineId'] });
    await undo(credit);
    expect(await stateOf(id)).toBe('settled');
    await undo(debit);
    expect(await stateOf(id)).toBe('submitted');
  });

  it('leaves one as it was that had been refused before its debit', async () => {
    const { fileId, id } = await debitedLate(8_20n);
    const debit = await told(-8_20n, await nameAtBank(world, fileId));
    expect(await stateOf(id)).toBe('settled');
    const credit = await told(8_20n, await nameAtBank(world, id));
    await undo(credit);
    expect(await rowOf(id)).toMatchObject({ state: 'settled', failure_code: 'BANK_AC04' });
    await undo(debit);
    expect(await rowOf(id)).toMatchObject({ state: 'rejected', failure_code: 'BANK_AC04' });
    expect(await paidTimes(world, id)).toMatchObject({ held: 0 });
  });

  it('ends a claim, and opens one again', async () => {
    const { id } = await debitedLate(8_30n);
    const [row] = await world.asOwner<{ of: string; payee: string }>(
      'select obligation_id as of, payee_id as payee from payments.payouts where id = $1',
      [id],
    );
    const to = { ...world.member, memberId: row?.payee ?? '' };
    await requestPayout(world, to, 8_30n, { obligationId: row?.of ?? '' });
    const debit = await told(-8_30n, `UNKNOWN ${newId()}`);
    const assigning = { lineId: debit, payoutIds: [id], because: 'the file' };
    await world.assignToPayouts.execute(world.treasurer, assigning);
    const credit = await told(8_30n, await nameAtBank(world, id));
    expect(await stateOf(id)).toBe('returned');
    await undo(credit);
    expect(await stateOf(id)).toBe('rejected');
    await told(8_30n, await nameAtBank(world, id), ibans.main, '2026-01-27');
    expect(await stateOf(id)).toBe('returned');
  });

  it('is told of once more when it is late once more', async () => {
    const { fileId, ids } = await filedTogether(world, [8_50n]);
    const late = async () => {
      await world.tellLate.execute(world.system);
      const facts = await world.asOwner(
        `select 1 from platform.facts where type = 'payments.PayoutsLate' and subject_id = $1`,
        [fileId],
      );
      return facts.length;
    };
    world.clock.advance({ days: 8 });
    expect(await late()).toBe(1);
    const lineId = await told(-8_50n, await nameAtBank(world, ids[0] ?? ''));
    expect(await late()).toBe(1);
    await undo(lineId);
    expect([await late(), await late()]).toEqual([2, 2]);
  });

  it('has nothing to undo where it explains what a provider settled', async () => {
    const payout = await released(world, world.onProvider, 8_40n);
    await world.submit.execute(world.system, { payoutId: payout.id });
    const lineId = await told(-8_40n, await nameAtBank(world, payout.id), ibans.second);
    await expect(undo(lineId)).rejects.toMatchObject({ code: 'BANK_LINE_FINAL' });
    expect(await stateOf(payout.id)).toBe('settled');
  });

  it('is undone also where its money is not there to be held: nothing is spent by it', async () => {
    const iban = 'DE75512108001245126199';
    const poor = await world.accountOn('test-file', iban);
    await fund(world, poor.ledgerAccountId, 5_00n);
    const payout = await released(world, poor, 5_00n);
    const fileId = (await rowOf(payout.id)).payment_file_id ?? '';
    await world.writeFile.execute(world.system, { paymentFileId: fileId });
    const lineId = await told(-5_00n, await nameAtBank(world, payout.id), iban);
    const statementId = await readEntries(world, [{ amountMinor: -1n, text: 'fee' }], iban);
    const fee = (await linesOf(world, statementId))[0]?.id ?? '';
    await world.assign.execute(world.treasurer, {
      lineId: fee,
      ledgerAccountId: world.income.id,
      because: 'fee',
    });
    await undo(lineId);
    const account = () =>
      world.asOwner<Record<'held' | 'below' | 'balance', string>>(
        `select held_minor::text as held, below_floor_minor::text as below,
           balance_minor::text as balance from ledger.accounts where id = $1`,
        [poor.ledgerAccountId],
      );
    expect(await account()).toEqual([{ held: '500', below: '1', balance: '499' }]);
    expect(await stateOf(payout.id)).toBe('submitted');
    // What is decided anew still needs its money.
    await expect(released(world, poor, 1n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await told(-5_00n, await nameAtBank(world, payout.id), iban, '2026-01-23');
    expect(await stateOf(payout.id)).toBe('settled');
    expect(await account()).toEqual([{ held: '0', below: '1', balance: '-1' }]);
  });
});

describe('undone at the moment', () => {
  it('at which it comes back, the one waits for the other: none is tried twice', async () => {
    let tries = 0;
    let runs = 0;
    const counting = new Proxy(world.unitOfWork, {
      get: (target, name) =>
        name === 'run'
          ? (actor: Actor, body: (tx: Tx) => Promise<unknown>) => {
              runs += 1;
              return target.run(actor, (tx) => {
                tries += 1;
                return body(tx);
              });
            }
          : Reflect.get(target, name, target),
    });
    const room = roomOf({ unitOfWork: counting }, world.ledger);
    const amounts = Array.from({ length: 16 }, (_, nth) => 9_00n + BigInt(nth));
    const { ids } = await filedTogether(world, amounts);
    const ends: string[] = [];
    for (const [nth, id] of ids.entries()) {
      const amountMinor = amounts[nth] ?? 0n;
      const endToEndId = await nameAtBank(world, id);
      const lineId = await told(-amountMinor, endToEndId);
      const entry = { amountMinor, endToEndId, on: '2026-01-21' };
      const statementId = await readEntries(world, [entry]);
      const [undone] = await Promise.allSettled([
        room.undoMatch.execute(world.treasurer, { lineId, because: 'it was another' }),
        room.matchLines.execute(world.system, { statementId }),
      ]);
      const state = await stateOf(id);
      ends.push(state);
      expect(state).toBe(undone.status === 'fulfilled' ? 'submitted' : 'returned');
      if (undone.status === 'rejected') {
        expect(undone.reason).toMatchObject({ code: 'PAYOUT_STATE' });
      }
    }
    expect(ends).toHaveLength(ids.length);
    expect(tries).toBe(runs);
  });
});

it('what a transaction settled is looked up, however many payouts there are', async () => {
  const plans = await world.unitOfWork.run(world.system, async (tx) => {
    await tx.run({ name: 'as-of-many', text: 'set local enable_seqscan = off' });
    const told: string[] = [];
    const rows = async ({ name, text }: Statement, params: Parameter[]) => {
      const explain = { name: `explain ${name}`, text: `explain (analyze) ${text}` };
      for (const row of await tx.rows(explain, params)) told.push(Object.values(row).join(''));
      return [];
    };
    const explained = { cooperativeId: tx.cooperativeId, rows } as unknown as Tx;
    await reopeningStore.lockOfTransaction(explained, newId());
    await reopeningStore.ofTransactions(explained, [newId(), newId()]);
    return told.join('\n');
  });
  expect(plans.match(/payouts_by_transaction/g)).toHaveLength(2);
  expect(plans).not.toContain('Rows Removed by Filter');
});

it('the laws of money and of the books hold after all this', async () => {
  for (const { name, sql } of [...payoutsInvariants, ...ledgerInvariants]) {
    expect([name, await world.asOwner(sql)]).toEqual([name, []]);
  }
});
