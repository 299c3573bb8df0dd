import { newId } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ibans, read } from '../../../banking/src/testing/banking-world.js';
import { camtFile } from '../../../banking/src/testing/camt.js';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  lawsHold,
  linesOf,
  member,
  pay,
} from '../testing/dues-world.js';
import type { DuesWorld, InvoiceOfTest } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
  await pay(world, { amountMinor: 500_00n, freeText: 'a start' });
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

async function owing(amountMinor = 10_00n) {
  const actor = await member(world, amountMinor);
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  return { memberId: actor.memberId ?? '', invoice: invoice as InvoiceOfTest };
}
const today = () => world.clock.now().toISOString().slice(0, 10);
const dayAfter = (days: number) => {
  world.clock.advance({ days });
  return today();
};

describe('what members paid', () => {
  const shareOut = (since: string, to: string, currency = 'EUR', sharedInId = newId()) =>
    world.unitOfWork.run(world.system, (tx) =>
      world.paid.shareOut(tx, { currency, since, to, sharedInId }),
    );

  it('is shared out once: from its first day on, and before its last', async () => {
    const { memberId, invoice } = await owing();
    const { reference } = invoice;
    const since = dayAfter(1);
    await pay(world, { amountMinor: 3_00n, reference });
    const to = dayAfter(1);
    await pay(world, { amountMinor: 4_00n, reference });
    const end = dayAfter(1);
    expect(await shareOut(since, to, 'CHF')).toEqual([]);
    expect(await shareOut(since, to)).toEqual([{ memberId, paidMinor: 3_00n }]);
    expect(await shareOut(since, end)).toEqual([{ memberId, paidMinor: 4_00n }]);
    expect(await shareOut(since, end)).toEqual([]);
  });

  it('and taken back again in the same span is settled with it: nothing is left over', async () => {
    const { invoice } = await owing();
    const { reference } = invoice;
    const since = dayAfter(1);
    await pay(world, { amountMinor: 10_00n, reference });
    await pay(world, { amountMinor: -10_00n, reference, reversal: true });
    const to = dayAfter(1);
    const sharedInId = newId();
    expect(await shareOut(since, to, 'EUR', sharedInId)).toEqual([]);
    expect(
      await world.asOwner('select 1 from dues.shared_payments where shared_in_id = $1', [
        sharedInId,
      ]),
    ).toHaveLength(2);
  });
});

describe('a payment of several members that came back', () => {
  it('with a fee: it is told of once, and each of what was theirs', async () => {
    const [one, two] = [await owing(6_00n), await owing(4_00n)];
    const freeText = `${one.invoice.reference} ${two.invoice.reference}`;
    await pay(world, { amountMinor: 10_00n, freeText, endToEndId: 'BOTH' });
    const back = { endToEndId: 'BOTH', returnReason: 'AC04', chargeMinor: 2_50n };
    await pay(world, { amountMinor: -12_50n, ...back });
    const told = [
      ...(await factsOf(world, 'dues.PaymentReturned', one.memberId)),
      ...(await factsOf(world, 'dues.PaymentReturned', two.memberId)),
    ];
    expect(told.map((fact) => fact['amountMinor'])).toEqual(['600', '400']);
    expect(new Set(told.map((fact) => fact['feeMinor']))).toEqual(new Set(['0', '250']));
    expect(told).toMatchObject([
      { references: [one.invoice.reference], treasurerMemberIds: expect.any(Array) },
      { references: [two.invoice.reference] },
    ]);
  });

  it('is said by hand also of a statement that does not add up', async () => {
    const { invoice } = await owing();
    const paid = await pay(world, { amountMinor: 10_00n, reference: invoice.reference });
    const entries = [{ amountMinor: -10_00n, on: today(), text: 'Rueckgabe' }];
    const unsound = { id: `U-${newId()}`, iban: ibans.main, closingMinor: 1n, entries };
    const { statementIds } = await read(world, camtFile(unsound));
    const [[line], [brought]] = [
      await linesOf(world, statementIds[0] ?? ''),
      await linesOf(world, paid),
    ];
    expect(line?.state).toBe('flagged');
    const ids = { lineId: line?.id ?? '', returnsLineId: brought?.id ?? '' };
    await world.assignReturn.execute(world.treasurer, ids);
    const rows = await world.asOwner('select state, paid_minor from dues.invoices where id = $1', [
      invoice.id,
    ]);
    expect(rows).toEqual([{ state: 'open', paid_minor: '0' }]);
  });
});
