import { newId, systemActor } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payeeDetailsStore } from './payee/payee-details.store.js';
import { payoutsInvariants } from './payouts.invariants.js';
import { payoutStore } from './payout/payout.store.js';
import { paymentFileStore } from './payment-file/payment-file.store.js';
import { person, readEntries } from '../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  filedTogether,
  fund,
  nameAtBank,
  payee,
  requestPayout,
} from './testing/payouts-world.js';
import type { PayoutsWorld } from './testing/payouts-world.js';

/**
 * A law that never finds anything proves nothing. So each is shown records that break it: as the
 * owner, with the walls taken down, inside a transaction that is rolled back.
 */
let world: PayoutsWorld;
let ids: { paid: string; file: string };

beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 1_000_00n);
  await fund(world, world.onProvider.ledgerAccountId, 1_000_00n);
  const to = await payee(world);
  const [paid, filed] = [await requestPayout(world, to, 5_00n), await requestPayout(world, to, 7n)];
  const release = (payoutId: string, bankAccountId: string) =>
    world.release.execute(world.treasurer, { payoutIds: [payoutId], bankAccountId });
  await release(paid.id, world.onProvider.id);
  await world.submit.execute(world.system, { payoutId: paid.id });
  const [inFile] = await release(filed.id, world.onFile.id);
  const file = inFile?.paymentFileId ?? '';
  await world.writeFile.execute(world.system, { paymentFileId: file });
  const statement = await readEntries(world, [
    { amountMinor: -7n, endToEndId: await nameAtBank(world, filed.id) },
    { amountMinor: 9_00n },
  ]);
  await world.matchLines.execute(world.system, { statementId: statement });
  ids = { paid: paid.id, file };
});
afterAll(() => world.close());

const breakage: Readonly<Record<string, readonly string[]>> = {
  'payouts.one-open-payout-per-obligation': [
    'drop index payments.payouts_one_open_per_obligation',
    `update payments.payouts set obligation_id =
       (select min(id::text)::uuid from payments.payouts)`,
  ],
  'payouts.settled-payout-is-booked': [
    'update payments.payouts set amount_minor = amount_minor + 1',
  ],
  'payouts.returned-payout-is-booked': [`update payments.payouts set state = 'returned'`],
  'payouts.claims-are-booked': [
    `update payments.payouts set state = 'rejected', late_debit = 'claims'`,
  ],
  'payouts.hold-follows-payout': [`update payments.payouts set state = 'submitted'`],
  'payouts.terms-as-approved': ['update payments.payouts set payee_id = gen_random_uuid()'],
  'payouts.file-as-written': [`update payments.payment_files set bytes = bytes || '\\x20'`],
  'payouts.file-sums-to-its-payouts': ['update payments.payment_files set total_minor = 8'],
};

describe('the laws of money that moves', () => {
  it('hold after ordinary business', async () => {
    for (const { name, sql } of payoutsInvariants) {
      expect([name, await world.asOwner(sql)]).toEqual([name, []]);
    }
  });

  it.each(payoutsInvariants.map(({ name, sql }) => [name, sql] as const))(
    '%s is found when broken',
    async (name, sql) => {
      expect(await foundAfter(world, breakage[name] ?? [], sql)).not.toEqual([]);
    },
  );
});

it.each([
  'amount_minor = amount_minor + 1',
  `currency = 'USD'`,
  'debit_account_id = gen_random_uuid()',
  'obligation_id = gen_random_uuid()',
  `obligation_kind = 'other'`,
  `payee_kind = 'partner'`,
  'destination_id = null',
])('terms are not as approved when %s', async (change) => {
  const law = payoutsInvariants.find(({ name }) => name === 'payouts.terms-as-approved');
  const changed = `update payments.payouts set ${change} where id = '${ids.paid}'`;
  expect(await foundAfter(world, [changed], law?.sql ?? '')).toEqual([{ id: ids.paid }]);
});

it('equal payouts of one debit need a posting each', async () => {
  const { fileId, ids: equal } = await filedTogether(world, [4_00n, 4_00n]);
  const statementId = await readEntries(world, [
    { amountMinor: -8_00n, endToEndId: await nameAtBank(world, fileId) },
  ]);
  await world.matchLines.execute(world.system, { statementId });
  const law = payoutsInvariants.find(({ name }) => name === 'payouts.settled-payout-is-booked');
  expect(await world.asOwner(law?.sql ?? '')).toEqual([]);
  const gone = `delete from ledger.postings
    where amount_minor = -400 and (transaction_id, position) in (
      select g.transaction_id, max(g.position) from ledger.postings g
      join payments.payouts p on p.transaction_id = g.transaction_id
      where p.id = '${equal[0]}' and g.amount_minor = -400 group by 1)`;
  const found = (await foundAfter(world, [gone], law?.sql ?? '')) as { id: string }[];
  expect(found.map(({ id }) => id).toSorted()).toEqual(equal.toSorted());
});

describe('another co-operative', () => {
  const other = systemActor(newId(), 'job');
  const there = <T>(body: Parameters<typeof world.unitOfWork.run<T>>[1]) =>
    world.unitOfWork.run(other, body);

  it('finds nothing through any store', async () => {
    const payout = await world.unitOfWork.run(world.system, (tx) =>
      payoutStore.lock(tx, [ids.paid]),
    );
    const { obligationId = '', payeeId = '', payeeDetailsId } = payout[0] ?? {};
    const seen = await there(async (tx) => [
      ...(await payoutStore.lock(tx, [ids.paid])),
      await payoutStore.openOf(tx, 'expense', obligationId),
      ...(await payoutStore.ofFile(tx, ids.file)),
      await paymentFileStore.lock(tx, ids.file),
      await paymentFileStore.bytes(tx, ids.file),
      await payeeDetailsStore.current(tx, 'member', payeeId),
      ...(await payeeDetailsStore.byIds(tx, [payeeDetailsId ?? ''])),
    ]);
    expect(seen.filter((row) => row !== null)).toEqual([]);
  });

  it('changes nothing through any store or use case', async () => {
    await expect(
      there((tx) => paymentFileStore.write(tx, ids.file, Buffer.from('x'), 'x')),
    ).rejects.toThrow(/a locked payment file is written once/);
    const paid = { id: ids.paid, state: 'settled' } as const;
    await expect(there((tx) => payoutStore.change(tx, paid, 'returned'))).rejects.toThrow(
      /a locked payout changes/,
    );
    const stranger = person(other.cooperativeId ?? '', ['treasurer']);
    await expect(world.cancel.execute(stranger, { payoutId: ids.paid })).rejects.toMatchObject({
      code: 'PAYOUT_NOT_FOUND',
    });
    await expect(
      world.release.execute(stranger, { payoutIds: [ids.paid], bankAccountId: world.onFile.id }),
    ).rejects.toMatchObject({ code: 'BANK_ACCOUNT_NOT_FOUND' });
  });

  it.each(['payee_details', 'payment_files', 'payouts'])(
    'sees and takes no row of %s, not even by raw SQL',
    async (table) => {
      const elsewhere = other.cooperativeId ?? '';
      const read = `select 1 from payments.${table}`;
      expect(await world.asApplication(read, [], elsewhere)).toEqual([]);
      expect(await world.asApplication(read)).toEqual([]);
      const removal = world.asApplication(`delete from payments.${table}`, [], world.cooperativeId);
      await expect(removal).rejects.toThrow(/permission denied/);
    },
  );
});
