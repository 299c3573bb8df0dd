import { addDays, dayOf, newId } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UndoBankLineMatch } from '../matching/undo-bank-line-match.js';
import { camtFile } from '../testing/camt.js';
import {
  createBankingWorld,
  ibans,
  linesOf,
  person,
  read,
  readEntries,
} from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
  // The bank tells of days that have been.
  world.clock.set(new Date('2026-01-20T09:00:00Z'));
});
afterAll(() => world.close());

let amountMinor = 60_00n;
beforeEach(() => {
  amountMinor += 1_00n;
});

async function lineOf(amount = amountMinor) {
  const statementId = await readEntries(world, [{ amountMinor: amount, on: '2026-01-14' }]);
  const [line] = await linesOf(world, statementId);
  if (line === undefined) throw new Error('the line is there');
  return { statementId, id: line.id };
}

type Named = { ledgerAccountId?: string | null; accountKey?: string };
const explain = (lineId: string, changes: Named = {}, by = world.treasurer) =>
  world.assign.execute(by, {
    lineId,
    ledgerAccountId: world.income.id,
    because: 'a donation',
    ...changes,
  });
const postingsOf = (transactionId: string) =>
  world.asOwner<{ account_id: string; amount_minor: string }>(
    `select account_id, amount_minor::text from ledger.postings
     where transaction_id = $1 order by amount_minor desc`,
    [transactionId],
  );
const transactionsOf = (lineId: string) =>
  world.asOwner<{ id: string; on: string; description: string }>(
    `select id, effective_at::date::text as on, description from ledger.transactions
     where source_kind = 'bank-line' and source_id = $1`,
    [lineId],
  );

