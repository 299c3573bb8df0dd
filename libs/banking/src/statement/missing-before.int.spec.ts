import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@rochdale/platform';
import { createBankingWorld, ibans, read } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { camtFile } from '../testing/camt.js';
import type { MadeStatement } from '../testing/camt.js';
import { StatementQueries } from './statement.queries.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

/** January belongs to the first test, February to the second, and so on. */
let month = 0;

/** A statement of one day that has one line, and opens with so much. */
function of(day: number, openingMinor: bigint, made: Partial<MadeStatement> = {}): MadeStatement {
  const on = `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const entries = [{ amountMinor: 10_00n, on, text: newId() }];
  return { id: newId(), iban: ibans.main, from: on, to: on, openingMinor, entries, ...made };
}

async function put(made: MadeStatement): Promise<string[]> {
  const { fileId } = await read(world, camtFile(made));
  const [file] = await world.asOwner<{ warnings: { code: string; message: string }[] }>(
    'select warnings from payments.statement_files where id = $1',
    [fileId],
  );
  return (file?.warnings ?? []).flatMap(({ code, message }) =>
    code === 'statement-missing' ? [message] : [],
  );
}

const missing = (until: string | null = null) =>
  world.unitOfWork.read(world.treasurer, (tx) => new StatementQueries().missing(tx, until));

describe('the warning that a statement is missing', () => {
  it('names both sides, whichever came last', async () => {
    month = 1;
    const [first, third] = [of(5, 0n), of(9, 50_00n)];
    expect(await put(third)).toEqual([]);
    const message =
      'a statement is missing: the account closed with 10.00 on 2026-01-05 ' +
      'and opens with 50.00 on 2026-01-09';
    expect(await put(first)).toEqual([message]);
    expect(await put(of(12, 60_00n))).toEqual([]);
    expect(await missing('2026-01-09')).toMatchObject([
      { bankAccountId: world.main.id, closingMinor: 10_00n, openingMinor: 50_00n },
    ]);
    expect(await missing('2026-01-08')).toEqual([]);
  });

  it('is not of another account', async () => {
    month = 2;
    expect(await put(of(5, 0n, { iban: ibans.second }))).toEqual([]);
    expect(await put(of(4, 60_00n + 10_00n))).toEqual([]);
    const accounts = (await missing()).map(({ bankAccountId }) => bankAccountId);
    expect(accounts).toEqual([world.main.id]);
  });

  it('is not of a statement that does not add up, nor after one', async () => {
    month = 3;
    const before = await missing();
    expect(await put(of(5, 990_00n, { closingMinor: 1n }))).toEqual([]);
    expect(await put(of(6, 80_00n))).toEqual([]);
    expect(await missing()).toEqual(before);
  });

  it('is none where both statements show a line of the other', async () => {
    month = 4;
    const shared = { amountMinor: 3_00n, on: '2026-04-06', text: 'shared', bankReference: 'SH1' };
    const one = of(5, 90_00n, { to: '2026-04-06' });
    expect(await put({ ...one, entries: [...one.entries, shared] })).toEqual([]);
    const two = of(6, 97_77n, { to: '2026-04-07' });
    const entries = [shared, { amountMinor: 1_00n, on: '2026-04-07', text: 'other' }];
    // Only the second has known lines, so that the first has to be told once more.
    expect(await put({ ...two, entries })).toHaveLength(1);
    expect(await put({ ...one, id: newId(), entries: [...one.entries, shared] })).toEqual([]);
    expect((await missing()).map(({ beforeDate }) => beforeDate)).not.toContain('2026-04-06');
  });
});
