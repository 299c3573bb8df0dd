import { validatePaymentFile } from '@rochdale/bank-formats';
import { PaymentFiles } from '@rochdale/payouts';
import { moveTo } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans } from '../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fileBytes,
  fund,
  payee,
  release,
  requestPayout,
} from '../../payouts/src/testing/payouts-world.js';
import type { PayoutsWorld } from '../../payouts/src/testing/payouts-world.js';
import { SepaFileRail } from './sepa-file-rail.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld([new SepaFileRail(new PaymentFiles())]);
});
afterAll(() => world.close());

describe('an account on the rail', () => {
  it('pays a release by one valid file of its payouts', async () => {
    const account = await world.accountOn('sepa-file', ibans.payer);
    await fund(world, account.ledgerAccountId, 100_00n);
    const payouts = [
      await requestPayout(world, await payee(world), 3_33n, { memo: '🌻 漢字 שלום' }),
      await requestPayout(world, await payee(world, { holderName: 'Łódź & Söhne' }), 5_55n),
    ];
    const [first] = await release(world, payouts, account);
    const paymentFileId = first?.paymentFileId ?? '';
    await world.writeFile.execute(world.system, { paymentFileId });
    const [file] = await world.asOwner<{ format: string }>(
      'select format from payments.payment_files where id = $1',
      [paymentFileId],
    );
    const bytes = await fileBytes(world, paymentFileId);
    expect(file?.format).toBe('pain.001.001.09');
    expect(validatePaymentFile(bytes)).toMatchObject({
      valid: true,
      payments: 2,
    });
    expect(bytes.toString('utf8')).toContain('<CtrlSum>8.88</CtrlSum>');
  });

  it('tells the bank nothing that our ids tell: not one stands in a file', async () => {
    const account = await world.accountOn('sepa-file', 'DE02120300000000202051');
    await fund(world, account.ledgerAccountId, 100_00n);
    const payouts = [];
    for (let n = 1n; n <= 6n; n += 1n) {
      payouts.push(await requestPayout(world, await payee(world), n));
    }
    const [first] = await release(world, payouts, account);
    const paymentFileId = first?.paymentFileId ?? '';
    await world.writeFile.execute(world.system, { paymentFileId });
    const [file] = await world.asOwner<{ ids: string[] }>(
      `select (
         select array_agg(one::text) from payments.payouts p, unnest(array[p.id, p.obligation_id,
           p.payee_id, p.hold_id, p.payee_details_id, p.payment_file_id, p.bank_account_id,
           p.cooperative_id]) one where p.payment_file_id = f.id and one is not null) as ids
       from payments.payment_files f where id = $1`,
      [paymentFileId],
    );
    const text = (await fileBytes(world, paymentFileId)).toString('utf8').toLowerCase();
    const told = [...text.matchAll(/<(msgid|pmtinfid|endtoendid)>([^<]*)</g)];
    expect(told).toHaveLength(8);
    // Neither one of ours nor any other clock: what version 7 has, no name has.
    for (const [, , name] of told) expect(name).toMatch(/^[0-9a-f]{12}[^7][0-9a-f]{19}$/);
    expect(new Set(file?.ids).size).toBeGreaterThan(18);
    for (const id of file?.ids ?? []) {
      expect(text.replaceAll('-', '')).not.toContain(id.replaceAll('-', ''));
    }
    const names = payouts.map(({ endToEndId }) => endToEndId);
    expect(told.slice(2).map(([, , name]) => name)).toEqual(names.toSorted());
  });

  it.each([
    ['Australia/Melbourne', '2027-02-28T20:00:00Z', '2027-03-01'],
    ['America/Los_Angeles', '2027-03-31T05:00:00Z', '2027-03-30'],
  ])('asks for it on the day of the order as it is in %s', async (timeZone, now, day) => {
    const abroad = await createPayoutsWorld([new SepaFileRail(new PaymentFiles())]);
    try {
      await moveTo(abroad, abroad.cooperativeId, timeZone);
      const account = await abroad.accountOn('sepa-file', ibans.payer);
      await fund(abroad, account.ledgerAccountId, 100_00n);
      const payout = await requestPayout(abroad, await payee(abroad), 3_33n);
      abroad.clock.set(new Date(now));
      const [first] = await release(abroad, [payout], account);
      const paymentFileId = first?.paymentFileId ?? '';
      await abroad.writeFile.execute(abroad.system, { paymentFileId });
      const text = (await fileBytes(abroad, paymentFileId)).toString('utf8');
      expect(/<ReqdExctnDt>\s*<Dt>(.*?)<\/Dt>/.exec(text)?.[1]).toBe(day);
    } finally {
      await abroad.close();
    }
  });

  it('pays nobody whom a file cannot name: the release says whose it is', async () => {
    const account = await world.accountOn('sepa-file', 'BE68539007547034');
    await fund(world, account.ledgerAccountId, 100_00n);
    const odd = await requestPayout(world, await payee(world, { holderName: '漢字' }), 1_00n);
    await expect(release(world, [odd], account)).rejects.toMatchObject({
      code: 'PAYEE_DETAILS_UNPAYABLE',
      details: { data: { payoutId: odd.id, refusal: expect.stringContaining('name') } },
    });
  });

  it('is registered with what files can name, or not at all', async () => {
    await expect(world.accountOn('sepa-file', '062000-12345678')).rejects.toMatchObject({
      code: 'INVALID_BANK_ACCOUNT',
      path: ['rail'],
    });
    await expect(world.accountOn('sepa-file', 'AT611904300234573201', 'USD')).rejects.toMatchObject(
      { code: 'INVALID_BANK_ACCOUNT', path: ['rail'] },
    );
  });
});