describe('a treasurer explains a line', () => {
  it('and it is booked so, on its day, over its amount', async () => {
    const { id, statementId } = await lineOf();
    const transactionId = await explain(id);
    expect(await transactionsOf(id)).toEqual([
      { id: transactionId, on: '2026-01-14', description: 'a donation' },
    ]);
    expect(await postingsOf(transactionId)).toEqual([
      { account_id: world.main.ledgerAccountId, amount_minor: String(amountMinor) },
      { account_id: world.income.id, amount_minor: String(-amountMinor) },
    ]);
    expect(await linesOf(world, statementId)).toMatchObject([
      {
        state: 'matched',
        matched_kind: 'account',
        matched_id: world.income.id,
        matched_because: 'a donation',
        transaction_id: transactionId,
      },
    ]);
  });

  it('of money that went out as well, though the books had less: the bank took it', async () => {
    await explain((await lineOf(50_00n)).id);
    const { id } = await lineOf(-3_50n);
    const transactionId = await explain(id);
    expect(await postingsOf(transactionId)).toEqual([
      { account_id: world.income.id, amount_minor: '350' },
      { account_id: world.main.ledgerAccountId, amount_minor: '-350' },
    ]);
    const { id: tooMuch, statementId } = await lineOf(-1_000_000_00n);
    await explain(tooMuch);
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'matched' }]);
  });

  it('by an account that has enough, or not at all: only the bank took', async () => {
    const { id: cash } = await world.unitOfWork.run(world.system, (tx) =>
      world.ledger.openAccount(tx, {
        code: 'cash',
        name: 'Cash',
        kind: 'asset',
        currency: 'EUR',
        floorMinor: 0n,
      }),
    );
    const { id, statementId } = await lineOf(5_00n);
    await expect(explain(id, { ledgerAccountId: cash })).rejects.toMatchObject({
      code: 'FLOOR_BREACHED',
    });
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
    const withdrawn = await lineOf(-5_00n);
    await explain(withdrawn.id, { ledgerAccountId: cash });
    await explain(id, { ledgerAccountId: cash });
  });

  it('and takes that back, whatever the account was left with', async () => {
    const { id, statementId } = await lineOf();
    const transactionId = await explain(id);
    await explain((await lineOf(-2_000_000_00n)).id);
    const undo = new UndoBankLineMatch(world.unitOfWork, world.ledger, world.lines, {
      inOrder: () => [],
    });
    await undo.execute(world.treasurer, { lineId: id, because: 'it was a loan' });
    expect(await transactionsOf(id)).toMatchObject([{ id: transactionId }, { on: '2026-01-14' }]);
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
  });

  it('on the day it is found, where the bank dated it ahead', async () => {
    const today = dayOf(world.clock.now());
    const on = addDays(today, 3);
    const statementId = await readEntries(world, [{ amountMinor, on }]);
    const [line] = await linesOf(world, statementId);
    await explain(line?.id ?? '');
    expect(await transactionsOf(line?.id ?? '')).toMatchObject([{ on: today }]);
  });

  it('once, whoever else does at the same time', async () => {
    const { id } = await lineOf();
    const results = await Promise.allSettled([explain(id), explain(id), explain(id)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toMatchObject({ code: 'BANK_LINE_MATCHED' });
    }
    await expect(explain(id)).rejects.toMatchObject({ code: 'BANK_LINE_MATCHED' });
    expect(await transactionsOf(id)).toHaveLength(1);
  });

  it('of a statement that does not add up, which no matcher may', async () => {
    const entries = [{ amountMinor, on: '2026-01-15' }];
    const bytes = camtFile({ id: 'WRONG', iban: ibans.main, entries, closingMinor: 1n });
    const { statementIds } = await read(world, bytes);
    const [line] = await linesOf(world, statementIds[0] ?? '');
    expect(line?.state).toBe('flagged');
    await expect(
      world.unitOfWork.run(world.system, (tx) => world.lines.lockOne(tx, line?.id ?? '')),
    ).rejects.toMatchObject({ code: 'BANK_LINE_FLAGGED' });
    await explain(line?.id ?? '');
    expect(await linesOf(world, statementIds[0] ?? '')).toMatchObject([{ state: 'matched' }]);
  });

  it('by an account that is not there, or of another currency, not at all', async () => {
    const { id, statementId } = await lineOf();
    const dollars = await world.unitOfWork.run(world.system, (tx) =>
      world.ledger.openAccount(tx, {
        code: 'dollars',
        name: 'Dollars',
        kind: 'income',
        currency: 'USD',
      }),
    );
    await expect(explain(id, { ledgerAccountId: newId() })).rejects.toMatchObject({
      code: 'LEDGER_ACCOUNT_NOT_FOUND',
    });
    await expect(explain(id, { ledgerAccountId: dollars.id })).rejects.toMatchObject({
      code: 'UNBALANCED_POSTINGS',
    });
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
    expect(await transactionsOf(id)).toEqual([]);
  });

  it.each(['fund:hardware', 'unallocated'])('not by %s, which allocations move', async (code) => {
    const { id, statementId } = await lineOf();
    const account = await world.unitOfWork.run(world.system, (tx) =>
      world.ledger.openAccount(tx, { code, name: code, kind: 'equity', currency: 'EUR' }),
    );
    await expect(explain(id, { ledgerAccountId: account.id })).rejects.toMatchObject({
      code: 'INVALID_BANK_LINE_ACCOUNT',
      path: ['ledgerAccountId'],
    });
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
  });

  it.each(['payables', 'partner-payables', 'partner-pool'])(
    'not by %s, which payouts move',
    async (code) => {
      const { id, statementId } = await lineOf();
      const account = await world.unitOfWork.run(world.system, (tx) =>
        world.ledger.openAccount(tx, { code, name: code, kind: 'liability', currency: 'EUR' }),
      );
      await expect(explain(id, { ledgerAccountId: account.id })).rejects.toMatchObject({
        code: 'INVALID_BANK_LINE_ACCOUNT',
        path: ['ledgerAccountId'],
      });
      expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
    },
  );

  it('by a key of the chart, whose account is opened with it', async () => {
    const codes = () =>
      world.asOwner('select id, code from ledger.accounts where code = $1', ['bank-fees']);
    expect(await codes()).toEqual([]);
    const { id, statementId } = await lineOf(-7_00n);
    const byKey = () => explain(id, { ledgerAccountId: null, accountKey: 'bank-fees' });
    const results = await Promise.allSettled([byKey(), byKey()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [line] = await linesOf(world, statementId);
    expect(await codes()).toEqual([{ id: line?.matched_id, code: 'bank-fees' }]);
    expect(await postingsOf(line?.transaction_id ?? '')).toContainEqual({
      account_id: line?.matched_id,
      amount_minor: '700',
    });
  });

  it('by exactly one of id and key, or not at all', async () => {
    const { id, statementId } = await lineOf();
    for (const named of [{ accountKey: 'bank-fees' }, { ledgerAccountId: null }]) {
      await expect(explain(id, named)).rejects.toMatchObject({
        code: 'INVALID_BANK_LINE_ACCOUNT',
        path: ['accountKey'],
      });
    }
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
  });

  it.each(
    'fund:boat dues-receivable member-credits payables partner-pool bank bank:9 bank:main'.split(
      ' ',
    ),
  )(
    'not by the key %s, which a register keeps and which is not opened for it',
    async (accountKey) => {
      const { id, statementId } = await lineOf();
      const named = async () =>
        world.asOwner('select id from ledger.accounts where code = $1', [accountKey]);
      const before = await named();
      await expect(explain(id, { ledgerAccountId: null, accountKey })).rejects.toMatchObject({
        code: 'INVALID_BANK_LINE_ACCOUNT',
        path: ['accountKey'],
      });
      expect(await named()).toEqual(before);
      expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
    },
  );

  it.each([
    ['dues-receivable', 'asset'],
    ['member-credits', 'liability'],
  ] as const)('not by %s, which invoices move', async (code, kind) => {
    const { id, statementId } = await lineOf();
    const account = await world.unitOfWork.run(world.system, (tx) =>
      world.ledger.openAccount(tx, { code, name: code, kind, currency: 'EUR' }),
    );
    await expect(explain(id, { ledgerAccountId: account.id })).rejects.toMatchObject({
      code: 'INVALID_BANK_LINE_ACCOUNT',
      path: ['ledgerAccountId'],
    });
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
  });

  it('not by its own account, which would not move', async () => {
    const { id, statementId } = await lineOf();
    await expect(
      explain(id, { ledgerAccountId: world.main.ledgerAccountId }),
    ).rejects.toMatchObject({
      code: 'INVALID_BANK_LINE_ACCOUNT',
      path: ['ledgerAccountId'],
    });
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
  });

  it('of this co-operative, and that is there, only', async () => {
    const { id } = await lineOf();
    const stranger = person(newId(), ['treasurer']);
    for (const attempt of [() => explain(id, {}, stranger), () => explain(newId())]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'BANK_LINE_NOT_FOUND' });
    }
    await expect(explain(id, {}, world.member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await transactionsOf(id)).toEqual([]);
  });
});

