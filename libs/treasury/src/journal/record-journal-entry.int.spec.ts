import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SetAccountFloor } from '../chart/set-account-floor.js';
import { TreasuryWorld } from '../testing/treasury-world.js';
import type { JournalEntryInput, JournalLine } from './record-journal-entry.js';
import { ReverseJournalEntry } from './reverse-journal-entry.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

const record = (lines: readonly JournalLine[], changes: Partial<JournalEntryInput> = {}) =>
  books.recordJournalEntry.execute(books.member('treasurer'), {
    idempotencyKey: newId(),
    description: 'By hand',
    currency: 'EUR',
    lines,
    ...changes,
  });
const line = (accountKey: string, amountMinor: bigint, memo?: string): JournalLine => ({
  accountKey,
  amountMinor,
  ...(memo === undefined ? {} : { memo }),
});
const donated = (minor: bigint) => [line('bank', minor), line('donation-income', -minor)];

interface Line {
  code: string;
  amount: string;
  memo: string | null;
}
const linesOf = (transactionId: string) =>
  books.world.asOwner<Line>(
    `select a.code, p.amount_minor as amount, p.memo from ledger.postings p
       join ledger.accounts a on a.id = p.account_id
     where p.transaction_id = $1 order by a.code, p.amount_minor`,
    [transactionId],
  );

describe('an entry of the journal', () => {
  it('has its lines as they were given, two on one account and a memo on one of them', async () => {
    const { id } = await record([
      line('bank', 70n, 'From the till'),
      line('bank', 30n),
      line('donation-income', -100n),
    ]);
    expect(await linesOf(id)).toEqual([
      { code: 'bank', amount: '30', memo: null },
      { code: 'bank', amount: '70', memo: 'From the till' },
      { code: 'donation-income', amount: '-100', memo: null },
    ]);
    expect(await books.balance('bank')).toBe(100n);
  });

  it('takes effect when it says, or now; and stands for itself', async () => {
    const idempotencyKey = newId();
    const { id } = await record(donated(1n), { idempotencyKey });
    const earlier = new Date('2026-01-05T10:00:00Z');
    const other = await record(donated(1n), { effectiveAt: earlier });
    const rows = await books.world.asOwner(
      `select id, effective_at as at, recorded_at as "recordedAt", source_kind as kind,
         source_id as source from ledger.transactions
       where id = any($1::uuid[]) order by effective_at`,
      [[id, other.id]],
    );
    const now = books.world.clock.now();
    expect(rows).toMatchObject([
      { id: other.id, at: earlier, recordedAt: now },
      { id, at: now, recordedAt: now, kind: 'journal', source: idempotencyKey },
    ]);
  });

  it('is not dated ahead: nobody has done yet what tomorrow brings', async () => {
    const tomorrow = { effectiveAt: new Date('2026-03-03T00:00:00Z') };
    await expect(record(donated(1n), tomorrow)).rejects.toMatchObject({
      code: 'TRANSACTION_AHEAD',
      path: ['effectiveAt'],
    });
    expect(await books.balance('bank')).toBe(0n);
  });

  it('is recorded once under one key, and with other lines not at all', async () => {
    const idempotencyKey = newId();
    const answers = await Promise.all([1, 2, 3].map(() => record(donated(5n), { idempotencyKey })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await expect(record(donated(6n), { idempotencyKey })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await books.balance('bank')).toBe(5n);
  });

  it('is refused whole: a fault in its last line posts none of the others', async () => {
    const lines = [...donated(5n), line('bank', 1n), line('fund:attic', -1n)];
    await expect(record(lines)).rejects.toMatchObject({
      code: 'INVALID_CHART_KEY',
      path: ['lines', '3', 'accountKey'],
    });
    const tooMuch = 2n ** 63n;
    await expect(record([line('bank', 1n), line('cash', -tooMuch)])).rejects.toMatchObject({
      code: 'AMOUNT_OUT_OF_RANGE',
      path: ['lines', '1', 'amountMinor'],
    });
    await expect(record([line('bank', 2n), line('cash', -1n)])).rejects.toMatchObject({
      code: 'UNBALANCED_POSTINGS',
      path: ['lines'],
    });
    await expect(record([line('cash', -1n), line('bank', 1n)])).rejects.toMatchObject({
      code: 'FLOOR_BREACHED',
    });
    expect([await books.balance('bank'), await books.balance('cash')]).toEqual([0n, 0n]);
  });
});

describe('taking an entry back', () => {
  const reverse = (transactionId: string, by = books.member('treasurer')) =>
    new ReverseJournalEntry(books.world.unitOfWork, books.ledger).execute(by, {
      transactionId,
      idempotencyKey: newId(),
      reason: 'A zero too many',
    });

  it('mirrors every line, and is itself not taken back', async () => {
    const { id } = await record([
      line('bank', 95n),
      line('bank-fees', 5n),
      line('donation-income', -100n),
    ]);
    const { id: counter } = await reverse(id);
    const mirrored = (await linesOf(counter)).map(({ code, amount }) => [code, amount]);
    expect(mirrored).toEqual([
      ['bank', '-95'],
      ['bank-fees', '-5'],
      ['donation-income', '100'],
    ]);
    await expect(reverse(counter)).rejects.toMatchObject({ code: 'REVERSAL_OF_REVERSAL' });
  });

  it('is refused where the money is gone, and by whom it is not up to', async () => {
    const { id } = await record(donated(100n));
    await expect(reverse(id, books.member('auditor'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await record([line('expense:travel', 60n), line('bank', -60n)]);
    await expect(reverse(id)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    expect(await books.balance('bank')).toBe(40n);
    await expect(reverse(newId())).rejects.toMatchObject({ code: 'TRANSACTION_NOT_FOUND' });
  });
});

describe('the floor of an account', () => {
  const setFloor = (accountId: string, floorMinor: bigint | null) =>
    new SetAccountFloor(books.world.unitOfWork, books.ledger).execute(books.member('treasurer'), {
      accountId,
      floorMinor,
    });
  const bank = () => books.run((tx) => books.chart.account(tx, 'bank', 'EUR'));

  it('may be lifted, moved and put back, which members are told', async () => {
    const accountId = await bank();
    await setFloor(accountId, null);
    await record(donated(-700n));
    await setFloor(accountId, -700n);
    await expect(record(donated(-1n))).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    // It cannot be set above what is there.
    await expect(setFloor(accountId, -699n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    const type = 'treasury.FloorChanged';
    expect(await books.factsOf(accountId)).toMatchObject([
      { type, data: { accountId, floorMinor: null } },
      { type, data: { accountId, floorMinor: '-700' } },
    ]);
  });

  it('is of an account of the same co-operative', async () => {
    const accountId = await bank();
    books.startCooperative();
    const unknown = { code: 'LEDGER_ACCOUNT_NOT_FOUND' };
    await expect(setFloor(accountId, null)).rejects.toMatchObject(unknown);
    await expect(setFloor(newId(), null)).rejects.toMatchObject(unknown);
    expect(await books.factsOf(accountId)).toEqual([]);
  });
});
