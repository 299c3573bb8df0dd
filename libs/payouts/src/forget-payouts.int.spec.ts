import { allRetentions, newId, unopened } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ibans, linesOf, readEntries } from '../../banking/src/testing/banking-world.js';
import { FactRelay } from '../../platform/src/testing/inside.js';
import { forgetPayouts } from './forget-payouts.js';
import { ownPayoutLines, ownPayouts } from './own-payouts.queries.js';
import './payouts.personal-data.js';
import { PaymentFileQueries } from './payment-file/payment-file.queries.js';
import {
  createPayoutsWorld,
  filedTogether,
  fund,
  payee,
  payoutRow,
  release,
  requestPayout,
  secretOfWorld,
} from './testing/payouts-world.js';
import type { PayoutsWorld } from './testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
});
afterAll(() => world.close());

it('what was paid to an erased member is private from then on', async () => {
  const [ada, ben] = [await payee(world), await payee(world)];
  const { id } = await requestPayout(world, ada, 1000n);
  const { id: other } = await requestPayout(world, ben, 1000n);
  const forget = () =>
    world.unitOfWork.run(world.system, (tx) => forgetPayouts(tx, { memberId: ada.memberId ?? '' }));
  await expect(forget()).rejects.toThrow('does not change');
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [ada.memberId, ada.cooperativeId],
  );
  await forget();
  await forget();
  const rows = await world.asOwner<{ id: string; is_private: boolean }>(
    'select id, is_private from payments.payouts',
  );
  expect(new Map(rows.map((row) => [row.id, row.is_private]))).toEqual(
    new Map([
      [id, true],
      [other, false],
    ]),
  );
});

it('what was told of it is told to clerks alone, and what was told of others stays', async () => {
  const [dora, eli] = [await payee(world), await payee(world)];
  const { id } = await requestPayout(world, dora, 1000n);
  const { id: other } = await requestPayout(world, eli, 1000n);
  const told = async () => {
    const rows = await world.asOwner<{ id: string; visibility: string }>(
      `select subject_id as id, visibility from platform.facts
       where subject_kind = 'payout' and subject_id = any ($1)`,
      [[id, other]],
    );
    return new Map(rows.map((row) => [row.id, row.visibility]));
  };
  expect(await told()).toEqual(
    new Map([
      [id, 'members'],
      [other, 'members'],
    ]),
  );
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [dora.memberId, dora.cooperativeId],
  );
  await new FactRelay(world.unitOfWork).relay();
  await world.unitOfWork.run(world.system, (tx) =>
    forgetPayouts(tx, { memberId: dora.memberId ?? '' }),
  );
  expect(await told()).toEqual(
    new Map([
      [id, 'private'],
      [other, 'members'],
    ]),
  );
});

it('a payment file shows nobody any more to whom it paid, once one of them is erased', async () => {
  await fund(world, world.onFile.ledgerAccountId, 100_00n);
  const { fileId, ids } = await filedTogether(world, [1_00n, 2_00n]);
  const { fileId: other } = await filedTogether(world, [3_00n]);
  const read = (id: string) =>
    world.unitOfWork.read(world.treasurer, (tx) => new PaymentFileQueries().bytes(tx, id));
  expect((await read(fileId)).length).toBeGreaterThan(0);
  const payouts = 'select payee_id as "memberId" from payments.payouts where id = $1';
  const [one] = await world.asOwner<{ memberId: string }>(payouts, [ids[0]]);
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [one?.memberId, world.treasurer.cooperativeId],
  );
  // As long as any of it is under way the bank may not have it.
  expect((await read(fileId)).length).toBeGreaterThan(0);
  await world.asOwner('alter table payments.payouts disable trigger user');
  await world.asOwner(
    `update payments.payouts set state = 'rejected', failure_code = 'X' where id = any ($1)`,
    [ids],
  );
  await world.asOwner('alter table payments.payouts enable trigger user');
  await expect(read(fileId)).rejects.toMatchObject({ code: 'PAYMENT_FILE_NOT_FOUND' });
  expect((await read(other)).length).toBeGreaterThan(0);
  const kept = 'select length(bytes) > 0 as kept from payments.payment_files where id = $1';
  expect(await world.asOwner(kept, [fileId])).toEqual([{ kept: true }]);
});

// Not of one file, so that the line is matched by the first of them.
it('a line that paid two is locked when either is erased, and handed to neither', async () => {
  await fund(world, world.onFile.ledgerAccountId, 100_00n);
  for (const erased of [0, 1]) {
    const payees = [await payee(world), await payee(world)];
    const payoutIds: string[] = [];
    for (const to of payees) {
      const payout = await requestPayout(world, to, 3_00n);
      const [row] = await release(world, [payout], world.onFile);
      await world.writeFile.execute(world.system, { paymentFileId: row?.paymentFileId ?? '' });
      payoutIds.push(payout.id);
    }
    const statementId = await readEntries(world, [{ amountMinor: -6_00n, text: newId() }]);
    await world.matchLines.execute(world.system, { statementId });
    const locked = () =>
      world.asOwner(
        `select locked_at is not null as locked from payments.bank_lines where statement_id = $1`,
        [statementId],
      );
    const [line] = await linesOf(world, statementId);
    await world.assignToPayouts.execute(world.treasurer, {
      lineId: line?.id ?? '',
      payoutIds,
      because: 'the sum of both',
    });
    for (const { memberId } of payees) {
      const own = await world.unitOfWork.read(world.system, (tx) => ownPayoutLines(tx, memberId));
      expect(own).toEqual([]);
    }
    expect(await locked()).toEqual([{ locked: false }]);
    const memberId = payees[erased]?.memberId ?? '';
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [memberId, world.cooperativeId],
    );
    await world.unitOfWork.run(world.system, (tx) => forgetPayouts(tx, { memberId }));
    expect(await locked()).toEqual([{ locked: true }]);
  }
});

