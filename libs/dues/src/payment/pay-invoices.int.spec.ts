import { makeRf, printRf } from '@rochdale/bank-formats';
import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  linesOf,
  member,
  pay,
  person,
  statement,
} from '../testing/dues-world.js';
import type { DuesWorld, InvoiceOfTest, MadeLine } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

interface Owing {
  readonly actor: Actor;
  readonly invoice: InvoiceOfTest;
}

async function owing(amountMinor = 10_00n): Promise<Owing> {
  const actor = await member(world, amountMinor);
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  if (invoice === undefined) throw new Error('the invoice is there');
  return { actor, invoice };
}
const now = async ({ actor }: Owing) => (await invoicesOf(world, actor))[0];
const stateOf = async (statementId: string) =>
  (await linesOf(world, statementId)).map(({ state }) => state);
const creditsOf = ({ invoice }: Owing) =>
  world.asOwner<{ amount: string }>(
    `select p.amount_minor::text as amount from ledger.postings p
     join ledger.accounts a on a.id = p.account_id
     join ledger.transactions t on t.id = p.transaction_id
     where a.code = 'member-credits' and t.source_id = $1`,
    [invoice.id],
  );
/** An invoice as it was issued when references were made of running numbers. */
async function owingOfBefore(): Promise<Owing> {
  const debtor = await owing();
  const reference = makeRf('D000123');
  await world.asOwner(`
    alter table dues.invoices disable trigger user;
    update dues.invoices set reference = '${reference}' where id = '${debtor.invoice.id}';
    alter table dues.invoices enable trigger user`);
  return { ...debtor, invoice: { ...debtor.invoice, reference } };
}
const assign = async (statementId: string, invoiceId: string, by = world.treasurer) => {
  const [line] = await linesOf(world, statementId);
  return world.assignLine.execute(by, { lineId: line?.id ?? '', invoiceId });
};

