import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PreviewStatementFile } from '../statement/preview-statement-file.js';
import { createBankingWorld, person } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { CsvProfileQueries } from './csv-profile.queries.js';
import { RemoveCsvProfile } from './remove-csv-profile.js';
import { SaveCsvProfile } from './save-csv-profile.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

const mapping = {
  name: 'our-bank',
  bookingDate: 'When',
  amount: 'Sum',
  currency: 'EUR',
  counterpartyName: 'Who',
  remittance: ['Why'],
};
const csv = (...rows: readonly string[]): Uint8Array =>
  Buffer.from(['When,Who,Why,Sum', ...rows, ''].join('\n'));

const save = (change: object = {}, monthFirst = false, actor = world.treasurer) =>
  new SaveCsvProfile(world.unitOfWork).execute(actor, {
    mapping: { ...mapping, ...change },
    monthFirst,
  });
const names = async (actor = world.treasurer) => {
  const rows = await world.unitOfWork.read(actor, (tx) => new CsvProfileQueries().all(tx));
  return rows.map(({ name }) => name);
};

async function importFile(bytes: Uint8Array, said: object) {
  const { file } = await world.importFile.execute(world.treasurer, {
    name: 'a.csv',
    bytes,
    ...said,
  });
  await world.readFile.execute(world.system, { fileId: file.id });
  const [row] = await world.asOwner<{ state: string; refusal_code: string | null }>(
    'select state, refusal_code from payments.statement_files where id = $1',
    [file.id],
  );
  const lines = await world.asOwner<{ day: string; minor: string; account: string }>(
    `select l.booking_date::text as day, l.amount_minor::text as minor,
       l.bank_account_id::text as account
     from payments.bank_lines l join payments.bank_statements s on s.id = l.statement_id
     where s.file_id = $1 order by l.booking_date`,
    [file.id],
  );
  return { ...row, lines };
}

