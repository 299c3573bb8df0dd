import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBankingWorld, ibans, mt940File } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { camtFile } from '../testing/camt.js';
import { PreviewStatementFile } from './preview-statement-file.js';
import type { SaidOfFile } from './statement-reading.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

const preview = (bytes: Uint8Array, said: SaidOfFile = {}, actor = world.treasurer) =>
  new PreviewStatementFile(world.unitOfWork).execute(actor, bytes, said);

describe('a preview of a statement', () => {
  it('says its account, its days and balances, and whether it adds up', async () => {
    const entries = [
      { amountMinor: 7_00n, on: '2026-01-05', payerIban: ibans.payer, text: 'for the fund' },
      { amountMinor: -2_00n, pending: true },
    ];
    const made = { id: 'P', iban: ibans.main, openingMinor: 1_00n, entries };
    const unsound = { ...made, id: 'Q', iban: ibans.second, closingMinor: 9n };
    const { statements, warnings } = await preview(camtFile(made, unsound));
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'not-balanced' }));
    expect(statements).toMatchObject([
      {
        bankAccountId: world.main.id,
        accountNumber: ibans.main,
        currency: 'EUR',
        from: '2026-01-01',
        to: '2026-01-31',
        openingMinor: 1_00n,
        closingMinor: 8_00n,
        balanced: true,
        entries: 2,
      },
      { bankAccountId: world.second.id, closingMinor: 9n, balanced: false },
    ]);
    expect(statements[0]?.lines).toEqual([
      {
        bookingDate: '2026-01-05',
        amountMinor: 7_00n,
        currency: 'EUR',
        counterpartyName: 'A payer',
        counterpartyAccount: ibans.payer,
        remittance: 'for the fund',
        status: 'BOOK',
      },
      expect.objectContaining({ amountMinor: -2_00n, status: 'PDNG' }),
    ]);
  });

  it('of a hundred lines at most says how many there are', async () => {
    const amounts = Array.from({ length: 101 }, (_, at) => BigInt(at + 1));
    const { statements } = await preview(mt940File(ibans.main, '2026-01-09', amounts));
    expect(statements.map(({ entries, lines }) => [entries, lines.length])).toEqual([[101, 100]]);
    expect(statements[0]?.lines.at(-1)?.amountMinor).toBe(100n);
  });

  it('of a named account shows the number that the file states', async () => {
    const said = { bankAccountId: world.main.id };
    const bytes = mt940File('12345', '2026-01-09', [1n]);
    expect((await preview(bytes)).statements).toMatchObject([
      { bankAccountId: null, accountNumber: '12345' },
    ]);
    expect((await preview(bytes, said)).statements).toMatchObject([
      { bankAccountId: world.main.id, accountNumber: '12345' },
    ]);
  });

  it('refuses what the file itself would be refused for', async () => {
    const bytes = camtFile({ id: 'R', iban: ibans.main, entries: [] });
    for (const [said, code] of [
      [{ bankAccountId: newId() }, 'BANK_ACCOUNT_NOT_FOUND'],
      [{ bankAccountId: world.second.id }, 'STATEMENT_OF_OTHER_ACCOUNT'],
      [{ csvProfile: 'nobodys' }, 'CSV_PROFILE_NOT_FOUND'],
    ] as const) {
      await expect(preview(bytes, said)).rejects.toMatchObject({ code });
    }
    await expect(preview(bytes, {}, world.member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a file that was put in is asked about as much', () => {
  const put = (said: SaidOfFile) => {
    const bytes = camtFile({ id: newId(), iban: ibans.main, entries: [] });
    return world.importFile.execute(world.treasurer, { name: 'x', bytes, ...said });
  };

  it('before it is kept', async () => {
    for (const [said, code] of [
      [{ bankAccountId: newId() }, 'BANK_ACCOUNT_NOT_FOUND'],
      [{ csvProfile: 'nobodys' }, 'CSV_PROFILE_NOT_FOUND'],
    ] as const) {
      await expect(put(said)).rejects.toMatchObject({ code });
    }
    expect(await world.asOwner('select from payments.statement_files')).toEqual([]);
  });

  it('and when it is put in again after it was refused, as it is said then', async () => {
    const bytes = Buffer.from('When,Sum\n01/02/2026,1.00\nnot a day,2.00\n');
    const file = (said: SaidOfFile) =>
      world.importFile.execute(world.treasurer, { name: 'a.csv', bytes, ...said });
    const said = { csvProfile: 'ing-de', bankAccountId: world.main.id, monthFirst: true };
    const { file: first } = await file(said);
    await world.readFile.execute(world.system, { fileId: first.id });
    const { file: again, isNew } = await file({ csvProfile: 'n26' });
    expect(isNew).toBe(false);
    expect(again).toMatchObject({
      id: first.id,
      state: 'received',
      csvProfile: 'n26',
      bankAccountId: null,
      monthFirst: null,
      refusalCode: null,
      warnings: [],
      readAt: null,
    });
  });

  it('and never kept in silence when it is said to be read otherwise', async () => {
    const bytes = Buffer.from('When,Sum\n01/02/2026,1.00\n');
    const file = (said: SaidOfFile) =>
      world.importFile.execute(world.treasurer, { name: 'b.csv', bytes, ...said });
    const said = { csvProfile: 'ing-de', bankAccountId: world.main.id, monthFirst: false };
    const { file: first } = await file(said);
    const read = async () =>
      world.asOwner(`update payments.statement_files set state = 'read', read_at = received_at
        where id = '${first.id}'`);
    for (const isRead of [false, true]) {
      if (isRead) await read();
      for (const [other, path] of [
        [{ ...said, monthFirst: true }, 'monthFirst'],
        [{ ...said, monthFirst: null }, 'monthFirst'],
        [{ ...said, csvProfile: 'n26' }, 'csvProfile'],
        [{ ...said, bankAccountId: world.second.id }, 'bankAccountId'],
      ] as const) {
        await expect(file(other)).rejects.toMatchObject({
          code: 'STATEMENT_READ_OTHERWISE',
          kind: 'conflict',
          path: [path],
        });
      }
      expect(await file(said)).toMatchObject({ isNew: false, file: { id: first.id, ...said } });
    }
  });

  it('at the same moment as well: one reading is kept, and the other is told', async () => {
    const bytes = Buffer.from('When,Sum\n03/02/2026,1.00\n');
    const put = [true, false].map((monthFirst) =>
      world.importFile.execute(world.treasurer, {
        name: 'c.csv',
        bytes,
        csvProfile: 'ing-de',
        bankAccountId: world.main.id,
        monthFirst,
      }),
    );
    const ended = await Promise.allSettled(put);
    const refused = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([{ code: 'STATEMENT_READ_OTHERWISE', path: ['monthFirst'] }]);
  });
});
