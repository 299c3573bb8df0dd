import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { camt053, coopIban, MoneyWorld } from './money-world.js';

let world: MoneyWorld;
let tess: string;
let ada: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
  await world.ask(
    tess,
    `mutation { bankAccountRegister(input: { label: "Till", holderName: "The Mill eG",
       accountNumber: "${coopIban}", currency: "EUR", rail: SIMULATED }) { userErrors { code } } }`,
  );
});
afterAll(() => world.close());

const statement = {
  name: 'statement.xml',
  bytes: camt053([{ minor: 100n }], { day: '2026-03-02' }),
};
const receipt = { name: 'receipt.pdf', bytes: '%PDF-1.4\n%%EOF\n' };

describe('what a request says of its file', () => {
  const nobody = '0198a0b0-0000-7000-8000-000000000000';
  it.each([
    ['?bankAcountId=x', 400, 'INVALID_INPUT', 'bankAcountId'],
    ['?dryRun=true', 400, 'INVALID_INPUT', 'dryRun'],
    ['?monthFirst=yes', 400, 'INVALID_INPUT', 'monthFirst'],
    ['?monthFirst=true&monthFirst=false', 400, 'INVALID_INPUT', 'monthFirst'],
    ['?csvProfile=', 400, 'INVALID_INPUT', 'csvProfile'],
    ['?csvProfile=no-such-bank', 404, 'CSV_PROFILE_NOT_FOUND', 'csvProfile'],
    ['?bankAccountId=main', 400, 'INVALID_ID', 'bankAccountId'],
    ['?bankAccountId[]=main', 400, 'INVALID_INPUT', 'bankAccountId[]'],
    [`?bankAccountId=${nobody}`, 404, 'BANK_ACCOUNT_NOT_FOUND', 'bankAccountId'],
  ])('in %s is refused by its name, and nothing is kept', async (query, status, code, option) => {
    for (const route of ['/bank/statements', '/bank/statements/preview']) {
      const answer = await world.client(tess, 'mill').upload(`${route}${query}`, statement);
      expect([route, answer.status, answer.body]).toMatchObject([
        route,
        status,
        { code, path: [option] },
      ]);
    }
    expect(await world.rows('select 1 from payments.statement_files')).toEqual([]);
  });

  it('stands in the address: fields of the form are refused by their names', async () => {
    for (const [who, route, file] of [
      [tess, '/bank/statements', statement],
      [tess, '/bank/statements/preview', statement],
      [ada, '/files', receipt],
    ] as const) {
      const client = world.client(who, 'mill');
      const before = client.request('POST', route).field('bankAccountId', 'x');
      const answers = [
        await before.attach('file', Buffer.from(file.bytes), file.name),
        await client.upload(route, file).field('csvProfile', 'n26'),
      ];
      expect(answers.map(({ status, body }) => [route, status, body as object])).toMatchObject([
        [route, 400, { code: 'INVALID_INPUT', path: ['bankAccountId'] }],
        [route, 400, { code: 'INVALID_INPUT', path: ['csvProfile'] }],
      ]);
    }
    expect(await world.rows('select 1 from payments.statement_files')).toEqual([]);
  });

  it('is nothing, of a receipt', async () => {
    const { status, body } = await world.client(ada, 'mill').upload('/files?expense=1', receipt);
    expect([status, body]).toMatchObject([400, { code: 'INVALID_INPUT', path: ['expense'] }]);
  });
});
