import { newId } from '@rochdale/platform';
import { tablesSaying } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import pg from 'pg';
import { ibans, linesOf, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import { BankingKeepWhyUndoneOnce1796903499001 } from '../../../../migrations/1796903499001-banking-keep-why-undone-once.js';
import { forgetPayouts } from '../forget-payouts.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  payee,
  release,
  requestPayout,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

async function told(amountMinor: bigint, endToEndId: string, on = '2026-01-20') {
  const statementId = await readEntries(world, [{ amountMinor, endToEndId, on }], ibans.main);
  await world.matchLines.execute(world.system, { statementId });
  return (await linesOf(world, statementId))[0]?.id ?? '';
}

async function filed(payoutOf: Awaited<ReturnType<typeof requestPayout>>) {
  const [row] = await release(world, [payoutOf], world.onFile);
  await world.writeFile.execute(world.system, { paymentFileId: row?.paymentFileId ?? '' });
  return payoutOf;
}

const tablesWith = (word: string) => tablesSaying(world.asOwner, word);

const erased = async (memberId: string | null) => {
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at) values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
  const forget = () =>
    world.unitOfWork.run(world.system, (tx) => forgetPayouts(tx, { memberId: memberId ?? '' }));
  await forget();
};

it('what was said of a partner’s line, which was a member’s, goes with the member', async () => {
  const partner = { kind: 'partner', id: newId() } as const;
  const details = { payee: partner, holderName: 'Acme', accountNumber: ibans.payee };
  await world.setDetails.execute(world.treasurer, details);
  const ada = await payee(world);
  const to = { ...ada, memberId: partner.id };
  const ofPartner = await filed(await requestPayout(world, to, 8_01n, { payeeKind: 'partner' }));
  const ofAda = await filed(await requestPayout(world, ada, 8_01n));
  const lineId = await told(-8_01n, await nameAtBank(world, ofPartner.id));
  const because = 'It was for the Zqclinic of Ada Adams';
  await world.undoMatch.execute(world.treasurer, { lineId, because });
  await world.assignToPayouts.execute(world.treasurer, {
    lineId,
    payoutIds: [ofAda.id],
    because: 'hers',
  });
  expect(await tablesWith('zqclinic')).toEqual(['payments.undone_matches']);
  await erased(ada.memberId);
  const [line] = await world.asOwner<{ is: boolean }>(
    'select locked_at is not null as is from payments.bank_lines where id = $1',
    [lineId],
  );
  expect(line).toEqual({ is: true });
  expect(await tablesWith('zqclinic')).toEqual([]);
});

it('what 0.1.0 wrote in the books of a member’s payout goes when they are erased', async () => {
  const bea = await payee(world);
  const payout = await filed(await requestPayout(world, bea, 8_05n));
  const lineId = await told(-8_05n, await nameAtBank(world, payout.id), '2026-01-23');
  const reversalId = await world.undoMatch.execute(world.treasurer, { lineId, because: 'x' });
  const client = new pg.Client({ connectionString: world.database.adminUrl });
  await client.connect();
  try {
    // As 0.1.0 left it: the reason was the description.
    await client.query(`alter table ledger.transactions disable trigger refuse_change`);
    await client.query(
      `update ledger.transactions set description = 'Bea is in the zqward' where id = $1`,
      [reversalId],
    );
    await client.query(`alter table ledger.transactions enable trigger refuse_change`);
    await client.query(`alter table payments.undone_matches disable trigger refuse_removal`);
    await client.query(`delete from payments.undone_matches where reversal_id = $1`, [reversalId]);
    await client.query(`alter table payments.undone_matches enable trigger refuse_removal`);
    await client.query('begin');
    await new BankingKeepWhyUndoneOnce1796903499001().bringRight(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
  expect(await tablesWith('zqward')).toEqual(['payments.undone_matches']);
  await erased(bea.memberId);
  expect(await tablesWith('zqward')).toEqual([]);
});

it('why a payment file was called back goes with whom it paid', async () => {
  const cid = await payee(world);
  const [row] = await release(world, [await requestPayout(world, cid, 8_07n)], world.onFile);
  const paymentFileId = row?.paymentFileId ?? '';
  await world.writeFile.execute(world.system, { paymentFileId });
  const reason = 'Cid lies in the zqintensive';
  await world.askWithdrawal.execute(world.treasurer, { paymentFileId, reason });
  await erased(cid.memberId);
  expect(await tablesWith('zqintensive')).toEqual([]);
});

it('nor is it kept where they were erased before, or goes where others are paid', async () => {
  const [eve, fay] = [await payee(world), await payee(world)];
  const written = async (payouts: Awaited<ReturnType<typeof requestPayout>>[]) => {
    const [row] = await release(world, payouts, world.onFile);
    const paymentFileId = row?.paymentFileId ?? '';
    await world.writeFile.execute(world.system, { paymentFileId });
    return paymentFileId;
  };
  const ofEve = await written([await requestPayout(world, eve, 8_11n)]);
  const ofFay = await written([await requestPayout(world, fay, 8_13n)]);
  const ask = (paymentFileId: string, reason: string) =>
    world.askWithdrawal.execute(world.treasurer, { paymentFileId, reason });
  await ask(ofFay, 'It lay in the zqdrawer');
  await erased(eve.memberId);
  await ask(ofEve, 'Eve is in the zqhospital');
  expect(await tablesWith('zqhospital')).toEqual([]);
  expect(await tablesWith('zqdrawer')).toEqual(['payments.payment_files']);
  // Nobody takes it away of who is there, by hand either.
  const away = `update payments.payment_files set withdrawal_reason = '' where id = $1`;
  const withdrawn = { paymentFileId: ofFay };
  await world.withdrawFile.execute(person(world.cooperativeId, ['treasurer']), withdrawn);
  await expect(world.asOwner(away, [ofFay])).rejects.toThrow(/written once/);
});
