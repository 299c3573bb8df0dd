import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  dyingAtEachStep,
  factsOf,
  invoicesOf,
  lawsHold,
  linesOf,
  member,
  pay,
  statement,
} from '../testing/dues-world.js';
import type { DuesWorld, InvoiceOfTest, MadeLine } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
  await pay(world, { amountMinor: 500_00n, freeText: 'a start' });
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

interface Owing {
  readonly actor: Actor;
  readonly invoice: InvoiceOfTest;
}
async function owing(amountMinor: bigint): Promise<Owing> {
  const actor = await member(world, amountMinor);
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  if (invoice === undefined) throw new Error('the invoice is there');
  return { actor, invoice };
}
const lineOf = async (statementId: string) => {
  const [line] = await linesOf(world, statementId);
  if (line === undefined) throw new Error('the line is there');
  return line;
};
const comes = async (...lines: MadeLine[]) => lineOf(await pay(world, ...lines));
const paidOf = (debtors: readonly Owing[]) =>
  Promise.all(
    debtors.map(async ({ actor }) => (await invoicesOf(world, actor))[0]?.paid_minor ?? ''),
  );
const postingsOf = async (lineId: string) => {
  const rows = await world.asOwner<{ code: string; amount: string }>(
    `select case when b.id is null then a.code else 'bank' end as code,
       p.amount_minor::text as amount
     from payments.bank_lines l join ledger.postings p on p.transaction_id = l.transaction_id
     join ledger.accounts a on a.id = p.account_id
     left join payments.bank_accounts b on b.ledger_account_id = a.id
     where l.id = $1 order by p.position`,
    [lineId],
  );
  return rows.map(({ code, amount }) => `${code} ${amount}`);
};
const creditOf = async ({ actor }: Owing) => {
  const memberId = actor.memberId ?? '';
  const credits = await world.unitOfWork.read(actor, (tx) => world.credits.balances(tx, memberId));
  return credits.map(({ balanceMinor }) => balanceMinor);
};
const undo = (lineId: string) =>
  world.undo.execute(world.treasurer, { lineId, because: 'it was somebody else’s' });
const say = (
  lineId: string,
  returnsLineId: string,
  parts: readonly (Partial<Record<'invoiceId' | 'creditMemberId', string>> & {
    amountMinor?: bigint;
  })[] = [],
  feeMinor: bigint | null = null,
) => world.assignReturn.execute(world.treasurer, { lineId, returnsLineId, parts, feeMinor });

let transfers = 0;
/** One transfer that pays these, and what identifies it. */
async function paidTogether(amounts: readonly bigint[], moreMinor = 0n) {
  const debtors: Owing[] = [];
  for (const amountMinor of amounts) debtors.push(await owing(amountMinor));
  transfers += 1;
  const endToEndId = `TOGETHER-${transfers}`;
  const amountMinor = amounts.reduce((sum, one) => sum + one, moreMinor);
  const line = await comes({ amountMinor, endToEndId, freeText: 'for all of us' });
  await world.split.execute(world.treasurer, {
    lineId: line.id,
    parts: debtors.map(({ invoice }, nth) => ({
      invoiceId: invoice.id,
      amountMinor: amounts[nth] ?? 0n,
    })),
    creditMemberId: debtors[0]?.actor.memberId ?? null,
  });
  return { line, endToEndId, debtors };
}

it('a line that was undone, as its return was, comes back as what it is said to be', async () => {
  const [first, other] = [await owing(6_10n), await owing(6_10n)];
  const { reference: freeText } = first.invoice;
  const nextDay = () => world.clock.advance({ days: 1 });
  const endToEndId = 'SAID-ANEW';
  const taken = { amountMinor: -6_10n, endToEndId, returnReason: 'AC04' };
  const line = await comes({ amountMinor: 6_10n, endToEndId, freeText });
  nextDay();
  const back = await comes(taken);
  nextDay();
  await comes({ amountMinor: 6_10n, freeText });
  await undo(back.id);
  await undo(line.id);
  const parts = [{ invoiceId: other.invoice.id, amountMinor: 6_10n }];
  await world.split.execute(world.treasurer, { lineId: line.id, parts, creditMemberId: null });
  nextDay();
  expect(await comes(taken)).toMatchObject({ state: 'matched' });
  expect((await paidOf([other]))[0]).toBe('0');
});