it('a line that waits by the name of what was paid to them is locked, and no other', async () => {
  const [hal, ira] = [await payee(world), await payee(world)];
  const nameOf = async (to: typeof hal) => {
    const { id } = await requestPayout(world, to, 4_00n);
    const [row] = await world.asOwner<{ name: string }>(
      'select end_to_end_id as name from payments.payouts where id = $1',
      [id],
    );
    return row?.name ?? '';
  };
  const [ofHal, ofIra] = [await nameOf(hal), await nameOf(ira)];
  const statementId = await readEntries(world, [
    { amountMinor: 3_10n, endToEndId: ofHal },
    { amountMinor: 3_11n, text: `back ${ofHal.toUpperCase().replace(/^(.{8})/, '$1-')}` },
    { amountMinor: 3_12n, endToEndId: ofIra },
    { amountMinor: 3_13n, text: `${ofHal} ${ofIra}` },
    { amountMinor: 3_14n, text: 'nothing of the kind' },
  ]);
  const locked = () =>
    world.asOwner(
      `select amount_minor::int as minor from payments.bank_lines
       where statement_id = $1 and locked_because = 'words' order by 1`,
      [statementId],
    );
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [hal.memberId, hal.cooperativeId],
  );
  expect(await locked()).toEqual([]);
  await world.unitOfWork.run(world.system, (tx) =>
    forgetPayouts(tx, { memberId: hal.memberId ?? '' }),
  );
  expect(await locked()).toEqual([{ minor: 310 }, { minor: 311 }]);
});

/** Whether each version of where somebody is paid is there, the oldest first. */
const versionsOf = (memberId: string | null) =>
  world.asOwner<{ kept: boolean; shown: boolean; current: boolean }>(
    `select length(sealed) > 0 as kept, masked <> '' as shown, superseded_at is null as current
     from payments.payee_details where payee_id = $1 order by set_at, id`,
    [memberId],
  );

it('an account that money was sent to is kept as long as its voucher, and no other', async () => {
  await fund(world, world.onProvider.ledgerAccountId, 100_00n);
  const gus = await payee(world);
  const say = async () => {
    await world.setDetails.execute(gus, {
      holderName: 'Gus Gray',
      accountNumber: 'FR1420041010050500013M02606',
    });
    world.clock.advance({ hours: 25 });
  };
  const [first] = await world.asOwner<{ id: string }>(
    'select id from payments.payee_details where payee_id = $1',
    [gus.memberId],
  );
  // Approved to the first, and sent to the second, which is the same to the bank.
  await say();
  const payout = await requestPayout(world, gus, 5_00n);
  await release(world, [payout], world.onProvider);
  await world.submit.execute(world.system, { payoutId: payout.id });
  await world.asOwner('alter table payments.payouts disable trigger user');
  await world.asOwner(
    `update payments.payouts set state = 'settled', settled_at = now(), destination_id = $2
     where id = $1`,
    [payout.id, first?.id],
  );
  await world.asOwner('alter table payments.payouts enable trigger user');
  expect((await payoutRow(world, payout.id)).state).toBe('settled');
  await say();
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [gus.memberId, gus.cooperativeId],
  );
  const forget = () =>
    world.unitOfWork.run(world.system, (tx) => forgetPayouts(tx, { memberId: gus.memberId ?? '' }));
  await forget();
  await forget();
  const [gone, kept] = [
    { kept: false, shown: false, current: false },
    { kept: true, shown: true, current: false },
  ];
  expect(await versionsOf(gus.memberId)).toEqual([gone, kept, gone]);

  const drop = allRetentions().find(({ table }) => table === 'payments.payee_details');
  const dropBefore = (day: string) =>
    world.asApplication(
      drop?.statement.text ?? '',
      [world.cooperativeId, day],
      world.cooperativeId,
    );
  const [{ day } = { day: '' }] = await world.asOwner<{ day: string }>(
    'select changed_at::date::text as day from payments.payouts where id = $1',
    [payout.id],
  );
  await dropBefore(day);
  expect(await versionsOf(gus.memberId)).toEqual([gone, kept, gone]);
  await dropBefore('2099-01-01');
  expect(await versionsOf(gus.memberId)).toEqual([gone, gone, gone]);
});

it('an account that does not open hinders neither an erasure nor one’s own data', async () => {
  const kim = await payee(world);
  world.clock.advance({ hours: 25 });
  await world.setDetails.execute(kim, { holderName: 'Kim', accountNumber: ibans.payee });
  await world.asOwner('alter table payments.payee_details disable trigger user');
  await world.asOwner(
    `update payments.payee_details set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)
     where payee_id = $1 and superseded_at is null`,
    [kim.memberId],
  );
  await world.asOwner('alter table payments.payee_details enable trigger user');
  const own = await world.unitOfWork.read(world.system, (tx) =>
    ownPayouts(tx, kim.memberId, secretOfWorld),
  );
  expect(own.payeeDetails).toMatchObject([
    { account: { accountNumber: ibans.payee } },
    { account: unopened, masked: expect.any(String) },
  ]);
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [kim.memberId, kim.cooperativeId],
  );
  const said: string[] = [];
  await world.unitOfWork.run(world.system, (tx) =>
    forgetPayouts(tx, { memberId: kim.memberId ?? '' }, (note) => said.push(note)),
  );
  const gone = { kept: false, shown: false, current: false };
  expect(await versionsOf(kim.memberId)).toEqual([gone, gone]);
  expect(said).toEqual(['sealed accounts of who was erased that did not open: 1']);
});
