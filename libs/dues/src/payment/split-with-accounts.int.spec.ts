import type { AccountKind } from '@rochdale/ledger';
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
} from '../testing/dues-world.js';
import type { DuesWorld, InvoiceOfTest, MadeLine } from '../testing/dues-world.js';
import type { SplitPart } from './split.js';

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
async function owing(amountMinor = 20_00n): Promise<Owing> {
  const actor = await member(world, amountMinor);
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  if (invoice === undefined) throw new Error('the invoice is there');
  return { actor, invoice };
}
const paidOf = async ({ actor }: Owing) => (await invoicesOf(world, actor))[0]?.paid_minor;
const comes = async (line: MadeLine) => {
  const [found] = await linesOf(world, await pay(world, line));
  if (found === undefined) throw new Error('the line is there');
  return found;
};
const again = async (id: string) => {
  const [line] = await world.asOwner<{ state: string; kind: string | null; matched: string }>(
    `select state, matched_kind as kind, matched_id as matched
     from payments.bank_lines where id = $1`,
    [id],
  );
  return line;
};
const account = (code: string, kind: AccountKind = 'income') =>
  world.unitOfWork.run(world.system, (tx) =>
    world.ledger.openAccount(tx, { code, name: code, kind, currency: 'EUR' }),
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
const split = (
  lineId: string,
  parts: readonly SplitPart[],
  creditMemberId: string | null = null,
  by = world.treasurer,
) => world.split.execute(by, { lineId, parts, creditMemberId });
const undo = (lineId: string) =>
  world.undo.execute(world.treasurer, { lineId, because: 'it was for something else' });

/** Thirty euros of which twenty are dues and ten a gift. */
async function duesAndGift() {
  const debtor = await owing();
  const gifts = await account('donation-income');
  const endToEndId = newId().slice(0, 30);
  const line = await comes({ amountMinor: 30_00n, endToEndId, freeText: 'dues, and a gift' });
  const parts = [
    { invoiceId: debtor.invoice.id, amountMinor: 20_00n },
    { ledgerAccountId: gifts.id, amountMinor: 10_00n },
  ];
  return { debtor, gifts, line, endToEndId, parts };
}

describe('a line for an invoice and for something else', () => {
  it('is shared out in one posting, or not at all, and undone in one step', async () => {
    const { debtor, line, parts } = await duesAndGift();
    const deaths = await dyingAtEachStep(world, (useCases) =>
      useCases.split.execute(world.treasurer, { lineId: line.id, parts, creditMemberId: null }),
    );
    expect(deaths).toBeGreaterThan(10);
    expect(await postingsOf(line.id)).toEqual([
      'bank 3000',
      'dues-receivable -2000',
      'donation-income -1000',
    ]);
    expect(await paidOf(debtor)).toBe('2000');
    await undo(line.id);
    expect(await paidOf(debtor)).toBe('0');
    expect(await again(line.id)).toMatchObject({ state: 'new', kind: null });
    await split(line.id, parts);
    expect(await paidOf(debtor)).toBe('2000');
  });

  it('comes back whole, and its fee is a posting of its own', async () => {
    const { debtor, line, endToEndId, parts } = await duesAndGift();
    await split(line.id, parts);
    const told = { returnReason: 'AC04', chargeMinor: 2_00n };
    const back = await comes({ amountMinor: -32_00n, endToEndId, ...told });
    expect(await postingsOf(back.id)).toEqual([
      'bank -3200',
      'dues-receivable 2000',
      'donation-income 1000',
      'bank-fees 200',
    ]);
    expect(await paidOf(debtor)).toBe('0');
    const { memberId } = debtor.actor;
    expect(await factsOf(world, 'dues.PaymentReturned', memberId ?? '')).toMatchObject([
      { amountMinor: '2000', feeMinor: '200' },
    ]);
    expect(await factsOf(world, 'dues.AccountPartReturned', back.id)).toMatchObject([
      { amountMinor: '1000', feeMinor: '0' },
    ]);
    await expect(undo(line.id)).rejects.toMatchObject({ code: 'LINE_RETURNED' });
    await undo(back.id);
    expect(await paidOf(debtor)).toBe('2000');
    await undo(line.id);
    expect(await paidOf(debtor)).toBe('0');
  });

  it('comes back in part: the gift by its amount or by name, the dues after it', async () => {
    const { debtor, gifts, line, endToEndId, parts } = await duesAndGift();
    await split(line.id, parts);
    const back = await comes({ amountMinor: -10_00n, endToEndId, reversal: true });
    expect(await again(back.id)).toMatchObject({ kind: 'account', matched: gifts.id });
    expect(await postingsOf(back.id)).toEqual(['bank -1000', 'donation-income 1000']);
    expect(await factsOf(world, 'dues.AccountPartReturned', back.id)).toMatchObject([
      {
        returnsLineId: line.id,
        ledgerAccountIds: [gifts.id],
        amountMinor: '1000',
        feeMinor: '0',
        treasurerMemberIds: world.offices.held.get('treasurer'),
      },
    ]);
    await expect(undo(line.id)).rejects.toMatchObject({ code: 'LINE_RETURNED' });
    await undo(back.id);
    await world.assignReturn.execute(world.treasurer, {
      lineId: back.id,
      returnsLineId: line.id,
      parts: [{ ledgerAccountId: gifts.id, amountMinor: 9_00n }],
      feeMinor: 1_00n,
    });
    expect(await postingsOf(back.id)).toEqual([
      'bank -1000',
      'donation-income 900',
      'bank-fees 100',
    ]);
    expect(await paidOf(debtor)).toBe('2000');
    await comes({ amountMinor: -21_00n, endToEndId, reversal: true });
    expect(await paidOf(debtor)).toBe('0');
  });

  it('may be of accounts alone, by their keys, and the rest a credit', async () => {
    const gifts = await account('expense:gifts', 'expense');
    const line = await comes({ amountMinor: 30_00n, freeText: 'a gift, and for the room' });
    const parts = [
      { accountKey: 'expense:gifts', amountMinor: 10_00n },
      { accountKey: 'expense:room', amountMinor: 20_00n },
    ];
    await split(line.id, parts);
    expect(await again(line.id)).toMatchObject({ kind: 'account', matched: gifts.id });
    await undo(line.id);
    expect(await again(line.id)).toMatchObject({ state: 'new' });
    const { actor } = await owing();
    await split(line.id, parts.slice(0, 1), actor.memberId);
    expect(await postingsOf(line.id)).toEqual([
      'bank 3000',
      'member-credits -2000',
      'expense:gifts -1000',
    ]);
  });
});

describe('a part of a line', () => {
  it('is no account that a register keeps, nor one that is not there, nor one twice', async () => {
    const { debtor, line, gifts } = await duesAndGift();
    const fund = await account('fund:roof', 'equity');
    const owed = await account('payables', 'liability');
    const invoice = { invoiceId: debtor.invoice.id, amountMinor: 20_00n };
    const ten = { amountMinor: 10_00n };
    const at = (field: string) => ['parts', '1', field];
    for (const [part, code, path] of [
      [{ ledgerAccountId: fund.id }, 'INVALID_BANK_LINE_ACCOUNT', at('ledgerAccountId')],
      [{ ledgerAccountId: owed.id }, 'INVALID_BANK_LINE_ACCOUNT', at('ledgerAccountId')],
      [
        { ledgerAccountId: world.bank.ledgerAccountId },
        'INVALID_BANK_LINE_ACCOUNT',
        at('ledgerAccountId'),
      ],
      [{ accountKey: 'member-credits' }, 'INVALID_BANK_LINE_ACCOUNT', at('accountKey')],
      [{ accountKey: 'x', ledgerAccountId: gifts.id }, 'INVALID_SPLIT', at('invoiceId')],
      [{ invoiceId: newId(), ledgerAccountId: gifts.id }, 'INVALID_SPLIT', at('invoiceId')],
      [{}, 'INVALID_SPLIT', at('invoiceId')],
    ] as const) {
      await expect(split(line.id, [invoice, { ...part, ...ten }])).rejects.toMatchObject({
        code,
        path,
      });
    }
    const twice = [
      { ledgerAccountId: gifts.id, ...ten },
      { ledgerAccountId: gifts.id, ...ten },
    ];
    await expect(split(line.id, [invoice, ...twice.slice(1), ...twice])).rejects.toMatchObject({
      code: 'INVALID_SPLIT',
    });
    await expect(
      split(line.id, [invoice, { ledgerAccountId: newId(), ...ten }]),
    ).rejects.toMatchObject({ code: 'LEDGER_ACCOUNT_NOT_FOUND' });
    const more = { ledgerAccountId: gifts.id, amountMinor: 10_01n };
    await expect(split(line.id, [invoice, more])).rejects.toMatchObject({ code: 'INVALID_SPLIT' });
    expect(await paidOf(debtor)).toBe('0');
    expect(await again(line.id)).toMatchObject({ state: 'new' });
  });
});
