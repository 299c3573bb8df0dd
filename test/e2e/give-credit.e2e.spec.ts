import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { camt053, coopIban, MoneyWorld } from './money-world.js';
import { enterAt, grown } from './pressing.js';
import type { Browser } from './pressing.js';

let world: MoneyWorld;
let tess: string;

const page = 'erase-me?cooperative=mill';
const give = 'give-credit?cooperative=mill';
let planId: string;

const change = <Data extends object>(token: string, query: string, variables: object = {}) =>
  world.client(token).change<Data>(query, variables);

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  await change(
    tess,
    `mutation ($number: String!) { bankAccountRegister(input: { label: "Bank",
       holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SIMULATED }) {
       userErrors { code message } } }`,
    { number: coopIban },
  );
  const { duesPlan } = await change<{ duesPlan: { id: string } }>(
    tess,
    `mutation { duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
       minimumMinor: "100", suggestedMinor: "700", months: 1 }) { duesPlan { id }
       userErrors { code message } } }`,
  );
  planId = duesPlan.id;
});
afterAll(() => world.close());

let statements = 0;

/** Somebody pays 10.00 where 1.00 is asked: 9.00 are theirs. */
async function overpay(token: string): Promise<void> {
  await change(
    token,
    `mutation ($planId: ID!) { duesPledgeChoose(input: { planId: $planId,
       amount: { minor: "100", currency: "EUR" } }) { userErrors { code message } } }`,
    { planId },
  );
  await change(tess, 'mutation { duesInvoicesIssue { userErrors { code message } } }');
  const { myInvoices } = await world.ask<{
    myInvoices: { edges: { node: { reference: string } }[] };
  }>(token, '{ myInvoices(first: 1) { edges { node { reference } } } }');
  statements += 1;
  const text = myInvoices.edges[0]?.node.reference ?? '';
  const day = world.clock.now().toISOString().slice(0, 10);
  const told = camt053([{ minor: 10_00n, text }], { day, id: `stmt-${statements}` });
  // The bank numbers what it tells, so that no payment is taken for another one.
  const file = told.replace(`${day}-0</AcctSvcrRef>`, `${statements}</AcctSvcrRef>`);
  expect((await world.upload(tess, file)).status).toBe(201);
  await world.worker.loop.drain();
}

const creditsOf = (name: string) =>
  world.rows<{ currency: string; minor: string }>(
    `select c.currency, c.balance_minor::text as minor from dues.credits c
     join membership.members m on m.id = c.member_id where m.display_name = $1 order by 1`,
    [name],
  );

/** What the forms of the page say that one may give. */
async function offersOf(browser: Browser) {
  const { text } = await browser.get(page);
  const said = [...text.matchAll(/name="(?:currency|amount|movements)" value="(\w+)"/g)];
  const values = said.map(([, value = '']) => value);
  return values.flatMap((currency, nth) => {
    const [amount = '', movements = ''] = values.slice(nth + 1);
    return nth % 3 === 0 ? [{ currency, amount, movements }] : [];
  });
}

async function leaver(name: string): Promise<Browser> {
  const browser = await enterAt(world.api.url, `${name}@mill.example`);
  const left = await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
  expect(left.text).toContain('You have left');
  return browser;
}

