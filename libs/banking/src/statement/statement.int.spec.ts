import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@rochdale/platform';
import { camtFile } from '../testing/camt.js';
import {
  createBankingWorld,
  ibans,
  linesOf,
  mt940File,
  read,
  readEntries,
} from '../testing/banking-world.js';
import type { MadeStatement } from '../testing/camt.js';
import type { BankingWorld } from '../testing/banking-world.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

const statementsOf = (fileId: string) =>
  world.asOwner<{ balanced: string; lines_new: number; lines_known: number }>(
    'select * from payments.bank_statements where file_id = $1',
    [fileId],
  );
const fileRow = async (id: string) =>
  (
    await world.asOwner<{ state: string; refusal_code: string | null; warnings: object[] }>(
      'select * from payments.statement_files where id = $1',
      [id],
    )
  )[0];
const put = (bytes: Uint8Array, actor = world.treasurer) =>
  world.importFile.execute(actor, { name: '../../etc/pass\u0000wd.xml', bytes });

describe('a statement file', () => {
  it('is the same file when it comes again, and read once however often it is asked', async () => {
    const bytes = camtFile({ id: 'AGAIN', iban: ibans.main, entries: [{ amountMinor: 10_01n }] });
    const first = await put(bytes);
    expect(first.isNew).toBe(true);
    await Promise.all(
      [1, 2, 3].map(() => world.readFile.execute(world.system, { fileId: first.file.id })),
    );
    const again = await put(bytes);
    expect(again).toMatchObject({ isNew: false, file: { id: first.file.id, state: 'read' } });
    await world.readFile.execute(world.system, { fileId: first.file.id });
    expect(await statementsOf(first.file.id)).toMatchObject([{ lines_new: 1, lines_known: 0 }]);
  });

  it('is kept once when several people put it in at once, with no bytes left over', async () => {
    const bytes = camtFile({ id: 'ATONCE', iban: ibans.main, entries: [{ amountMinor: 10_02n }] });
    const kept = await Promise.all([1, 2, 3, 4].map(() => put(bytes)));
    expect(kept.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(kept.map(({ file }) => file.id)).size).toBe(1);
    const folder = join(world.folder, world.cooperativeId, 'statements');
    const rows = await world.asOwner<{ id: string }>('select id from payments.statement_files');
    expect((await readdir(folder)).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    const jobs = await world.asOwner(
      `select 1 from platform.jobs where name = 'payments.read-statement-file'
         and payload->>'fileId' = $1`,
      [kept[0]?.file.id],
    );
    expect(jobs).toHaveLength(1);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'FILE_EMPTY'],
    ['a photograph', Buffer.from('\u0089PNG\r\n\u001a\n'), 'STATEMENT_NOT_READABLE'],
    ['more than is taken', Buffer.alloc(100_001, '<'), 'TOO_LARGE'],
  ])('of %s is refused and kept nowhere', async (_, bytes, code) => {
    const before = await world.asOwner('select id from payments.statement_files');
    await expect(put(bytes)).rejects.toMatchObject({ code, path: ['file'] });
    expect(await world.asOwner('select id from payments.statement_files')).toEqual(before);
  });

  it('of an account that is not ours is refused, and read once the account is', async () => {
    const entries = [{ amountMinor: 7_00n }];
    const iban = 'BE68539007547034';
    const bytes = camtFile({ id: 'OTHER', iban, entries });
    const { fileId } = await read(world, bytes);
    expect(await fileRow(fileId)).toMatchObject({
      state: 'refused',
      refusal_code: 'STATEMENT_ACCOUNT_UNKNOWN',
      refusal_message:
        'The statement is of an account that is not registered here: a preview says of which.',
    });
    expect(await statementsOf(fileId)).toEqual([]);
    await world.register.execute(world.treasurer, {
      label: 'Belgian',
      holderName: 'Ours',
      accountNumber: iban,
      currency: 'EUR',
      rail: 'any',
    });
    await read(world, bytes);
    expect(await fileRow(fileId)).toMatchObject({ state: 'read' });
    expect(await statementsOf(fileId)).toMatchObject([{ lines_new: 1 }]);
  });

  const most = 2n ** 63n - 1n;
  const camt = (made: Partial<MadeStatement>) =>
    camtFile({ id: 'HUGE', iban: ibans.main, entries: [{ amountMinor: 1n }], ...made });
  it.each([
    ['a camt line', camt({ entries: [{ amountMinor: 99999999999999999999_00n }] })],
    ['a camt debit', camt({ entries: [{ amountMinor: -most - 1n }], closingMinor: 0n })],
    ['the sum of the lines', camt({ entries: [most, 1n].map((amountMinor) => ({ amountMinor })) })],
    ['the closing balance', camt({ openingMinor: most })],
    ['the opening balance', camt({ openingMinor: -most - 2n, closingMinor: 0n })],
    ['a line of MT940', mt940File(ibans.main, '2026-01-09', [most + 1n])],
  ])('is refused when %s is more than the books can hold', async (_, bytes) => {
    const { fileId } = await read(world, bytes);
    expect(await fileRow(fileId)).toMatchObject({
      state: 'refused',
      refusal_code: 'STATEMENT_NOT_READABLE',
    });
    expect(await statementsOf(fileId)).toEqual([]);
  });

  it('broken in the middle is refused whole: nothing of it is recorded', async () => {
    const whole = camtFile({ id: 'BROKEN', iban: ibans.main, entries: [{ amountMinor: 1n }] });
    const { fileId } = await read(world, whole.subarray(0, whole.length - 30));
    expect(await fileRow(fileId)).toMatchObject({ state: 'refused' });
    expect(await statementsOf(fileId)).toEqual([]);
  });

  it('that is refused by three workers at once is refused once', async () => {
    const { file } = await put(Buffer.from('OFXHEADER:100\n\n<OFX><broken'));
    await Promise.all(
      [1, 2, 3].map(() => world.readFile.execute(world.system, { fileId: file.id })),
    );
    expect(await fileRow(file.id)).toMatchObject({
      state: 'refused',
      refusal_code: 'truncated',
    });
    await world.readFile.execute(world.system, { fileId: file.id });
    expect(await statementsOf(file.id)).toEqual([]);
  });

  it('whose bytes are gone is no answer: the job comes again', async () => {
    const bytes = camtFile({ id: 'GONE', iban: ibans.main, entries: [{ amountMinor: 1n }] });
    const { file } = await put(bytes);
    const lost = newId();
    await expect(world.readFile.execute(world.system, { fileId: lost })).rejects.toThrow(
      /The file is not there/,
    );
    expect(await fileRow(file.id)).toMatchObject({ state: 'received' });
  });

  it('of another co-operative is not read by this one', async () => {
    const bytes = camtFile({ id: 'THEIRS', iban: ibans.main, entries: [{ amountMinor: 2n }] });
    const { file } = await put(bytes);
    const elsewhere = { ...world.system, cooperativeId: newId() };
    await expect(world.readFile.execute(elsewhere, { fileId: file.id })).rejects.toThrow(
      /The file is not there/,
    );
    expect(await fileRow(file.id)).toMatchObject({ state: 'received' });
  });

  it('is put in by treasurers only', async () => {
    const bytes = camtFile({ id: 'NOTME', iban: ibans.main, entries: [] });
    await expect(put(bytes, world.member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('lines', () => {
  it('that two files share are known in the second, read at once or not', async () => {
    const shared = [1, 2, 3].map((n) => ({ amountMinor: BigInt(20_00 + n), on: '2026-01-10' }));
    const entries = [
      [...shared, { amountMinor: 31_00n }],
      [{ amountMinor: 32_00n }, ...shared],
    ];
    const files = await Promise.all(
      entries.map((list, n) => put(camtFile({ id: `LAP${n}`, iban: ibans.main, entries: list }))),
    );
    await Promise.all(
      files.map(({ file }) => world.readFile.execute(world.system, { fileId: file.id })),
    );
    const counts = (await Promise.all(files.map(({ file }) => statementsOf(file.id)))).flat();
    expect(counts.reduce((sum, row) => sum + row.lines_new, 0)).toBe(5);
    expect(counts.reduce((sum, row) => sum + row.lines_known, 0)).toBe(3);
  });

  it('of one day that are equal are two lines, and stay two in the next file', async () => {
    const twin = { amountMinor: 5_00n, on: '2026-01-11', text: 'coffee' };
    const statementId = await readEntries(world, [twin, twin]);
    expect(await linesOf(world, statementId)).toHaveLength(2);
    const later = await readEntries(world, [twin, twin, twin]);
    expect(await linesOf(world, later)).toHaveLength(1);
  });

  it('that are pending are left out, and named', async () => {
    const bytes = camtFile({
      id: 'PENDING',
      iban: ibans.main,
      entries: [{ amountMinor: 8_00n }, { amountMinor: 9_00n, pending: true }],
    });
    const { fileId, statementIds } = await read(world, bytes);
    expect(await linesOf(world, statementIds[0] ?? '')).toMatchObject([{ amount_minor: '800' }]);
    const { warnings = [] } = (await fileRow(fileId)) ?? {};
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'entry-left-out',
        message: expect.stringMatching(/not booked/),
      }),
    );
  });

  it('of a batch are its parts, when they sum to it, and the whole when they do not', async () => {
    const parts = [
      { amountMinor: 1_00n, endToEndId: 'A' },
      { amountMinor: 2_00n, endToEndId: 'B' },
    ];
    const sound = await readEntries(world, [{ amountMinor: 3_00n, on: '2026-01-12', parts }]);
    expect(await linesOf(world, sound)).toMatchObject([
      { amount_minor: '100', end_to_end_id: 'A' },
      { amount_minor: '200', end_to_end_id: 'B' },
    ]);
    const short = await readEntries(world, [{ amountMinor: 3_50n, on: '2026-01-12', parts }]);
    expect(await linesOf(world, short)).toMatchObject([
      { amount_minor: '350', end_to_end_id: null },
    ]);
  });
});

describe('a statement that does not add up', () => {
  it('is kept and flagged, matched by nobody, until a sound one shows the same lines', async () => {
    const entries = [{ amountMinor: 44_00n, on: '2026-01-13' }];
    const wrong = camtFile({ id: 'WRONG', iban: ibans.main, entries, closingMinor: 1n });
    const { fileId, statementIds } = await read(world, wrong);
    const [statementId = ''] = statementIds;
    expect(await statementsOf(fileId)).toMatchObject([{ balanced: 'unbalanced' }]);
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'flagged' }]);
    const open = () =>
      world.unitOfWork.run(world.system, (tx) => world.lines.waiting(tx, statementId, null, 9));
    expect(await open()).toEqual([]);
    const [line] = await linesOf(world, statementId);
    await expect(
      world.unitOfWork.run(world.system, (tx) => world.lines.lockOne(tx, line?.id ?? '')),
    ).rejects.toMatchObject({ code: 'BANK_LINE_FLAGGED' });
    await read(world, camtFile({ id: 'RIGHT', iban: ibans.main, entries }));
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
    expect(await open()).toHaveLength(1);
    const news = await world.asOwner(
      `select 1 from platform.facts where type = 'payments.BankStatementRead'
         and data->>'statementId' = $1`,
      [statementId],
    );
    expect(news).toHaveLength(2);
  });
});
