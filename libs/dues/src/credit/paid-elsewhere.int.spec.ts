import { ownPayoutLines } from '@rochdale/payouts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import '../forget-dues.js';
import { createDuesWorld, linesOf, pay } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import { refundDesk } from '../testing/refund-desk.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
  world.useCases.sources.registerLines('payouts', (tx, { memberId }) =>
    ownPayoutLines(tx, memberId),
  );
});
afterAll(() => world.close());

it('who is paid on the account of another is not handed over what that one gave', async () => {
  const desk = await refundDesk(world);
  const iban = 'NL91ABNA0417164300';
  const gift = await pay(world, {
    amountMinor: 77_00n,
    payer: iban,
    payerName: 'Dora Donor',
    freeText: 'for my late husband',
  });
  expect(await linesOf(world, gift)).toHaveLength(1);
  const eve = await desk.creditor(1_00n);
  const { debitId } = await desk.refunded(eve, 1_00n);
  // As banks write a transfer that left: to whom it went.
  await world.asOwner('alter table payments.bank_lines disable trigger user');
  await world.asOwner(
    `update payments.bank_lines set counterparty_account = $2, counterparty_name = 'Dora Donor'
     where id = $1`,
    [debitId, iban],
  );
  await world.asOwner('alter table payments.bank_lines enable trigger user');
  await world.asOwner(`update identity.accounts set name = 'Dora Donor' where id = $1`, [
    eve.actor.accountId,
  ]);
  const told = await world.useCases.exportData.execute(eve.actor);
  expect(JSON.stringify(told)).not.toContain('for my late husband');
});
