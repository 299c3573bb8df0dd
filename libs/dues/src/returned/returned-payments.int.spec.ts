import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import '../forget-dues.js';
import {
  createDuesWorld,
  dyingAtEachStep,
  factsOf,
  invoicesOf,
  lawsHold,
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
  // The bank account may be overdrawn: what is undone may have been spent.
  await pay(world, { amountMinor: 500_00n, freeText: 'a start' });
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

const payer = 'FR1420041010050500013M02606';
const alone = 'NL91ABNA0417164300';
const other = 'GB29NWBK60161331926819';

interface Owing {
  readonly actor: Actor;
  readonly invoice: InvoiceOfTest;
}

async function owing(amountMinor = 10_00n, name?: string): Promise<Owing> {
  const actor = await member(world, amountMinor, name === undefined ? {} : { name });
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  if (invoice === undefined) throw new Error('the invoice is there');
  return { actor, invoice };
}

const now = async ({ actor, invoice }: Owing) =>
  (await invoicesOf(world, actor)).find(({ id }) => id === invoice.id);
const lineOf = async (statementId: string) => {
  const [line] = await linesOf(world, statementId);
  if (line === undefined) throw new Error('the line is there');
  return line;
};
const comes = async (...lines: MadeLine[]) => lineOf(await pay(world, ...lines));
const again = (id: string) =>
  world.asOwner<{ state: string; transaction_id: string | null }>(
    'select state, transaction_id from payments.bank_lines where id = $1',
    [id],
  );
const postingsOf = (transactionId: string | null) =>
  world.asOwner<{ code: string; amount: string }>(
    `select case when b.id is null then a.code else 'bank' end as code,
       p.amount_minor::text as amount
     from ledger.postings p join ledger.accounts a on a.id = p.account_id
     left join payments.bank_accounts b on b.ledger_account_id = a.id
     where p.transaction_id = $1 order by p.position`,
    [transactionId],
  );
const creditOf = async ({ actor }: Owing) => {
  const { memberId } = actor;
  const credits = await world.unitOfWork.read(actor, (tx) =>
    world.credits.balances(tx, memberId ?? ''),
  );
  return credits.map(({ balanceMinor }) => balanceMinor);
};
const undo = (lineId: string, by = world.treasurer) =>
  world.undo.execute(by, { lineId, because: 'it was somebody else’s' });

describe('a payment that came back', () => {
  it.each([
    ['that names the invoice', (rf: string) => ({ freeText: `${rf} return`, payer })],
    ['that names it and no account', (rf: string) => ({ reference: rf })],
    ['that has the transfer’s own id', () => ({ endToEndId: 'SALARY-7', payer })],
    ['that has the account of who paid alone', () => ({ payer: alone, freeText: 'RETURN' })],
  ])('opens its invoice again: a return %s', async (name, clue) => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    const endToEndId = name.includes('own id') ? 'SALARY-7' : `T-${reference}`;
    const from = name.endsWith('alone') ? alone : payer;
    await pay(world, { amountMinor: 10_00n, reference, endToEndId, payer: from });
    expect(await now(debtor)).toMatchObject({ state: 'paid' });
    const returnReason = 'AC04';
    const back = await comes({ amountMinor: -10_00n, returnReason, ...clue(reference) });
    expect(back).toMatchObject({
      state: 'matched',
      matched_because: expect.stringMatching('AC04'),
    });
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
    expect(await factsOf(world, 'dues.InvoiceReopened', debtor.invoice.id)).toMatchObject([
      { amountMinor: '1000' },
    ]);
    // Paid once more, it is paid; and that return is not used for this one.
    await pay(world, { amountMinor: 10_00n, reference, payer });
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '1000' });
  });

  it('is found in the file that brought it, whatever stands first', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    await pay(
      world,
      { amountMinor: -10_00n, reference, reversal: true },
      { amountMinor: 10_00n, reference },
    );
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it.each([
    ['that the bank told', { chargeMinor: 3_00n }],
    ['that it did not tell, by hand', {}],
  ])('with a fee inside, %s: it is a posting of its own', async (_, told) => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    const paid = await comes({ amountMinor: 10_00n, reference, payer });
    const back = await comes({ amountMinor: -13_00n, reference, returnReason: 'MD06', ...told });
    if (back.state === 'new') {
      const returning = { lineId: back.id, returnsLineId: paid.id };
      await expect(world.assignReturn.execute(world.treasurer, returning)).rejects.toMatchObject({
        code: 'RETURN_NOT_FITTING',
        path: ['feeMinor'],
      });
      await world.assignReturn.execute(world.treasurer, { ...returning, feeMinor: 3_00n });
    }
    const [booked] = await again(back.id);
    expect(await postingsOf(booked?.transaction_id ?? null)).toEqual([
      { code: 'bank', amount: '-1300' },
      { code: 'dues-receivable', amount: '1000' },
      { code: 'bank-fees', amount: '300' },
    ]);
    const { memberId } = debtor.actor;
    expect(await factsOf(world, 'dues.PaymentReturned', memberId ?? '')).toEqual([
      {
        memberId,
        lineId: back.id,
        returnsLineId: paid.id,
        references: [reference],
        reason: null,
        officeReason: 'MD06',
        feeMinor: '300',
        transactionId: booked?.transaction_id,
        treasurerMemberIds: world.offices.held.get('treasurer'),
        accountLabel: 'Main',
        amountMinor: '1000',
        currency: 'EUR',
      },
    ]);
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it.each([
    ['to whose account it was, as their bank calls them', 'ZQSON, KIM', 'AC06'],
    ['not to whom somebody else had paid for', 'Vera Elder', null],
    ['not where nobody says who had paid', undefined, null],
  ])('tells why %s', async (_, payerName, reason) => {
    const debtor = await owing(10_00n, 'Kim Zqson');
    const { reference } = debtor.invoice;
    const by = { reference, payer, ...(payerName === undefined ? {} : { payerName }) };
    await comes({ amountMinor: 10_00n, ...by });
    await comes({ amountMinor: -10_00n, ...by, returnReason: 'AC06' });
    const told = await factsOf(world, 'dues.PaymentReturned', debtor.actor.memberId ?? '');
    expect(told).toMatchObject([{ reason, officeReason: 'AC06' }]);
  });

  it('takes the credit with it, from the invoice that it was set off against', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    await pay(world, { amountMinor: 17_00n, reference, payer });
    expect(await creditOf(debtor)).toEqual([7_00n]);
    world.clock.advance({ days: 31 });
    await world.issue.execute(world.system);
    expect((await invoicesOf(world, debtor.actor))[1]).toMatchObject({ paid_minor: '700' });
    await pay(world, { amountMinor: -17_00n, reference, returnReason: 'AC04' });
    expect(await invoicesOf(world, debtor.actor)).toMatchObject([
      { state: 'open', paid_minor: '0' },
      { state: 'open', paid_minor: '0' },
    ]);
    expect(await creditOf(debtor)).toEqual([]);
  });

  it('waits for a person when the credit was paid out', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    await pay(world, { amountMinor: 17_00n, reference });
    const memberId = debtor.actor.memberId ?? '';
    await world.refund.execute(world.treasurer, { memberId, currency: 'EUR' });
    const back = await comes({ amountMinor: -17_00n, reference, returnReason: 'AC04' });
    expect(back.state).toBe('new');
    expect(await now(debtor)).toMatchObject({ state: 'paid' });
  });

  it('is not guessed: another amount, account, or day, what came in, what is none', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    await pay(world, { amountMinor: 10_00n, reference, payer, on: '2026-01-20' });
    for (const line of [
      { amountMinor: -9_99n, reference, reversal: true },
      { amountMinor: -10_00n, reference, reversal: true, payer: other },
      { amountMinor: -10_00n, reference, reversal: true, on: '2026-01-19' },
      { amountMinor: 10_00n, reference, reversal: true },
      { amountMinor: -10_00n, reference },
    ]) {
      expect(await comes(line)).toMatchObject({ state: 'new' });
    }
    expect(await now(debtor)).toMatchObject({ state: 'paid' });
  });

  it('comes back once, when two lines say so at once or by hand', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    const paid = await comes({ amountMinor: 10_00n, reference });
    const made = { amountMinor: -10_00n, reference, reversal: true };
    const ids = [await statement(world, [made]), await statement(world, [made])];
    await Promise.all(ids.map((statementId) => world.match.execute(world.system, { statementId })));
    const states = await Promise.all(ids.map(async (id) => (await lineOf(id)).state));
    expect(states.toSorted()).toEqual(['matched', 'new']);
    const waiting = await lineOf(ids[states.indexOf('new')] ?? '');
    const returning = { lineId: waiting.id, returnsLineId: paid.id };
    await expect(world.assignReturn.execute(world.treasurer, returning)).rejects.toMatchObject({
      code: 'LINE_RETURNED',
    });
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it('is said by treasurers, of lines that fit', async () => {
    const debtor = await owing();
    const paid = await comes({ amountMinor: 10_00n, reference: debtor.invoice.reference });
    const less = await comes({ amountMinor: -9_00n, freeText: 'back?' });
    const came = await comes({ amountMinor: 9_00n, freeText: 'from my aunt' });
    const say = (lineId: string, returnsLineId: string, by = world.treasurer) =>
      world.assignReturn.execute(by, { lineId, returnsLineId });
    for (const [line, returned, code, field] of [
      [less, paid, 'RETURN_NOT_FITTING', 'lineId'],
      [came, paid, 'RETURN_NOT_FITTING', 'lineId'],
      [less, came, 'BANK_LINE_NOT_MATCHED', 'returnsLineId'],
      [paid, paid, 'BANK_LINE_MATCHED', 'lineId'],
      [less, { id: newId() }, 'BANK_LINE_NOT_FOUND', 'returnsLineId'],
    ] as const) {
      await expect(say(line.id, returned.id)).rejects.toMatchObject({ code, path: [field] });
    }
    await expect(say(less.id, paid.id, debtor.actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(say(less.id, paid.id, person(newId(), ['treasurer']))).rejects.toMatchObject({
      code: 'BANK_LINE_NOT_FOUND',
    });
  });

  it('does nothing by half, wherever the process dies', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    await pay(world, { amountMinor: 12_00n, reference });
    const statementId = await statement(world, [
      { amountMinor: -12_00n, reference, reversal: true },
    ]);
    const deaths = await dyingAtEachStep(world, ({ match }) =>
      match.execute(world.system, { statementId }),
    );
    expect(deaths).toBeGreaterThan(15);
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
    expect(await creditOf(debtor)).toEqual([]);
  });
});