describe('a saved CSV profile', () => {
  it('reads a file by its columns, month first, of the account that was named', async () => {
    await save({}, true);
    const said = { csvProfile: 'our-bank', bankAccountId: world.main.id };
    const bytes = csv('01/02/2026,Ada,Dues,25.00', '02/03/2026,Host,Server,-12.50');
    const account = world.main.id;
    expect(await importFile(bytes, said)).toEqual({
      state: 'read',
      refusal_code: null,
      lines: [
        { day: '2026-01-02', minor: '2500', account },
        { day: '2026-02-03', minor: '-1250', account },
      ],
    });
  });

  it('is saved over by its name, and removed by it', async () => {
    await save({ name: 'gone' });
    world.clock.advance({ hours: 1 });
    const other = person(world.cooperativeId, ['treasurer']);
    const again = await save({ name: 'gone', amount: 'Other' }, true, other);
    expect(again).toMatchObject({
      mapping: { amount: 'Other' },
      monthFirst: true,
      savedAt: world.clock.now(),
    });
    const [row] = await world.asOwner(
      `select saved_by_account_id from payments.csv_profiles where name = 'gone'`,
    );
    expect(row).toEqual({ saved_by_account_id: other.accountId });
    expect(await names()).toEqual(['gone', 'our-bank']);
    const remove = new RemoveCsvProfile(world.unitOfWork);
    await remove.execute(world.treasurer, 'gone');
    await expect(remove.execute(world.treasurer, 'gone')).rejects.toMatchObject({
      code: 'CSV_PROFILE_NOT_FOUND',
    });
    expect(await names()).toEqual(['our-bank']);
  });

  it('that was mended reads the same days once more, of another file', async () => {
    const said = { csvProfile: 'mended', bankAccountId: world.second.id };
    const days = ['13/02/2026,Ada,Dues,25.00', '01/03/2026,Host,Server,-12.50'];
    const bytes = csv(...days.slice(1));
    await save({ name: 'mended' }, true);
    expect((await importFile(bytes, said)).lines).toMatchObject([{ day: '2026-01-03' }]);
    world.clock.advance({ hours: 1 });
    await save({ name: 'mended' }, false);
    // What the first reading brought is not taken away in silence, and it is told what to do.
    await expect(importFile(bytes, said)).rejects.toMatchObject({
      code: 'STATEMENT_READ_OTHERWISE',
      path: ['csvProfile'],
      message: expect.stringContaining('as another file, of a day more') as string,
    });
    expect((await importFile(csv(...days), said)).lines).toMatchObject([
      { day: '2026-02-13', minor: '2500' },
      { day: '2026-03-01', minor: '-1250' },
    ]);
    await new RemoveCsvProfile(world.unitOfWork).execute(world.treasurer, 'mended');
  });

  it.each([
    [{ name: 'No Name' }, 'name'],
    [{ name: 'ing-de' }, 'name'],
    [{ amount: null }, 'amount'],
    [{ amount: null, credit: 'In' }, 'debit'],
    [{ credit: 'In' }, 'amount'],
    [{ direction: 'Way' }, 'creditWords'],
    [{ currency: 'XXY' }, 'currency'],
    [{ delimiter: 'x' }, 'delimiter'],
  ])('%j is refused, with the field', async (change, field) => {
    await expect(save(change)).rejects.toMatchObject({
      code: 'INVALID_CSV_PROFILE',
      path: [field],
    });
  });

  it('is for treasurers, and for their own co-operative', async () => {
    await expect(save({}, false, world.member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await names(person(newId(), ['treasurer']))).toEqual([]);
  });
});

it('is one of a hundred at most, and may be saved over when there are so many', async () => {
  await world.asOwner(
    `insert into payments.csv_profiles
       (id, cooperative_id, name, mapping, month_first, saved_by_account_id, saved_at)
     select gen_random_uuid(), cooperative_id, 'bank-' || n, mapping, false, saved_by_account_id,
       saved_at
     from payments.csv_profiles, generate_series(1, 99) as n where name = 'our-bank'`,
  );
  const elsewhere = person(newId(), ['treasurer']);
  await expect(save({ name: 'one-more' })).rejects.toMatchObject({
    code: 'INVALID_CSV_PROFILE',
    path: ['name'],
  });
  await expect(save({ name: 'bank-7' })).resolves.toMatchObject({ name: 'bank-7' });
  await expect(save({ name: 'one-more' }, false, elsewhere)).resolves.toBeDefined();
  await world.asOwner(`delete from payments.csv_profiles where name like 'bank-%'`);
});

describe('the account of a file', () => {
  it('that names none is refused without one, and then taken with one', async () => {
    const bytes = csv('2026-03-04,Ada,Dues,5.00');
    const said = { csvProfile: 'our-bank' };
    expect(await importFile(bytes, said)).toMatchObject({
      state: 'refused',
      refusal_code: 'STATEMENT_ACCOUNT_UNKNOWN',
    });
    const named = { ...said, bankAccountId: world.second.id };
    expect(await importFile(bytes, named)).toMatchObject({
      state: 'read',
      lines: [{ account: world.second.id, minor: '500' }],
    });
  });

  it('is not another than the one that the file names', async () => {
    const bytes = Buffer.from(
      `:20:X\n:25:${world.main.accountNumber}\n:28C:1\n` +
        ':60F:C261101EUR1,00\n:62F:C261101EUR1,00\n-\n',
    );
    expect(await importFile(bytes, { bankAccountId: world.second.id })).toMatchObject({
      state: 'refused',
      refusal_code: 'STATEMENT_OF_OTHER_ACCOUNT',
    });
    await expect(importFile(bytes, { bankAccountId: newId() })).rejects.toMatchObject({
      code: 'BANK_ACCOUNT_NOT_FOUND',
      path: ['bankAccountId'],
    });
  });
});

describe('a preview', () => {
  const preview = (bytes: Uint8Array, said: object) =>
    new PreviewStatementFile(world.unitOfWork).execute(world.treasurer, bytes, said);

  it('shows what would come in, and keeps nothing', async () => {
    const files = () => world.asOwner('select id from payments.statement_files');
    const before = await files();
    const bytes = csv('2026-05-06,Ada,Dues,7.00');
    const said = { csvProfile: 'our-bank', bankAccountId: world.main.id };
    expect(await preview(bytes, said)).toMatchObject({
      format: 'csv',
      statements: [
        {
          bankAccountId: world.main.id,
          currency: 'EUR',
          entries: 1,
          lines: [
            {
              bookingDate: '2026-05-06',
              amountMinor: 700n,
              counterpartyName: 'Ada',
              remittance: 'Dues',
            },
          ],
        },
      ],
    });
    expect(await preview(bytes, { csvProfile: 'our-bank' })).toMatchObject({
      statements: [{ bankAccountId: null }],
    });
    expect(await files()).toEqual(before);
  });

  it('of what is no statement says why', async () => {
    await expect(preview(Buffer.from('nothing'), {})).rejects.toMatchObject({
      code: 'STATEMENT_NOT_READABLE',
    });
  });
});