describe('credit, on the page on which one is erased', () => {
  it('is said by its amount, is theirs to give in each currency, and then they go', async () => {
    const ada = await world.member('mill', 'ada');
    await overpay(ada);
    // As if they had paid dues in another currency as well.
    await world.rows(
      `insert into dues.credits (cooperative_id, member_id, currency, balance_minor)
       select cooperative_id, member_id, 'SEK', 900 from dues.credits where member_id =
         (select id from membership.members where display_name = 'ada')`,
    );
    const browser = await leaver('ada');
    const { text } = await browser.get(page);
    expect(text).toContain('Ask a treasurer to pay it out to you, or give it');
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /Your credit with mill:.*9\.00 EUR.*9\.00 SEK.*Give it to the co-operative: 9\.00 EUR/,
    );
    const offers = await offersOf(browser);
    expect(offers).toMatchObject([
      { currency: 'EUR', amount: '900' },
      { currency: 'SEK', amount: '900' },
    ]);
    for (const offer of offers) {
      const given = await browser.press(give, offer, 'erase-me');
      expect([given.status, given.headers['location']]).toEqual([303, page]);
    }
    expect(await offersOf(browser)).toEqual([]);
    const said = { sure: 'yes', texts: 'remove' };
    expect((await browser.press(page, said)).text).toContain('You are erased');
  });

  it('is given once by two presses at once, and only if it is what the page said', async () => {
    const ben = await world.member('mill', 'ben');
    await overpay(ben);
    const browser = await leaver('ben');
    const [offer] = await offersOf(browser);
    // Something comes between the page and the press.
    const { myInvoices } = await world.ask<{ myInvoices: { edges: { node: { id: string } }[] } }>(
      ben,
      '{ myInvoices(first: 1) { edges { node { id } } } }',
    );
    await change(
      tess,
      `mutation ($id: ID!) { invoiceCredit(input: { invoiceId: $id, amountMinor: "100",
         reason: "A mistake", idempotencyKey: "ben" }) { userErrors { code message } } }`,
      { id: myInvoices.edges[0]?.node.id },
    );
    expect(await creditsOf('ben')).toEqual([{ currency: 'EUR', minor: '1000' }]);
    const stale = await Promise.all([1, 2].map(() => browser.press(give, offer, 'erase-me')));
    expect(stale.map(({ status }) => status)).toEqual([409, 409]);
    // What it is now stands there to be pressed.
    expect(stale[0]?.text).toMatch(/not what it was[^]*Give it to the co-operative: 10\.00 EUR/);
    expect(await creditsOf('ben')).toEqual([{ currency: 'EUR', minor: '1000' }]);
    const [rest] = await offersOf(browser);
    expect(rest).toMatchObject({ currency: 'EUR', amount: '1000' });
    const presses = await Promise.all([1, 2].map(() => browser.press(give, rest, 'erase-me')));
    expect(presses.map(({ status }) => status)).toEqual([303, 303]);
    expect(await creditsOf('ben')).toEqual([{ currency: 'EUR', minor: '0' }]);
    const gifts = await world.rows(
      `select 1 from dues.credit_entries e join membership.members m on m.id = e.member_id
       where m.display_name = 'ben' and e.kind = 'waived'`,
    );
    expect(gifts).toHaveLength(1);
  });

  it('is not given again by the second press when as much came since the first', async () => {
    const gus = await world.member('mill', 'gus');
    await overpay(gus);
    const browser = await enterAt(world.api.url, 'gus@mill.example');
    const [offer] = await offersOf(browser);
    expect((await browser.press(give, offer, 'erase-me')).status).toBe(303);
    world.clock.advance({ days: 40 });
    await overpay(gus);
    expect(await creditsOf('gus')).toEqual([{ currency: 'EUR', minor: '900' }]);
    const again = await browser.press(give, offer, 'erase-me');
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('9.00 EUR')]);
    expect(await creditsOf('gus')).toEqual([{ currency: 'EUR', minor: '900' }]);
  });

  it('that is being paid out is not given as well', async () => {
    const cleo = await world.member('mill', 'cleo');
    await overpay(cleo);
    const id = await world.memberId(cleo, 'mill');
    const browser = await leaver('cleo');
    const [offer] = await offersOf(browser);
    await change(
      tess,
      `mutation ($id: ID!) { duesCreditRefund(input: { memberId: $id, currency: "EUR",
         amountMinor: "400" }) { userErrors { code message } } }`,
      { id },
    );
    const refused = await browser.press(give, offer, 'erase-me');
    expect([refused.status, refused.text]).toEqual([
      409,
      expect.stringContaining('Your credit is not what it was'),
    ]);
    const { text } = await browser.get(page);
    expect(text).toContain('Credit is set aside to be paid out. As long as no treasurer has');
    const [rest] = await offersOf(browser);
    expect(rest).toMatchObject({ currency: 'EUR', amount: '500' });
    expect((await browser.press(give, rest, 'erase-me')).status).toBe(303);
    expect(await creditsOf('cleo')).toEqual([{ currency: 'EUR', minor: '0' }]);
    expect((await browser.get(page)).text).not.toContain('Erase me</button>');
  });

  it('is given by whom a form of the page came from, who signed in a moment ago', async () => {
    const dan = await world.member('mill', 'dan');
    await overpay(dan);
    const browser = await leaver('dan');
    const [offer = { currency: '', amount: '', movements: '' }] = await offersOf(browser);
    const odds = [{ amount: '-900' }, { currency: 'eur' }, { movements: '' }, { movements: 'x' }];
    for (const odd of [{}, ...odds.map((one) => ({ ...offer, ...one }))]) {
      expect((await browser.press(give, odd, 'erase-me')).status).toBe(400);
    }
    expect((await browser.send(give, { ...offer, form: 'x' })).status).toBe(403);
    await grown(world, 'dan@mill.example');
    const old = await browser.get(page);
    expect(old.text).toMatch(/9\.00 EUR/);
    expect(await offersOf(browser)).toEqual([]);
    const refused = await browser.press(give, offer, 'my-data');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Sign in again')]);
    expect(await creditsOf('dan')).toEqual([{ currency: 'EUR', minor: '900' }]);
  });

  it('waits, of who is suspended, until they have left', async () => {
    const eva = await world.member('mill', 'eva');
    await overpay(eva);
    await world.rows(
      `update membership.members set standing = 'suspended' where display_name = 'eva'`,
    );
    const browser = await enterAt(world.api.url, 'eva@mill.example');
    const { text } = await browser.get(page);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(/9\.00 EUR.*Leave first: to give it/);
    expect(await offersOf(browser)).toEqual([]);
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    expect(await offersOf(browser)).toHaveLength(1);
  });

  it('that a treasurer began to pay out is called back before anybody released it', async () => {
    const pia = await world.member('mill', 'pia');
    await overpay(pia);
    const { viewer } = await world.ask<{ viewer: { member: { id: string } } }>(
      pia,
      '{ viewer { member { id } } }',
    );
    const browser = await leaver('pia');
    await change(
      tess,
      `mutation ($memberId: ID!) { duesCreditRefund(input: { memberId: $memberId,
         currency: "EUR" }) { userErrors { code message } } }`,
      { memberId: viewer.member.id },
    );
    const { text } = await browser.get(page);
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /you may call it back.*waits for a treasurer to release it.*9\.00 EUR.*Call it back/,
    );
    expect(text).not.toContain('on its way');
    expect(await offersOf(browser)).toEqual([]);
    // What the page did not list is called back by nothing.
    const unlisted = await browser.press('call-refunds-back?cooperative=mill');
    expect(unlisted.headers['location']).toBe(page);
    expect(await offersOf(browser)).toEqual([]);
    const press = () => browser.press('call-refunds-back?cooperative=mill', {}, 'erase-me');
    const back = await press();
    expect([back.status, back.headers['location']]).toEqual([303, page]);
    expect((await press()).status).toBe(303);
    const [offer] = await offersOf(browser);
    expect(offer).toMatchObject({ currency: 'EUR', amount: '900' });
    await world.worker.loop.drain();
    await browser.press(give, offer ?? {}, 'erase-me');
    const said = { sure: 'yes', texts: 'remove' };
    expect((await browser.press(page, said)).text).toContain('You are erased');
  });
});