describe('a line in the database', () => {
  it.each([
    ['amount_minor', '1'],
    ['booking_date', `'2026-02-01'`],
    ['currency', `'USD'`],
    ['identity', `'another'`],
    ['raw', `'{}'::jsonb`],
  ])('keeps its %s as the bank wrote it', async (column, value) => {
    const { id } = await lineOf();
    await expect(
      world.asOwner(`update payments.bank_lines set ${column} = ${value} where id = $1`, [id]),
    ).rejects.toThrow(/stays as the bank wrote it/);
  });

  it('is matched once, and never taken away', async () => {
    const { id } = await lineOf();
    await explain(id);
    for (const change of [
      `update payments.bank_lines set state = 'new', matched_kind = null where id = $1`,
      `update payments.bank_lines set matched_because = 'something else' where id = $1`,
      'delete from payments.bank_lines where id = $1',
    ]) {
      await expect(world.asOwner(change, [id])).rejects.toThrow(/is matched once/);
    }
  });

  it('is marked once by those who hold it, whatever they think', async () => {
    const { id } = await lineOf();
    const transactionId = await explain(id);
    const match = { kind: 'other', id: newId(), because: 'again', transactionId };
    await expect(
      world.unitOfWork.run(world.system, (tx) => world.lines.markMatched(tx, id, match)),
    ).rejects.toThrow(/a locked line is matched once/);
  });
});
