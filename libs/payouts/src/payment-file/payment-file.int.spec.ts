import { BankAccounts } from '@rochdale/banking';
import { newId, sha256Hex } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, person } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  payee,
  payoutRow,
  release,
  requestPayout,
  secretOfWorld,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { ReleaseQueries } from '../payout/release.queries.js';
import { Transfers } from '../payout/transfers.js';
import { payoutsInvariants } from '../payouts.invariants.js';
import { PaymentFileQueries } from './payment-file.queries.js';
import { paymentFileStore } from './payment-file.store.js';

let world: PayoutsWorld;
const queries = new PaymentFileQueries();
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const bytesOf = (fileId: string, by = world.treasurer) =>
  world.unitOfWork.read(by, (tx) => queries.bytes(tx, fileId));
const fileOf = (id: string) =>
  world.unitOfWork.run(world.system, (tx) => paymentFileStore.lock(tx, id));
const write = (paymentFileId: string) => world.writeFile.execute(world.system, { paymentFileId });

async function ordered(...amounts: readonly bigint[]) {
  const to = await payee(world);
  const payouts = await Promise.all(amounts.map((amount) => requestPayout(world, to, amount)));
  const [first] = await release(world, payouts, world.onFile);
  return { payouts, fileId: first?.paymentFileId ?? '' };
}

/** Whatever the rows of these payouts, and of what they are for, are called inside. */
async function idsOf(payoutIds: readonly string[]): Promise<string[]> {
  const rows = await world.asOwner<{ id: string }>(
    `select distinct one::text as id from payments.payouts p,
       unnest(array[p.id, p.obligation_id, p.payee_id, p.hold_id, p.payment_file_id,
         p.payee_details_id, p.bank_account_id, p.cooperative_id]) one
     where p.id = any($1) and one is not null`,
    [payoutIds],
  );
  return rows.map(({ id }) => id);
}