describe('one part of a transfer for several invoices', () => {
  it('comes back by its amount: its invoice alone is open, the others stay paid', async () => {
    const { line, endToEndId, debtors } = await paidTogether([10_00n, 14_00n]);
    const back = await comes({ amountMinor: -14_00n, endToEndId, returnReason: 'AC04' });
    expect(back).toMatchObject({ state: 'matched' });
    expect(await paidOf(debtors)).toEqual(['1000', '0']);
    expect(await postingsOf(back.id)).toEqual(['bank -1400', 'dues-receivable 1400']);
    const memberId = debtors[1]?.actor.memberId ?? '';
    expect(await factsOf(world, 'dues.PaymentReturned', memberId)).toMatchObject([
      { lineId: back.id, returnsLineId: line.id, amountMinor: '1400', officeReason: 'AC04' },
    ]);
    expect(await factsOf(world, 'dues.PaymentReturned', debtors[0]?.actor.memberId ?? '')).toEqual(
      [],
    );
  });

  it('comes back with the fee that the bank told, which is a posting of its own', async () => {
    const { endToEndId, debtors } = await paidTogether([10_00n, 14_00n]);
    const told = { returnReason: 'MD06', chargeMinor: 3_00n };
    const back = await comes({ amountMinor: -13_00n, endToEndId, ...told });
    expect(await postingsOf(back.id)).toEqual([
      'bank -1300',
      'dues-receivable 1000',
      'bank-fees 300',
    ]);
    expect(await paidOf(debtors)).toEqual(['0', '1400']);
  });

  it('comes back by the invoice that the return names, of several of its amount', async () => {
    const { debtors } = await paidTogether([10_00n, 10_00n, 10_00n]);
    const reference = debtors[1]?.invoice.reference ?? '';
    await pay(world, { amountMinor: -10_00n, reference, returnReason: 'AC04' });
    expect(await paidOf(debtors)).toEqual(['1000', '0', '1000']);
    const both = [debtors[0], debtors[2]].map((one) => one?.invoice.reference).join(' ');
    await pay(world, { amountMinor: -20_00n, freeText: both, returnReason: 'AC04' });
    expect(await paidOf(debtors)).toEqual(['0', '0', '0']);
  });

  it('is followed by the other parts, and then nothing is left to come back', async () => {
    const { line, endToEndId, debtors } = await paidTogether([10_00n, 14_00n], 2_00n);
    await comes({ amountMinor: -14_00n, endToEndId, reversal: true });
    const rest = await comes({ amountMinor: -12_00n, endToEndId, reversal: true });
    expect(rest).toMatchObject({ state: 'matched' });
    expect(await paidOf(debtors)).toEqual(['0', '0']);
    const more = await comes({ amountMinor: -10_00n, endToEndId, reversal: true });
    expect(more).toMatchObject({ state: 'new' });
    await expect(say(more.id, line.id)).rejects.toMatchObject({
      code: 'LINE_RETURNED',
      path: ['returnsLineId'],
    });
  });

  it('waits for a person when several fit, or none', async () => {
    const { line, endToEndId, debtors } = await paidTogether([10_00n, 10_00n, 4_00n]);
    const back = await comes({ amountMinor: -10_00n, endToEndId, returnReason: 'AC04' });
    const odd = await comes({ amountMinor: -9_00n, endToEndId, returnReason: 'AC04' });
    expect([back.state, odd.state]).toEqual(['new', 'new']);
    for (const { id } of [back, odd]) {
      await expect(say(id, line.id)).rejects.toMatchObject({ code: 'RETURN_NOT_FITTING' });
    }
    expect(await paidOf(debtors)).toEqual(['1000', '1000', '400']);
    const invoiceId = debtors[1]?.invoice.id ?? '';
    const deaths = await dyingAtEachStep(world, ({ assignReturn }) =>
      assignReturn.execute(world.treasurer, {
        lineId: back.id,
        returnsLineId: line.id,
        parts: [{ invoiceId }],
      }),
    );
    expect(deaths).toBeGreaterThan(10);
    expect(await paidOf(debtors)).toEqual(['1000', '0', '400']);
    // Less than a part, when somebody says so.
    const part = { invoiceId: debtors[0]?.invoice.id ?? '', amountMinor: 9_00n };
    await say(odd.id, line.id, [part]);
    expect(await paidOf(debtors)).toEqual(['100', '0', '400']);
  });

  it('is undone by itself, and the transfer once nothing of it came back', async () => {
    const { line, endToEndId, debtors } = await paidTogether([10_00n, 14_00n]);
    const back = await comes({ amountMinor: -14_00n, endToEndId, reversal: true });
    await expect(undo(line.id)).rejects.toMatchObject({ code: 'LINE_RETURNED', path: ['id'] });
    await undo(back.id);
    expect(await paidOf(debtors)).toEqual(['1000', '1400']);
    await say(back.id, line.id);
    expect(await paidOf(debtors)).toEqual(['1000', '0']);
    await undo(back.id);
    await undo(line.id);
    expect(await paidOf(debtors)).toEqual(['0', '0']);
  });

  it('comes back once, when two lines say so at once', async () => {
    const { endToEndId, debtors } = await paidTogether([10_00n, 14_00n]);
    const made = { amountMinor: -14_00n, endToEndId, reversal: true };
    const ids: string[] = [];
    for (const freeText of ['no account', 'account closed']) {
      ids.push(await statement(world, [{ ...made, freeText }]));
    }
    await Promise.all(ids.map((statementId) => world.match.execute(world.system, { statementId })));
    const states = await Promise.all(ids.map(async (id) => (await lineOf(id)).state));
    expect(states.toSorted()).toEqual(['matched', 'new']);
    expect(await paidOf(debtors)).toEqual(['1000', '0']);
  });

  it('takes the credit when its invoice was cancelled since, and then the rest', async () => {
    const { endToEndId, debtors } = await paidTogether([10_00n, 14_00n]);
    const [one, two] = debtors;
    if (one === undefined || two === undefined) throw new Error('there are two');
    const cancelled = { invoiceId: two.invoice.id, reason: 'issued by mistake' };
    await world.cancelInvoice.execute(world.treasurer, cancelled);
    await comes({ amountMinor: -14_00n, endToEndId, reversal: true });
    expect(await creditOf(two)).toEqual([]);
    expect(await paidOf(debtors)).toEqual(['1000', '0']);
    await comes({ amountMinor: -10_00n, endToEndId, reversal: true });
    expect(await paidOf(debtors)).toEqual(['0', '0']);
  });
});

