import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';
import { enterAt, grown } from './pressing.js';

let world: MoneyWorld;
let administrator: string;
beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
});
afterAll(() => world.close());

const making = 'personalTokenCreate(input: { name: "x", scopes: ["membership:read"] })';
const changes = ['membershipLeave', 'ownArchiveTicketIssue', 'memberErase', making];
const change = async (token: string, what: string): Promise<string[]> => {
  const asked = `mutation { payload: ${what} { userErrors { code } } }`;
  const { payload } = await world.ask<Changed>(token, asked);
  return payload.userErrors.map(({ code }) => code);
};
const ownData = async (token: string) => {
  const { data, errors = [] } = await world.answer<{ ownData: string }>(token, '{ ownData }');
  return { data, codes: errors.map(({ extensions }) => extensions['code']) };
};
const standing = async (token: string) =>
  (await world.ask<{ viewer: { standing: string } }>(token, '{ viewer { standing } }')).viewer
    .standing;

describe('a session that is older than fifteen minutes', () => {
  it('takes nothing away, and ends nothing, until one signs in again', async () => {
    const token = await world.member('mill', 'ada');
    const was = await standing(token);
    expect((await ownData(token)).codes).toEqual([]);
    await grown(world, 'ada@mill.example');
    for (const what of changes) expect(await change(token, what)).toEqual(['SIGN_IN_AGAIN']);
    expect((await ownData(token)).codes).toEqual(['SIGN_IN_AGAIN']);
    expect(await standing(token)).toBe(was);
    const anew = await world.signIn('ada@mill.example');
    expect((await ownData(anew)).codes).toEqual([]);
    expect(await change(anew, 'ownArchiveTicketIssue')).toEqual(['ARCHIVE_NOT_READY']);
    for (const what of ['membershipLeave', 'memberErase']) {
      expect(await change(anew, what)).toEqual([]);
    }
  });

  it('gives nothing away that is owed', async () => {
    const token = await world.member('mill', 'eli');
    const day = world.clock.now().toISOString().slice(0, 10);
    const { payload } = await world.ask<{ payload: { expense: { id: string } } }>(
      token,
      `mutation { payload: expenseDraft(input: { title: "Paint", currency: "EUR", items: [{
         description: "Paint", category: OTHER, incurredOn: "${day}", amountMinor: "2222" }] })
         { userErrors { code } expense { id } } }`,
    );
    const waivers = [
      [`expenseWaive(id: "${payload.expense.id}")`, 'EXPENSE_STATUS_CONFLICT'],
      ['duesCreditWaive(input: { currency: "EUR" })', 'CREDIT_SPENT'],
    ] as const;
    for (const [what, code] of waivers) expect(await change(token, what)).toEqual([code]);
    await grown(world, 'eli@mill.example');
    for (const [what] of waivers) expect(await change(token, what)).toEqual(['SIGN_IN_AGAIN']);
  });

  it('is as old by a cookie', async () => {
    await world.member('mill', 'bea');
    const browser = await enterAt(world.api.url, 'bea@mill.example');
    const ask = () =>
      browser.client
        .with({ cookie: browser.cookie, origin: browser.origin, 'x-cooperative': 'mill' })
        .post('/graphql', { query: '{ ownData }' });
    expect((await ask()).text).not.toContain('errors');
    await grown(world, 'bea@mill.example');
    expect((await ask()).text).toContain('"code":"SIGN_IN_AGAIN"');
  });

  it('makes no other way in, by which it would be new', async () => {
    await world.member('mill', 'bo');
    const browser = await enterAt(world.api.url, 'bo@mill.example');
    const ask = () =>
      browser.client
        .with({ cookie: browser.cookie, origin: browser.origin })
        .get('/auth/passkey/generate-register-options');
    expect((await ask()).status).toBe(200);
    await grown(world, 'bo@mill.example');
    const { status, text } = await ask();
    expect([status, text]).toEqual([403, expect.stringContaining('SESSION_NOT_FRESH')]);
  });

  it('erases no other either', async () => {
    const token = await world.member('mill', 'cy');
    const memberId = await world.memberId(token, 'mill');
    expect(await change(token, 'membershipLeave')).toEqual([]);
    await grown(world, 'founder@mill.example');
    const other = `memberErase(memberId: ${JSON.stringify(memberId)})`;
    expect(await change(administrator, other)).toEqual(['SIGN_IN_AGAIN']);
  });

  it('is no matter to programs, whose token says what they may', async () => {
    const token = await world.member('mill', 'dee');
    const { payload } = await world.ask<{ payload: { secret: string } }>(
      token,
      `mutation { payload: personalTokenCreate(input: { name: "x", scopes: ["membership:read"] }) {
         secret userErrors { code } } }`,
    );
    await grown(world, 'dee@mill.example');
    expect((await ownData(payload.secret)).codes).not.toContain('SIGN_IN_AGAIN');
    expect(await change(payload.secret, 'memberErase')).not.toContain('SIGN_IN_AGAIN');
  });
});
