import type { Actor } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  lawsHold,
  member,
  pay,
  person,
} from '../testing/dues-world.js';
import type { DuesWorld, InvoiceOfTest } from '../testing/dues-world.js';
import { CreditNoteQueries } from './credit-note.queries.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
  await pay(world, { amountMinor: 500_00n, freeText: 'a start' });
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

async function owing() {
  const actor = await member(world, 10_00n);
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  return { actor, memberId: actor.memberId ?? '', invoice: invoice as InvoiceOfTest };
}
const today = () => world.clock.now().toISOString().slice(0, 10);
const rows = <Row extends object>(text: string, id: string) => world.asOwner<Row>(text, [id]);

describe('what is taken off an invoice', () => {
  const cancel = (invoiceId: string) =>
    world.cancelInvoice.execute(world.treasurer, { invoiceId, reason: 'a mistake' });

  it('keeps who took it off, and gives what was paid back on that day', async () => {
    const { memberId, invoice } = await owing();
    await pay(world, { amountMinor: 6_00n, reference: invoice.reference });
    world.clock.advance({ days: 2 });
    await cancel(invoice.id);
    const notes = await rows(
      'select made_by_account_id as by, made_at as at from dues.credit_notes where invoice_id = $1',
      invoice.id,
    );
    expect(notes).toEqual([{ by: world.treasurer.accountId, at: world.clock.now() }]);
    const back = await rows(
      `select amount_minor, paid_on::text as on from dues.payments
       where invoice_id = $1 and kind = 'credited'`,
      invoice.id,
    );
    expect(back).toEqual([{ amount_minor: '-600', on: today() }]);
    expect(await factsOf(world, 'dues.CreditChanged', memberId)).toMatchObject([
      { kind: 'credited', amountMinor: '600' },
    ]);
  });

  it('is seen by its member and by clerks, and by no other member', async () => {
    const { actor, invoice } = await owing();
    await cancel(invoice.id);
    const seen = (by: Actor) =>
      world.unitOfWork.read(by, (tx) => new CreditNoteQueries().ofInvoices(tx, [invoice.id]));
    for (const by of [actor, person(world.cooperativeId, ['auditor'])]) {
      expect(await seen(by)).toMatchObject([{ amountMinor: 10_00n, reason: 'a mistake' }]);
    }
    expect(await seen(await member(world, 10_00n))).toEqual([]);
    const nobody = { ...person(world.cooperativeId), standing: 'applicant', memberId: null };
    expect(await seen(nobody)).toEqual([]);
  });
});

describe('an invoice', () => {
  it('has the moment from which it was paid, and none once it is open again', async () => {
    const { invoice } = await owing();
    const { reference, id } = invoice;
    const paidAt = async () => {
      const [row] = await rows<{ at: Date | null }>(
        'select paid_at as at from dues.invoices where id = $1',
        id,
      );
      return row?.at;
    };
    await pay(world, { amountMinor: 10_00n, reference });
    const first = world.clock.now();
    world.clock.advance({ hours: 1 });
    const part = { amountMinor: 1_00n, reason: 'kindness', idempotencyKey: `part-${id}` };
    await world.creditInvoice.execute(world.treasurer, { invoiceId: id, ...part });
    expect(await paidAt()).toEqual(first);
    await pay(world, { amountMinor: -10_00n, reference, reversal: true });
    expect(await paidAt()).toBeNull();
  });

  it('is listed by when it was issued: from one moment on, and before another', async () => {
    const issued: { id: string; at: Date }[] = [];
    for (const _ of [1, 2, 3]) {
      world.clock.advance({ minutes: 5 });
      issued.push({ id: (await owing()).invoice.id, at: world.clock.now() });
    }
    const [one, two, three] = issued;
    const filter = { from: one?.at ?? null, before: three?.at ?? null };
    const page = await world.unitOfWork.read(world.treasurer, (tx) =>
      world.queries.invoices(tx, { first: 10 }, filter),
    );
    expect(page.rows.map(({ id }) => id)).toEqual([two?.id, one?.id]);
  });
});

describe('a waiver', () => {
  it.each(['granted', 'refused'] as const)('that is %s says so, and who did', async (state) => {
    const { actor } = await owing();
    const day = today();
    const asked = { amountMinor: 0n, fromOn: day, untilOn: day };
    const { id } = await world.askWaiver.execute(actor, asked);
    await world.decideWaiver.execute(world.treasurer, { waiverId: id, state });
    const { memberId } = actor;
    expect(await factsOf(world, 'dues.WaiverChanged', id)).toEqual([
      { waiverId: id, memberId, state: 'asked' },
      { waiverId: id, memberId, state },
    ]);
    expect(
      await rows('select decided_by_account_id as by from dues.waivers where id = $1', id),
    ).toEqual([{ by: world.treasurer.accountId }]);
  });
});
