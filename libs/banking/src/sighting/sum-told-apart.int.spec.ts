import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankingInvariants } from '../banking.invariants.js';
import { UndoBankLineMatch } from '../matching/undo-bank-line-match.js';
import { StatementQueries } from '../statement/statement.queries.js';
import { camtFile } from '../testing/camt.js';
import type { MadeEntry } from '../testing/camt.js';
import { createBankingWorld, ibans, read } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { DecideBankLine } from './decide-bank-line.js';

let world: BankingWorld;
let decide: DecideBankLine;
let undo: UndoBankLineMatch;
beforeAll(async () => {
  world = await createBankingWorld();
  world.clock.set(new Date('2026-03-20T09:00:00Z'));
  decide = new DecideBankLine(world.unitOfWork);
  const { unitOfWork, ledger, lines } = world;
  undo = new UndoBankLineMatch(unitOfWork, ledger, lines, { inOrder: () => [] });
});
afterAll(() => world.close());

let day = 0;
let files = 0;
/** A statement of one day of its own, balances from nothing. */
async function statement(entries: readonly MadeEntry[], on: string, closingMinor?: bigint) {
  files += 1;
  const dated = entries.map((entry) => ({ ...entry, on }));
  const made = { id: `T${files}`, iban: ibans.main, from: on, to: on, entries: dated };
  return read(world, camtFile(closingMinor === undefined ? made : { ...made, closingMinor }));
}
const nextDay = () => `2026-02-${String((day += 1)).padStart(2, '0')}`;

interface Row {
  readonly id: string;
  readonly state: string;
  readonly minor: string;
  readonly end_to_end_id: string | null;
  readonly doubt: string | null;
  readonly rival_line_id: string | null;
}
const linesOn = (on: string) =>
  world.asOwner<Row>(
    `select id, state, amount_minor::text as minor, end_to_end_id, doubt, rival_line_id
     from payments.bank_lines where booking_date = $1 order by recorded_at, id`,
    [on],
  );
const gist = async (on: string) =>
  (await linesOn(on)).map(({ state, minor, end_to_end_id }) => [state, minor, end_to_end_id]);
const warningsOf = async (fileId: string) => {
  const [file] = await world.asOwner<{ warnings: { code: string; message: string }[] }>(
    'select warnings from payments.statement_files where id = $1',
    [fileId],
  );
  return file?.warnings.filter(({ code }) => code !== 'schema-order') ?? [];
};
const paymentsOf = (id: string) =>
  world.unitOfWork.run(world.treasurer, (tx) => new StatementQueries().paymentsOf(tx, [id]));

const sum: MadeEntry = { amountMinor: 30_00n, bankReference: 'B1' };
const parts = [
  { amountMinor: 20_00n, endToEndId: 'ann', text: 'Dues Ann' },
  { amountMinor: 10_00n, endToEndId: 'ben', text: 'Dues Ben' },
];
const once = (bankReference: string) => ({ sum: { ...sum, bankReference }, parts });
const apart = (told: ReturnType<typeof once>): MadeEntry => ({ ...told.sum, parts: told.parts });

async function explain(lineId: string) {
  return world.assign.execute(world.treasurer, {
    lineId,
    ledgerAccountId: world.income.id,
    because: 'all of it is a gift',
  });
}

describe('a batch that was told as its sum', () => {
  it('is its payments once a file tells them, when it waits: nothing counts twice', async () => {
    const on = nextDay();
    const told = once('B-1');
    await statement([told.sum], on);
    const [whole] = await linesOn(on);
    const { fileId } = await statement([apart(told)], on);
    expect(await gist(on)).toEqual([
      ['repeated', '3000', null],
      ['new', '2000', 'ann'],
      ['new', '1000', 'ben'],
    ]);
    const [first, one] = await linesOn(on);
    expect(first).toMatchObject({
      id: whole?.id,
      doubt: 'told-in-parts',
      rival_line_id: one?.id,
    });
    expect((await warningsOf(fileId)).map(({ code }) => code)).toEqual(['line-told-apart']);
    await expect(explain(whole?.id ?? '')).rejects.toMatchObject({ code: 'BANK_LINE_REPEATED' });
    // It would count beside its parts.
    await expect(
      decide.execute(world.treasurer, { lineId: whole?.id ?? '', sameAsLineId: null }),
    ).rejects.toMatchObject({ code: 'BANK_LINE_DECIDED' });
    await explain(one?.id ?? '');
    // However often it is told, in whichever way.
    for (const entry of [told.sum, apart(told)]) {
      const again = await statement([entry], on);
      expect(await warningsOf(again.fileId)).toEqual([]);
    }
    expect(await linesOn(on)).toHaveLength(3);
    for (const { sql } of bankingInvariants) expect(await world.asOwner(sql)).toEqual([]);
  });

  it('has its payments matched like any other line', async () => {
    const on = nextDay();
    const told = once('B-2');
    await statement([told.sum], on);
    const { statementIds } = await statement([apart(told)], on);
    const read = await world.asOwner<{ of: string }>(
      `select data->>'statementId' as of from platform.facts
       where type = 'payments.BankStatementRead' and data->>'statementId' = $1`,
      [statementIds[0]],
    );
    expect(read).not.toEqual([]);
  });

  it('stays as it is booked, and shows what its payments are', async () => {
    const on = nextDay();
    const told = once('B-3');
    await statement([told.sum], on);
    const [whole] = await linesOn(on);
    const lineId = whole?.id ?? '';
    expect(await paymentsOf(lineId)).toEqual([]);
    await explain(lineId);
    const { fileId } = await statement([apart(told)], on);
    expect(await gist(on)).toEqual([['matched', '3000', null]]);
    expect(await warningsOf(fileId)).toMatchObject([
      { code: 'line-in-parts', message: expect.stringMatching(/2 payments/) as string },
    ]);
    const shown = [
      { lineId, amountMinor: 20_00n, endToEndId: 'ann', freeText: 'Dues Ann' },
      { lineId, amountMinor: 10_00n, endToEndId: 'ben', freeText: 'Dues Ben' },
    ];
    expect(await paymentsOf(lineId)).toMatchObject(shown);
    // It waits again once that is undone, and is its payments when they are told again.
    await undo.execute(world.treasurer, { lineId, because: 'these were dues' });
    expect(await paymentsOf(lineId)).toMatchObject(shown);
    await statement([apart(told)], on);
    expect((await gist(on)).map(([state]) => state)).toEqual(['repeated', 'new', 'new']);
  });

  it('is told apart by no statement that does not add up', async () => {
    const on = nextDay();
    const told = once('B-4');
    await statement([told.sum], on);
    const { fileId } = await statement([apart(told)], on, 1n);
    expect(await gist(on)).toEqual([['new', '3000', null]]);
    expect((await warningsOf(fileId)).map(({ code }) => code)).toContain('line-in-parts');
    expect(await paymentsOf((await linesOn(on))[0]?.id ?? '')).toHaveLength(2);
  });
});