describe('a payment file', () => {
  it('is ordered by a release, one for all of it, with a job that writes it', async () => {
    const { payouts, fileId } = await ordered(3_33n, 4_44n, 5_55n);
    expect(await fileOf(fileId)).toMatchObject({
      state: 'ordered',
      format: 'test.001',
      bankAccountId: world.onFile.id,
      payouts: 3,
      totalMinor: 13_32n,
      currency: 'EUR',
      sha256: null,
    });
    for (const { id } of payouts) {
      expect(await payoutRow(world, id)).toMatchObject({
        state: 'reserved',
        payment_file_id: fileId,
        provider_key: null,
      });
    }
    const jobs = await world.asOwner(
      `select 1 from platform.jobs where name = 'payments.write-payment-file'
         and payload->>'paymentFileId' = $1`,
      [fileId],
    );
    expect(jobs).toHaveLength(1);
    await expect(bytesOf(fileId)).rejects.toMatchObject({ code: 'PAYMENT_FILE_NOT_FOUND' });
  });

  it('is written once, by any number of workers, and its bytes stay', async () => {
    const { payouts, fileId } = await ordered(3_33n, 4_44n);
    await Promise.all([write(fileId), write(fileId), write(fileId)]);
    const bytes = await bytesOf(fileId);
    world.clock.advance({ days: 3 });
    await write(fileId);
    expect((await bytesOf(fileId)).equals(bytes)).toBe(true);
    expect(await fileOf(fileId)).toMatchObject({ state: 'written', sha256: sha256Hex(bytes) });
    const [head, ...lines] = bytes.toString('utf8').split('\n');
    expect(head).toMatch(new RegExp(`^${await nameAtBank(world, fileId)} .* ${ibans.main}$`));
    expect(lines.toSorted()).toEqual(
      payouts
        .map(({ endToEndId, amountMinor }) => `${endToEndId} ${amountMinor} ${ibans.payee}`)
        .toSorted(),
    );
    for (const { id } of payouts) {
      expect(await payoutRow(world, id)).toMatchObject({
        state: 'submitted',
        provider_key: await nameAtBank(world, id),
      });
      const told = await world.asOwner(
        `select 1 from platform.facts where type = 'payments.PayoutSubmitted'
           and data->>'payoutId' = $1`,
        [id],
      );
      expect(told).toHaveLength(1);
    }
    await expect(
      world.asOwner(`update payments.payment_files set bytes = 'x' where id = $1`, [fileId]),
    ).rejects.toThrow(/written once/);
  });

  it('goes without one whose account does not open, which ends and pays nobody', async () => {
    const amounts = [6_01n, 6_02n, 6_03n];
    const payees = [await payee(world), await payee(world), await payee(world)];
    const payouts = await Promise.all(
      amounts.map((amount, at) => requestPayout(world, payees[at] ?? world.system, amount)),
    );
    const [first] = await release(world, payouts, world.onFile);
    const fileId = first?.paymentFileId ?? '';
    const [closed = '', ...others] = payouts.map(({ id }) => id);
    await world.asOwner(
      `begin; set local session_replication_role = 'replica';
       update payments.payee_details d set sealed = set_byte(sealed, length(sealed) - 1,
           get_byte(sealed, length(sealed) - 1) # 1)
         from payments.payouts p where p.id = '${closed}' and d.id = p.payee_details_id;
       commit`,
    );
    await Promise.all([write(fileId), write(fileId)]);
    await write(fileId);
    const text = (await bytesOf(fileId)).toString('utf8');
    expect(text).not.toContain(await nameAtBank(world, closed));
    for (const id of others) {
      expect(text).toContain(await nameAtBank(world, id));
      expect(await payoutRow(world, id)).toMatchObject({ state: 'submitted' });
    }
    expect(await payoutRow(world, closed)).toMatchObject({
      state: 'rejected',
      failure_code: 'PAYEE_DETAILS_UNREADABLE',
      payment_file_id: null,
      provider_key: null,
    });
    expect(await fileOf(fileId)).toMatchObject({
      state: 'written',
      payouts: 2,
      totalMinor: 12_05n,
    });
    const held = `select h.state from ledger.holds h join payments.payouts p on p.hold_id = h.id
      where p.id = $1`;
    expect(await world.asOwner(held, [closed])).toEqual([{ state: 'voided' }]);
    const told = `select 1 from platform.facts where type = 'payments.PayoutRejected'
      and data->>'payoutId' = $1`;
    expect(await world.asOwner(told, [closed])).toHaveLength(1);
    for (const { name, sql } of payoutsInvariants) {
      expect(await world.asOwner(sql), name).toEqual([]);
    }
    // Asked for again it is refused by its name, until the payee says anew where to be paid.
    const again = await requestPayout(world, payees[0] ?? world.system, 6_01n);
    const why = new ReleaseQueries(
      new BankAccounts(),
      world.offices,
      new Transfers({ secret: secretOfWorld }),
    );
    const reasons = await world.unitOfWork.read(world.treasurer, (tx) => why.whyNot(tx, [again]));
    expect(reasons.get(again.id)).toBe('PAYEE_DETAILS_UNREADABLE');
    await expect(release(world, [again], world.onFile)).rejects.toMatchObject({
      code: 'PAYEE_DETAILS_UNREADABLE',
      details: { path: ['payoutIds', '0'], data: { payoutId: again.id } },
    });
  });

  it('tells no id of ours, and nobody’s place before another', async () => {
    const { payouts, fileId } = await ordered(
      ...Array.from({ length: 12 }, (_, n) => BigInt(n + 1)),
    );
    await write(fileId);
    const text = (await bytesOf(fileId)).toString('utf8').replaceAll('-', '').toLowerCase();
    const ids = await idsOf(payouts.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(36);
    for (const id of ids) expect(text).not.toContain(id.replaceAll('-', ''));
    // Of one instant and one release: neither their order nor any bit of their names follows it.
    const names = payouts.map(({ endToEndId }) => endToEndId);
    const told = [...text.matchAll(/^([0-9a-f]{32}) /gm)].map(([, name]) => name);
    expect(told.slice(1)).toEqual(names.toSorted());
    expect(new Set(names.map((name) => name.slice(0, 8))).size).toBe(12);
  });

  it('and payouts keep their names: what a bank knows them by never changes', async () => {
    const { payouts, fileId } = await ordered(3_33n);
    const [{ id } = { id: '' }] = payouts;
    const never = /never changes/;
    const rename = (table: string, column: string, of: string) =>
      world.asOwner(`update payments.${table} set ${column} = md5(${column}) where id = $1`, [of]);
    await expect(rename('payouts', 'end_to_end_id', id)).rejects.toThrow(never);
    await expect(rename('payment_files', 'message_id', fileId)).rejects.toThrow(never);
  });

  it('pays to the details of its release, whatever the payee says before it leaves', async () => {
    const to = await payee(world);
    const payout = await requestPayout(world, to, 1_00n);
    const [inFile] = await release(world, [payout], world.onFile);
    await world.setDetails.execute(to, { holderName: 'Thief', accountNumber: ibans.payer });
    await write(inFile?.paymentFileId ?? '');
    const text = (await bytesOf(inFile?.paymentFileId ?? '')).toString('utf8');
    expect(text).toContain(ibans.payee);
    expect(text).not.toContain(ibans.payer);
  });

  it('that lost a payout is not written: nothing half leaves', async () => {
    const { payouts, fileId } = await ordered(1_00n, 2_00n);
    await world.asOwner('update payments.payouts set payment_file_id = null where id = $1', [
      payouts[0]?.id,
    ]);
    await expect(write(fileId)).rejects.toThrow(/has the payouts it was ordered with/);
    expect(await fileOf(fileId)).toMatchObject({ state: 'ordered' });
    expect(await payoutRow(world, payouts[1]?.id ?? '')).toMatchObject({ state: 'reserved' });
  });

  it('that nobody tries any more to write frees its money, for good', async () => {
    const { payouts, fileId } = await ordered(1_00n, 2_00n);
    const giveUp = () => world.giveUpFile.execute(world.system, { paymentFileId: fileId });
    await Promise.all([giveUp(), giveUp()]);
    for (const { id } of payouts) {
      expect(await payoutRow(world, id)).toMatchObject({
        state: 'rejected',
        failure_code: 'NOT_SUBMITTED',
      });
    }
    await write(fileId);
    expect(await fileOf(fileId)).toMatchObject({ state: 'ordered' });
  });

  it('that is written is given up by nobody: the bank may have it', async () => {
    const { payouts, fileId } = await ordered(1_00n);
    await write(fileId);
    await world.giveUpFile.execute(world.system, { paymentFileId: fileId });
    expect((await payoutRow(world, payouts[0]?.id ?? '')).state).toBe('submitted');
  });

  it('of somebody erased is fetched as long as any of it is under way, and no longer', async () => {
    const { payouts, fileId } = await ordered(1_00n, 2_00n);
    await write(fileId);
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       select payee_id, cooperative_id, now() from payments.payouts where id = $1`,
      [payouts[0]?.id],
    );
    // As a replay of erasures leaves it: the bank may not have the file yet.
    expect((await bytesOf(fileId)).length).toBeGreaterThan(0);
    const end = async (id = '') => {
      await world.asOwner('alter table payments.payouts disable trigger user');
      const ended = `update payments.payouts set state = 'rejected', failure_code = 'X'
        where id = $1`;
      await world.asOwner(ended, [id]);
      await world.asOwner('alter table payments.payouts enable trigger user');
    };
    await end(payouts[0]?.id);
    expect((await bytesOf(fileId)).length).toBeGreaterThan(0);
    await end(payouts[1]?.id);
    await expect(bytesOf(fileId)).rejects.toMatchObject({ code: 'PAYMENT_FILE_NOT_FOUND' });
  });

  it('that retention emptied is not there, rather than empty', async () => {
    const { fileId } = await ordered(1_00n);
    await write(fileId);
    await world.asOwner('alter table payments.payment_files disable trigger user');
    await world.asOwner(
      `update payments.payment_files set bytes = '', sha256 = encode(sha256(''), 'hex')
       where id = $1`,
      [fileId],
    );
    await world.asOwner('alter table payments.payment_files enable trigger user');
    await expect(bytesOf(fileId)).rejects.toMatchObject({ code: 'PAYMENT_FILE_NOT_FOUND' });
  });

  it('is fetched by treasurers of its co-operative alone', async () => {
    const { fileId } = await ordered(1_00n);
    await write(fileId);
    await expect(bytesOf(fileId, world.member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const stranger = person(newId(), ['treasurer']);
    await expect(bytesOf(fileId, stranger)).rejects.toMatchObject({
      code: 'PAYMENT_FILE_NOT_FOUND',
    });
  });

  it('stands in the list, the newest first, page by page', async () => {
    const older = await ordered(1_00n);
    world.clock.advance({ hours: 1 });
    const newer = await ordered(1_00n);
    const page = (after?: string) =>
      world.unitOfWork.read(world.treasurer, (tx) =>
        queries.page(tx, { first: 1, ...(after === undefined ? {} : { after }) }),
      );
    const first = await page();
    const [row] = first.rows;
    expect(row?.id).toBe(newer.fileId);
    expect(first.hasNextPage).toBe(true);
    if (row === undefined) throw new Error('there is a row');
    const second = await page(first.cursorOf(row));
    expect(second.rows.map(({ id }) => id)).toEqual([older.fileId]);
  });
});