describe('a line pays', () => {
  it.each([
    ['in small letters', (reference: string) => reference.toLowerCase()],
    ['in blocks, among words', (reference: string) => `dues, ${printRf(reference)}, thank you`],
    ['with dashes', (reference: string) => printRf(reference).replaceAll(' ', '-')],
  ] as const)('by references of now and of before, written %s', async (_, written) => {
    for (const debtor of [await owing(), await owingOfBefore()]) {
      await pay(world, { amountMinor: 10_00n, freeText: written(debtor.invoice.reference) });
      expect(await now(debtor)).toMatchObject({ state: 'paid' });
      await world.asOwner(`
        alter table dues.invoices disable trigger user;
        update dues.invoices set reference = id::text where id = '${debtor.invoice.id}';
        alter table dues.invoices enable trigger user`);
    }
  });

  it.each([
    ['a cent of an invoice', 1n, 'open', '1', []],
    ['all but a cent', 9_99n, 'open', '999', []],
    ['exactly what is open', 10_00n, 'paid', '1000', []],
    ['a cent over', 10_01n, 'paid', '1000', [{ amount: '-1' }]],
    ['three times as much', 30_00n, 'paid', '1000', [{ amount: '-2000' }]],
  ] as const)('%s', async (_, amountMinor, state, paid, credits) => {
    const debtor = await owing();
    await pay(world, { amountMinor, reference: debtor.invoice.reference });
    expect(await now(debtor)).toMatchObject({ state, paid_minor: paid });
    expect(await creditsOf(debtor)).toEqual(credits);
    const facts = await factsOf(world, 'dues.InvoicePaid', debtor.invoice.id);
    expect(facts).toMatchObject([{ isWhole: state === 'paid', amountMinor: paid }]);
  });

  it('that a source told, by the reference in its words', async () => {
    const debtor = await owing();
    const movement = {
      externalId: newId(),
      bookedOn: '2026-01-05',
      amountMinor: 10_00n,
      reversal: false,
      counterparty: 'Somebody',
      reference: `Dues, ${debtor.invoice.reference}, thanks`,
      kind: 'payment',
    };
    const fee = { ...movement, externalId: newId(), amountMinor: -30n, kind: 'fee' };
    const lineIds = await world.unitOfWork.run(world.system, (tx) =>
      world.lines.take(tx, world.bank, 'tin', [movement, fee]),
    );
    await world.match.execute(world.system, { lineIds });
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '1000' });
  });

  it('what is left, and the line after that waits', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    await pay(world, { amountMinor: 4_00n, reference });
    await pay(world, { amountMinor: 6_00n, reference });
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '1000' });
    expect(await stateOf(await pay(world, { amountMinor: 1_00n, reference }))).toEqual(['new']);
    expect(await creditsOf(debtor)).toEqual([]);
  });

  it('one invoice with two lines at once: nothing is lost, and no cent counts twice', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    const line = { amountMinor: 6_00n, reference };
    const ids = [await statement(world, [line]), await statement(world, [line])];
    await Promise.all(ids.map((statementId) => world.match.execute(world.system, { statementId })));
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '1000' });
    expect(await creditsOf(debtor)).toEqual([{ amount: '-200' }]);
  });

  it('nothing that is waived', async () => {
    const debtor = await owing(20_00n);
    const free = await member(world, 20_00n);
    const wish = { amountMinor: 0n, fromOn: '2026-01-01', untilOn: '2026-01-31' };
    const { id } = await world.askWaiver.execute(free, wish);
    await world.decideWaiver.execute(world.treasurer, { waiverId: id, state: 'granted' });
    await world.issue.execute(world.system);
    const [waived] = await invoicesOf(world, free);
    const line = { amountMinor: 20_00n, reference: waived?.reference ?? '' };
    expect(await stateOf(await pay(world, line))).toEqual(['new']);
    expect(await now(debtor)).toMatchObject({ state: 'open' });
  });

  it('nothing that is cancelled, by reference or by a treasurer’s word', async () => {
    const debtor = await owing();
    const { id, reference } = debtor.invoice;
    const reason = 'issued by mistake';
    await world.cancelInvoice.execute(world.treasurer, { invoiceId: id, reason });
    const statementId = await pay(world, { amountMinor: 10_00n, reference });
    expect(await stateOf(statementId)).toEqual(['new']);
    await expect(assign(statementId, id)).rejects.toMatchObject({
      code: 'INVOICE_STATE',
      path: ['invoiceId'],
      details: { data: { state: 'cancelled' } },
    });
    expect(await now(debtor)).toMatchObject({ state: 'cancelled', paid_minor: '0' });
  });
});

describe('a payer seen before', () => {
  const payer = 'FR1420041010050500013M02606';
  const line = (changes: Partial<MadeLine> = {}): MadeLine => ({
    amountMinor: 17_00n,
    payer,
    freeText: 'dues',
    ...changes,
  });

  it('with two open invoices of the same amount waits for a treasurer', async () => {
    const [one, two] = [await owing(17_00n), await owing(17_00n)];
    for (const { invoice } of [one, two]) {
      await pay(world, { amountMinor: 1_00n, reference: invoice.reference, payer });
    }
    const statementId = await pay(world, line({ amountMinor: 16_00n }));
    expect(await stateOf(statementId)).toEqual(['new']);
    await assign(statementId, two.invoice.id);
    expect(await now(two)).toMatchObject({ state: 'paid' });
    // One of them is left, and now it is plain which.
    expect(await stateOf(await pay(world, line({ amountMinor: 16_00n })))).toEqual(['matched']);
    expect(await now(one)).toMatchObject({ state: 'paid' });
  });

  it('is not guessed when the amount is a cent off, or the account another', async () => {
    const debtor = await owing(19_00n);
    const { reference } = debtor.invoice;
    await pay(world, { amountMinor: 2_00n, reference, payer });
    for (const guess of [
      line({ amountMinor: 16_99n }),
      line({ amountMinor: 17_01n }),
      line({ payer: 'GB29NWBK60161331926819' }),
    ]) {
      expect(await stateOf(await pay(world, guess))).toEqual(['new']);
    }
    expect(await stateOf(await pay(world, line()))).toEqual(['matched']);
    expect(await now(debtor)).toMatchObject({ state: 'paid' });
  });

  it('is not kept by the number of the account', async () => {
    const rows = await world.asOwner<{ text: string }>(
      'select p::text as text from dues.payments p',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) expect(text).not.toContain(payer);
  });
});