describe('the parts that a treasurer names', () => {
  it('come back together, of invoices and of credit; what is more is the fee', async () => {
    const { line, debtors } = await paidTogether([10_00n, 10_00n, 10_00n], 5_00n);
    const back = await comes({ amountMinor: -16_50n, freeText: 'back' });
    const invoiceId = debtors[2]?.invoice.id ?? '';
    const creditMemberId = debtors[0]?.actor.memberId ?? '';
    const named = [{ invoiceId }, { creditMemberId }];
    for (const feeMinor of [null, 0n, 1_49n, 1_51n, -1_50n, 16_50n]) {
      await expect(say(back.id, line.id, named, feeMinor)).rejects.toMatchObject({
        code: 'RETURN_NOT_FITTING',
        path: ['feeMinor'],
      });
    }
    await say(back.id, line.id, named, 1_50n);
    expect(await postingsOf(back.id)).toEqual([
      'bank -1650',
      'dues-receivable 1000',
      'member-credits 500',
      'bank-fees 150',
    ]);
    expect(await paidOf(debtors)).toEqual(['1000', '1000', '0']);
  });

  it('come back less the fee that the bank told, without a word of it', async () => {
    const { line, debtors } = await paidTogether([10_00n, 14_00n]);
    const back = await comes({ amountMinor: -13_00n, freeText: 'back', chargeMinor: 3_00n });
    const named = [{ invoiceId: debtors[0]?.invoice.id ?? '' }];
    await expect(say(back.id, line.id, named, 2_00n)).rejects.toMatchObject({
      code: 'RETURN_NOT_FITTING',
      details: { path: ['feeMinor'], data: { differenceMinor: '300' } },
    });
    await say(back.id, line.id, named);
    expect(await postingsOf(back.id)).toContain('bank-fees 300');
    expect(await paidOf(debtors)).toEqual(['0', '1400']);
  });

  it('are all that is left where none is named, and no other sum than the line', async () => {
    const { line, debtors } = await paidTogether([10_00n, 14_00n]);
    const back = await comes({ amountMinor: -50_00n, freeText: 'rent' });
    await expect(say(back.id, line.id)).rejects.toMatchObject({
      code: 'RETURN_NOT_FITTING',
      details: { path: ['feeMinor'], data: { differenceMinor: '2600' } },
    });
    expect(await paidOf(debtors)).toEqual(['1000', '1400']);
    const odd = await comes({ amountMinor: -15_00n, freeText: 'back' });
    await say(odd.id, line.id, [], 1_00n);
    expect(await paidOf(debtors)).toEqual(['1000', '0']);
  });

  it('are parts of that line, each once, and no more than the line took', async () => {
    const { line, debtors } = await paidTogether([10_00n, 10_00n]);
    const back = await comes({ amountMinor: -9_99n, freeText: 'back' });
    const invoiceId = debtors[0]?.invoice.id ?? '';
    for (const [parts, path] of [
      [[{ invoiceId: newId() }], ['parts', '0', 'invoiceId']],
      [
        [{ invoiceId, amountMinor: 1n }, { invoiceId }],
        ['parts', '1', 'invoiceId'],
      ],
      [[{ creditMemberId: newId() }], ['parts', '0', 'creditMemberId']],
      [[{}], ['parts', '0']],
      [[{ invoiceId, creditMemberId: newId() }], ['parts', '0']],
      [[{ invoiceId, amountMinor: 0n }], ['parts', '0', 'amountMinor']],
      [[{ invoiceId, amountMinor: 10_01n }], ['parts', '0', 'amountMinor']],
      [[{ invoiceId }], ['parts']],
    ] as const) {
      await expect(say(back.id, line.id, parts)).rejects.toMatchObject({
        code: 'RETURN_NOT_FITTING',
        details: { path },
      });
    }
    expect(await paidOf(debtors)).toEqual(['1000', '1000']);
  });
});
