import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoneyWorld } from './money-world.js';
import type { Browser } from './pressing.js';
import { enterAt } from './pressing.js';

let world: MoneyWorld;

let tess: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
});
afterAll(() => world.close());

const enter = (email: string) => enterAt(world.api.url, email);
const page = 'erase-me?cooperative=mill';
const erase = (browser: Browser) =>
  browser.press(page, { sure: 'yes', texts: 'keep-without-name' });

/** Something is claimed that nobody has decided yet; its id. */
async function claim(
  token: string,
  title = 'Paint',
  payee: { readonly kind: 'MEMBER'; readonly id: string } | null = null,
): Promise<string> {
  const { payload } = await world.ask<{ payload: { expense: { id: string } } }>(
    token,
    `mutation ($day: Date!, $title: String!, $payee: PayeeInput) {
       payload: expenseDraft(input: { title: $title, payee: $payee, currency: "EUR",
         items: [{ description: "Paint", category: OTHER, incurredOn: $day,
           amountMinor: "2222" }] })
       { userErrors { code } expense { id } } }`,
    { day: world.clock.now().toISOString().slice(0, 10), title, payee },
  );
  const { id } = payload.expense;
  await world
    .client(token)
    .change('mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code message } } }', {
      id,
    });
  return id;
}

/** Tess approved it: it is owed. */
async function approve(id: string): Promise<void> {
  const client = world.client(tess);
  const { expense } = await client.query<{ expense: { termsHash: string } }>(
    'query ($id: ID!) { expense(id: $id) { termsHash } }',
    { id },
  );
  await client.change(
    `mutation ($id: ID!, $termsHash: String!) { expenseApprove(id: $id, termsHash: $termsHash) {
       userErrors { code message } } }`,
    { id, termsHash: expense.termsHash },
  );
}

describe('claims, on the page on which one is erased', () => {
  it('shows what others claim for them, which keeps nobody, and declines it', async () => {
    const ned = await world.member('mill', 'ned');
    const { viewer } = await world.ask<{ viewer: { member: { id: string } } }>(
      ned,
      '{ viewer { member { id } } }',
    );
    const lou = await world.member('mill', 'lou');
    const payee = { kind: 'MEMBER', id: viewer.member.id } as const;
    const declined = await claim(lou, 'A gift for Ned', payee);
    const browser = await enter('ned@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const { text } = await browser.get(page);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /What others claim for you.*does not keep you here.*A gift for Ned, 22\.22 EUR: waits/,
    );
    expect(text).toContain('Erase me</button>');
    const press = () => browser.press('decline-claims?cooperative=mill', {}, 'erase-me');
    const done = await press();
    expect([done.status, done.headers['location']]).toEqual([303, page]);
    expect((await press()).status).toBe(303);
    expect((await browser.get(page)).text).not.toContain('A gift for Ned');
    const statusOf = async (id: string) => {
      const { expense } = await world.ask<{ expense: { status: string; title: string } }>(
        lou,
        'query ($id: ID!) { expense(id: $id) { status title } }',
        { id },
      );
      return expense;
    };
    expect(await statusOf(declined)).toEqual({ status: 'REJECTED', title: 'A gift for Ned' });
    expect((await erase(browser)).text).toContain('You are erased');
    await world.worker.loop.drain();
    expect(await statusOf(declined)).toEqual({ status: 'REJECTED', title: 'Erased' });
  });

  it('declines only what it listed, and tells what was decided meanwhile', async () => {
    const pam = await world.member('mill', 'pam');
    const { viewer } = await world.ask<{ viewer: { member: { id: string } } }>(
      pam,
      '{ viewer { member { id } } }',
    );
    const lin = await world.member('mill', 'lin');
    const payee = { kind: 'MEMBER', id: viewer.member.id } as const;
    const listed = [await claim(lin, 'A card', payee), await claim(lin, 'A cake', payee)];
    const browser = await enter('pam@mill.example');
    const shown = await browser.get(page);
    await approve(listed[1] ?? '');
    await claim(lin, 'Their travel', payee);
    const { status, text } = await browser.pressShown(
      shown.text,
      'decline-claims?cooperative=mill',
    );
    expect([status, text.replaceAll(/\s+/g, ' ')]).toEqual([
      409,
      expect.stringMatching(/Not declined.*A cake, 22\.22 EUR: .*Declined<.*A card, 22\.22 EUR/),
    ]);
    const states = await world.rows<{ title: string; status: string }>(
      `select title, status from expenses.expenses
       where title in ('A card', 'A cake', 'Their travel') order by 1`,
    );
    expect(states.map((one) => `${one.title} ${one.status}`)).toEqual([
      'A cake approved',
      'A card rejected',
      'Their travel submitted',
    ]);
    expect((await browser.press('decline-claims?cooperative=mill', {}, 'my-data')).status).toBe(
      303,
    );
  });

  it('calls what waits for a treasurer so, and not on its way', async () => {
    const oda = await world.member('mill', 'oda');
    await approve(await claim(oda, 'A saw'));
    const browser = await enter('oda@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const text = (await browser.get(page)).text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Money to you waits for a treasurer to release it. Ask a treasurer');
    expect(text).toContain('This is owed to you, and waits for a treasurer to release it.');
    expect(text).not.toMatch(/on its way|this member/);
  });
});