describe('one transfer for several invoices', () => {
  it('pays those that it names, of several members too, in one posting', async () => {
    const [one, two] = [await owing(), await owing()];
    const freeText = `${one.invoice.reference} and ${two.invoice.reference} both`;
    const line = await comes({ amountMinor: 20_00n, freeText, payer });
    expect(line).toMatchObject({ state: 'matched' });
    for (const debtor of [one, two]) expect(await now(debtor)).toMatchObject({ state: 'paid' });
    expect(await postingsOf(line.transaction_id)).toEqual([
      { code: 'bank', amount: '2000' },
      { code: 'dues-receivable', amount: '-2000' },
    ]);
    // Returned, both are open.
    await pay(world, { amountMinor: -20_00n, reversal: true, freeText });
    for (const debtor of [one, two]) expect(await now(debtor)).toMatchObject({ state: 'open' });
  });

  it('waits when it is less, more and of several members, or one cannot be paid', async () => {
    const [one, two] = [await owing(), await owing()];
    const freeText = `${one.invoice.reference} and ${two.invoice.reference}`;
    for (const amountMinor of [19_99n, 20_01n]) {
      expect(await comes({ amountMinor, freeText })).toMatchObject({ state: 'new' });
    }
    await pay(world, { amountMinor: 10_00n, reference: one.invoice.reference });
    expect(await comes({ amountMinor: 20_00n, freeText })).toMatchObject({ state: 'new' });
    expect(await now(two)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it('is shared out by hand to the cent, and the rest is whose credit they say', async () => {
    const [one, two] = [await owing(), await owing()];
    const line = await comes({ amountMinor: 18_00n, freeText: 'from both' });
    const parts = [
      { invoiceId: one.invoice.id, amountMinor: 10_00n },
      { invoiceId: two.invoice.id, amountMinor: 6_00n },
    ];
    const creditMemberId = one.actor.memberId;
    const split = { lineId: line.id, parts, creditMemberId };
    const deaths = await dyingAtEachStep(world, (useCases) =>
      useCases.split.execute(world.treasurer, split),
    );
    expect(deaths).toBeGreaterThan(15);
    expect(await now(one)).toMatchObject({ state: 'paid' });
    expect(await now(two)).toMatchObject({ state: 'open', paid_minor: '600' });
    expect(await creditOf(one)).toEqual([2_00n]);
    await expect(world.split.execute(world.treasurer, split)).rejects.toMatchObject({
      code: 'BANK_LINE_MATCHED',
    });
  });

  it('may be nobody’s invoice: all of it is credit, and pays what they owe', async () => {
    const debtor = await owing();
    const line = await comes({ amountMinor: 25_00n, freeText: 'ahead' });
    const creditMemberId = debtor.actor.memberId;
    await world.split.execute(world.treasurer, { lineId: line.id, parts: [], creditMemberId });
    expect(await now(debtor)).toMatchObject({ state: 'paid' });
    expect(await creditOf(debtor)).toEqual([15_00n]);
    await undo(line.id);
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
    expect(await creditOf(debtor)).toEqual([]);
  });

  it('is refused when the line, an invoice or a member is not there, or paid out', async () => {
    const debtor = await owing();
    const came = await comes({ amountMinor: 10_00n, freeText: 'from my aunt' });
    const went = await comes({ amountMinor: -10_00n, freeText: 'rent' });
    const parts = [{ invoiceId: debtor.invoice.id, amountMinor: 10_00n }];
    const split = (changes: object, by = world.treasurer) =>
      world.split.execute(by, { lineId: came.id, parts, creditMemberId: null, ...changes });
    for (const [changes, code] of [
      [{ lineId: went.id }, 'BANK_LINE_NOT_PAYMENT'],
      [{ lineId: newId() }, 'BANK_LINE_NOT_FOUND'],
      [{ parts: [{ invoiceId: newId(), amountMinor: 10_00n }] }, 'INVOICE_NOT_FOUND'],
      [{ parts: [], creditMemberId: newId() }, 'DEBTOR_NOT_FOUND'],
      [{ parts: [] }, 'INVALID_SPLIT'],
    ] as const) {
      await expect(split(changes)).rejects.toMatchObject({ code });
    }
    await expect(split({}, debtor.actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
  });
});

describe('a wrong match', () => {
  it('is undone in one step: reversed, open again, and the line waits for another', async () => {
    const [wrong, right] = [await owing(), await owing()];
    const line = await comes({ amountMinor: 10_00n, reference: wrong.invoice.reference, payer });
    const deaths = await dyingAtEachStep(world, (useCases) =>
      useCases.undo.execute(world.treasurer, { lineId: line.id, because: 'a typing error' }),
    );
    expect(deaths).toBeGreaterThan(10);
    expect(await now(wrong)).toMatchObject({ state: 'open', paid_minor: '0' });
    expect(await again(line.id)).toEqual([{ state: 'new', transaction_id: null }]);
    const reversed = await world.asOwner(
      'select 1 from ledger.transactions where reverses_id = $1',
      [line.transaction_id],
    );
    expect(reversed).toHaveLength(1);
    const found = { lineId: line.id, invoiceId: right.invoice.id };
    expect(await world.assignLine.execute(world.treasurer, found)).toMatchObject({ state: 'paid' });
    // And once more, as often as somebody errs.
    await undo(line.id);
    await world.assignLine.execute(world.treasurer, found);
    expect(await now(right)).toMatchObject({ state: 'paid', paid_minor: '1000' });
  });

  it('is left to a person: no job takes it for the same again, nor learns from it', async () => {
    const wrong = await owing(18_00n);
    const { reference } = wrong.invoice;
    const account = 'ES9121000418450200051332';
    const statementId = await pay(world, { amountMinor: 18_00n, reference, payer: account });
    const line = await lineOf(statementId);
    await undo(line.id);
    await world.match.execute(world.system, { statementId });
    await world.match.execute(world.system, { lineIds: [line.id] });
    expect(await again(line.id)).toMatchObject([{ state: 'new' }]);
    expect(await comes({ amountMinor: 18_00n, payer: account })).toMatchObject({ state: 'new' });
  });

  it('is undone once, when two click at once', async () => {
    const debtor = await owing();
    const line = await comes({ amountMinor: 10_00n, reference: debtor.invoice.reference });
    const results = await Promise.allSettled([undo(line.id), undo(line.id)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results).toContainEqual(
      expect.objectContaining({
        reason: expect.objectContaining({ code: 'BANK_LINE_NOT_MATCHED' }) as Error,
      }),
    );
  });

  it('with an account is undone too, and takes nothing with it', async () => {
    const line = await comes({ amountMinor: 5_00n, freeText: 'for the roof' });
    const accountId = await world.unitOfWork.run(world.system, (tx) =>
      world.chart.account(tx, 'donation-income', 'EUR'),
    );
    const explained = { lineId: line.id, ledgerAccountId: accountId, because: 'a donation' };
    await world.assignToAccount.execute(world.treasurer, explained);
    await undo(line.id);
    expect(await again(line.id)).toEqual([{ state: 'new', transaction_id: null }]);
    await world.assignToAccount.execute(world.treasurer, explained);
  });

  it.each(['dues-receivable', 'member-credits'] as const)(
    'with %s cannot be: no line is explained by it',
    async (key) => {
      const line = await comes({ amountMinor: -5_00n, freeText: 'came back' });
      const accountId = await world.unitOfWork.run(world.system, (tx) =>
        world.chart.account(tx, key, 'EUR'),
      );
      const explained = { lineId: line.id, ledgerAccountId: accountId, because: 'a return' };
      await expect(world.assignToAccount.execute(world.treasurer, explained)).rejects.toMatchObject(
        { code: 'INVALID_BANK_LINE_ACCOUNT' },
      );
    },
  );

  it('of a return is undone, and its invoice is paid; of what came back not before', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    const paid = await comes({ amountMinor: 10_00n, reference });
    const back = await comes({ amountMinor: -10_00n, reference, reversal: true });
    await expect(undo(paid.id)).rejects.toMatchObject({ code: 'LINE_RETURNED' });
    await undo(back.id);
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '1000' });
    await undo(paid.id);
    expect(await now(debtor)).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it('of a return of what was paid otherwise since leaves credit', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    await pay(world, { amountMinor: 10_00n, reference });
    const back = await comes({ amountMinor: -10_00n, reference, reversal: true });
    await pay(world, { amountMinor: 10_00n, reference });
    await undo(back.id);
    expect(await now(debtor)).toMatchObject({ state: 'paid', paid_minor: '1000' });
    expect(await creditOf(debtor)).toEqual([10_00n]);
  });

  it('of an invoice that was cancelled since takes the credit that it left', async () => {
    const debtor = await owing();
    const line = await comes({ amountMinor: 10_00n, reference: debtor.invoice.reference });
    const cancelled = { invoiceId: debtor.invoice.id, reason: 'issued by mistake' };
    await world.cancelInvoice.execute(world.treasurer, cancelled);
    expect(await creditOf(debtor)).toEqual([10_00n]);
    await undo(line.id);
    expect(await now(debtor)).toMatchObject({ state: 'cancelled', paid_minor: '0' });
    expect(await creditOf(debtor)).toEqual([]);
  });

  it('is a treasurer’s to undo, of the same co-operative, with a reason', async () => {
    const debtor = await owing();
    const line = await comes({ amountMinor: 10_00n, reference: debtor.invoice.reference });
    await expect(undo(line.id, debtor.actor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(undo(line.id, person(newId(), ['treasurer']))).rejects.toMatchObject({
      code: 'BANK_LINE_NOT_FOUND',
    });
    await expect(
      world.undo.execute(world.treasurer, { lineId: line.id, because: ' ' }),
    ).rejects.toMatchObject({ code: 'INVALID_TRANSACTION' });
    expect(await now(debtor)).toMatchObject({ state: 'paid' });
  });

  // Last: nothing is booked before that day any more.
  it('takes effect on the day of what it reverses, and now when the books are closed', async () => {
    const debtor = await owing();
    const { reference } = debtor.invoice;
    const reversedAt = async (transactionId: string | null) => {
      const [row] = await world.asOwner<{ effective_at: Date }>(
        'select effective_at from ledger.transactions where reverses_id = $1',
        [transactionId],
      );
      return row?.effective_at;
    };
    // The bank tells of a day that has been.
    world.clock.set(new Date('2026-02-04T09:00:00Z'));
    const open = await comes({ amountMinor: 10_00n, reference, on: '2026-02-03' });
    await undo(open.id);
    expect(await reversedAt(open.transaction_id)).toEqual(new Date('2026-02-03T12:00:00Z'));
    const assigned = { lineId: open.id, invoiceId: debtor.invoice.id };
    await world.assignLine.execute(world.treasurer, assigned);
    const [booked] = await again(open.id);
    const before = world.clock.now();
    await world.unitOfWork.run(world.system, (tx) => world.ledger.closeBooks(tx, { before }));
    await undo(open.id);
    expect((await reversedAt(booked?.transaction_id ?? null))?.getTime()).toBeGreaterThanOrEqual(
      before.getTime(),
    );
    await world.assignLine.execute(world.treasurer, assigned);
    expect(await now(debtor)).toMatchObject({ state: 'paid' });
  });
});