describe('a treasurer says which invoice a line pays', () => {
  const waiting = () => pay(world, { amountMinor: 10_00n, freeText: 'from my aunt' });

  it('once', async () => {
    const debtor = await owing();
    const statementId = await waiting();
    expect(await assign(statementId, debtor.invoice.id)).toMatchObject({ state: 'paid' });
    const other = await owing();
    await expect(assign(statementId, other.invoice.id)).rejects.toMatchObject({
      code: 'BANK_LINE_MATCHED',
    });
    expect(await now(other)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it('and nobody else', async () => {
    const debtor = await owing();
    const statementId = await waiting();
    for (const by of [debtor.actor, person(world.cooperativeId, ['auditor'])]) {
      const result = assign(statementId, debtor.invoice.id, by);
      await expect(result).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('that is there, open and theirs, of money that came in', async () => {
    const debtor = await owing();
    const statementId = await waiting();
    await expect(assign(statementId, newId())).rejects.toMatchObject({
      code: 'INVOICE_NOT_FOUND',
      path: ['invoiceId'],
    });
    const out = await pay(world, { amountMinor: -10_00n, freeText: 'rent' });
    await expect(assign(out, debtor.invoice.id)).rejects.toMatchObject({
      code: 'INVOICE_NOT_FOUND',
      path: ['lineId'],
    });
    const stranger = person(newId(), ['treasurer']);
    await expect(assign(statementId, debtor.invoice.id, stranger)).rejects.toMatchObject({
      code: 'BANK_LINE_NOT_FOUND',
    });
    expect(await now(debtor)).toMatchObject({ state: 'open' });
  });
});

describe('who reads what', () => {
  const page = { first: 100 };
  const list = (by: Actor, memberId: string | null) =>
    world.unitOfWork.read(by, (tx) => world.queries.invoices(tx, page, { memberId }));

  it('a member reads their own invoices and no other’s', async () => {
    const [one, two] = [await owing(), await owing()];
    const own = await list(one.actor, one.actor.memberId);
    expect(own.rows.map(({ id }) => id)).toEqual([one.invoice.id]);
    for (const memberId of [two.actor.memberId, null]) {
      await expect(list(one.actor, memberId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    const ids = [one.invoice.id, two.invoice.id];
    const found = await world.unitOfWork.read(one.actor, (tx) => world.queries.byIds(tx, ids));
    expect([...found.keys()]).toEqual([one.invoice.id]);
  });

  it.each(['treasurer', 'auditor'] as const)('a clerk, the %s, reads all', async (role) => {
    const debtor = await owing();
    const clerk = person(world.cooperativeId, [role]);
    const { rows } = await list(clerk, debtor.actor.memberId);
    expect(rows.map(({ id }) => id)).toEqual([debtor.invoice.id]);
    const found = await world.unitOfWork.read(clerk, (tx) =>
      world.queries.byIds(tx, [debtor.invoice.id]),
    );
    expect(found.size).toBe(1);
  });

  it('who is nobody here reads none, neither by id nor as their own', async () => {
    const debtor = await owing();
    const nobody = { ...person(world.cooperativeId), standing: 'applicant', memberId: null };
    const found = await world.unitOfWork.read(nobody, (tx) =>
      world.queries.byIds(tx, [debtor.invoice.id]),
    );
    expect(found.size).toBe(0);
    for (const actor of [nobody, world.system]) {
      const own = world.unitOfWork.read(actor, (tx) => world.queries.ownInvoices(tx, page));
      await expect(own).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('a clerk of another co-operative reads none', async () => {
    const debtor = await owing();
    const stranger = person(newId(), ['treasurer']);
    expect((await list(stranger, null)).rows).toEqual([]);
    const found = await world.unitOfWork.read(stranger, (tx) =>
      world.queries.byIds(tx, [debtor.invoice.id]),
    );
    expect(found.size).toBe(0);
  });
});
