import { newId } from '@rochdale/platform';
import type { Actor, Page, Tx } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createBankingWorld,
  ibans,
  linesOf,
  mt940File,
  person,
  read,
  readEntries,
} from '../testing/banking-world.js';
import { camtFile } from '../testing/camt.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { StatementQueries } from './statement.queries.js';

let world: BankingWorld;
const queries = new StatementQueries();
let statementId: string;
beforeAll(async () => {
  world = await createBankingWorld();
  statementId = await readEntries(world, [
    { amountMinor: 1_00n, on: '2026-01-01', text: 'oldest' },
    { amountMinor: 2_00n, on: '2026-01-03', endToEndId: 'E2E', payerIban: ibans.payer },
    { amountMinor: 3_00n, on: '2026-01-03' },
    { amountMinor: 4_00n, on: '2026-01-05', reference: 'RF18539007547034' },
  ]);
  const [oldest] = await linesOf(world, statementId);
  await world.assign.execute(world.treasurer, {
    lineId: oldest?.id ?? '',
    ledgerAccountId: world.income.id,
    because: 'a donation',
  });
});
afterAll(() => world.close());

const ask = <T>(body: (tx: Tx) => Promise<T>, actor: Actor = world.treasurer) =>
  world.unitOfWork.read(actor, body);

/** All rows of a list, page by page. */
async function through<Row>(
  page: (tx: Tx, request: { first: number; after?: string }) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  for (;;) {
    const request = { first: 1, ...(after === undefined ? {} : { after }) };
    const found = await ask((tx) => page(tx, request));
    rows.push(...found.rows);
    const last = found.rows.at(-1);
    if (last === undefined || !found.hasNextPage) return rows;
    after = found.cursorOf(last);
  }
}

describe('the list of bank lines', () => {
  it('begins with the newest day, and is whole page by page', async () => {
    const all = await ask((tx) => queries.lines(tx, { first: 50 }));
    expect(all.rows.map(({ bookingDate }) => bookingDate)).toEqual([
      '2026-01-05',
      '2026-01-03',
      '2026-01-03',
      '2026-01-01',
    ]);
    expect(await through((tx, request) => queries.lines(tx, request))).toEqual(all.rows);
  });

  it('says what the bank said, and what became of it', async () => {
    const { rows } = await ask((tx) => queries.lines(tx, { first: 50 }));
    expect(rows[0]).toMatchObject({ amountMinor: 4_00n, reference: 'RF18539007547034' });
    expect(rows.find(({ amountMinor }) => amountMinor === 2_00n)).toMatchObject({
      endToEndId: 'E2E',
      counterpartyName: 'A payer',
      counterpartyAccount: ibans.payer,
      state: 'new',
      matchedKind: null,
    });
    expect(rows.at(-1)).toMatchObject({
      freeText: 'oldest',
      state: 'matched',
      matchedKind: 'account',
      matchedId: world.income.id,
      matchedBecause: 'a donation',
      transactionId: expect.any(String),
    });
  });

  it.each([
    ['new', 3],
    ['matched', 1],
    ['flagged', 0],
  ] as const)('of those that are %s has %i', async (state, count) => {
    const { rows } = await ask((tx) => queries.lines(tx, { first: 50 }, { state }));
    expect(rows).toHaveLength(count);
    expect(rows.every((row) => row.state === state)).toBe(true);
  });
});

describe('the list of statement files', () => {
  it('begins with the newest, and leads to the statements of each', async () => {
    world.clock.advance({ hours: 1 });
    const entries = [{ amountMinor: 3_00n, on: '2026-01-03' }, { amountMinor: 9_00n }];
    const { fileId } = await read(
      world,
      camtFile({
        id: 'LATER',
        iban: ibans.main,
        openingMinor: 1_00n,
        from: '2026-01-02',
        entries,
      }),
    );
    const files = await through((tx, request) => queries.files(tx, request));
    expect(files[0]).toMatchObject({
      id: fileId,
      name: 'x.xml',
      state: 'read',
      format: 'camt.053',
      refusalCode: null,
      receivedAt: world.clock.now(),
    });
    const ids = files.map(({ id }) => id);
    const statements = await ask((tx) => queries.statementsOf(tx, ids));
    expect(statements.map((one) => one.id)).toContain(statementId);
    expect(statements.find((one) => one.fileId === fileId)).toMatchObject({
      bankAccountId: world.main.id,
      reference: 'LATER',
      fromDate: '2026-01-02',
      toDate: '2026-01-31',
      openingMinor: 1_00n,
      closingMinor: 13_00n,
      balanced: 'balanced',
      linesNew: 1,
      linesKnown: 1,
    });
  });

  it('has every format that banks write', async () => {
    const { statementIds } = await read(world, mt940File(ibans.second, '2026-01-20', [5n, 6n]));
    expect(statementIds).toHaveLength(1);
    const { rows } = await ask((tx) => queries.files(tx, { first: 50 }));
    expect(rows.map(({ format }) => format)).toContain('mt940');
    expect(await linesOf(world, statementIds[0] ?? '')).toMatchObject([
      { amount_minor: '5' },
      { amount_minor: '6' },
    ]);
  });
});

describe('what the bank says', () => {
  const questions = [
    (tx: Tx) => queries.lines(tx, { first: 9 }).then(({ rows }) => rows),
    (tx: Tx) => queries.files(tx, { first: 9 }).then(({ rows }) => rows),
    (tx: Tx) => queries.statementsOf(tx, [statementId]),
  ];

  it('is shown to clerks, and to no other member', async () => {
    for (const question of questions) {
      await expect(ask<unknown>(question, world.member)).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      await ask<unknown>(question, person(world.cooperativeId, ['auditor']));
    }
  });

  it('is shown to no other co-operative', async () => {
    const elsewhere = person(newId(), ['treasurer']);
    for (const question of questions) expect(await ask<unknown>(question, elsewhere)).toEqual([]);
  });
});
