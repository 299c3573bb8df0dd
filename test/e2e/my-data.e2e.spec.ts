import { KeptLetters } from '@rochdale/letters';
import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '../../libs/identity/src/testing/identity-world.js';
import { MoneyWorld } from './money-world.js';

const password = 'a long enough password';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
let world: MoneyWorld;
let administrator: string;
let treasurer: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  await world.found('forge');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
});
afterAll(() => world.close());

const fields = (said: Readonly<Record<string, string>>) => new URLSearchParams(said).toString();
const cookiesOf = (headers: unknown): string =>
  ((headers as Readonly<Record<string, string[]>>)['set-cookie'] ?? [])
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** A browser: it keeps cookies, follows nothing, and says whence its forms come. */
class Browser {
  constructor(
    readonly cookie = '',
    readonly origin = world.api.url,
  ) {}

  get client(): ApiClient {
    return new ApiClient(world.api.url).with(this.cookie === '' ? {} : { cookie: this.cookie });
  }

  get(page: string) {
    return this.client.get(`/pages/${page}`).redirects(0);
  }

  /** Presses the button of a page that leads there. */
  async press(page: string, said: Readonly<Record<string, string>> = {}, shownOn = 'my-data') {
    const about = page.slice(page.indexOf('?'));
    const { text } = await this.get(`${shownOn}${about}`);
    const token = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
    return this.send(page, { form: token, ...said });
  }

  send(page: string, said: Readonly<Record<string, string>>) {
    const { origin } = this;
    return this.client
      .with({ ...form, origin })
      .post(`/pages/${page}`, fields(said))
      .redirects(0);
  }
}

async function enter(email: string): Promise<Browser> {
  const answer = await new Browser().send('enter?cooperative=mill', { email, password });
  expect([answer.status, answer.headers['location']]).toEqual([303, 'my-data?cooperative=mill']);
  return new Browser(cookiesOf(answer.headers));
}

/** Something is owed to them that nobody has decided yet. */
async function claim(token: string): Promise<void> {
  const { payload } = await world.ask<{ payload: { expense: { id: string } } }>(
    token,
    `mutation ($day: Date!) { payload: expenseDraft(input: { title: "Paint", currency: "EUR",
       items: [{ description: "Paint", category: OTHER, incurredOn: $day, amountMinor: "2222" }] })
       { userErrors { code } expense { id } } }`,
    { day: world.clock.now().toISOString().slice(0, 10) },
  );
  await world.ask(token, 'mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code } } }', {
    id: payload.expense.id,
  });
}

describe('the pages of one’s own data', () => {
  it('lead strangers, and who was signed in once, to where one signs in', async () => {
    for (const page of ['my-data', 'my-looks', 'erase-me']) {
      const answer = await new Browser().get(`${page}?cooperative=mill`);
      expect([answer.status, answer.headers['location']]).toEqual([303, 'enter?cooperative=mill']);
    }
    await world.member('mill', 'ora');
    const ora = await enter('ora@mill.example');
    await world.rows(
      `update identity.sessions set expires_at = now() where account_id =
         (select id from identity.accounts where email = 'ora@mill.example')`,
    );
    await expect
      .poll(async () => (await ora.get('my-data?cooperative=mill')).status, { timeout: 5_000 })
      .toBe(303);
    expect((await ora.send('my-data-archive?cooperative=mill', { form: 'x' })).status).toBe(303);
  });

  it('sign in by a password, and say what is wrong with one', async () => {
    await world.member('mill', 'pia');
    const email = 'pia@mill.example';
    const wrong = await new Browser().send('enter', { email, password: 'not the password' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('role="alert"')]);
    expect(wrong.headers['set-cookie']).toBeUndefined();
    const link = await new Browser().send('enter', { email, password: '' });
    expect([link.status, link.text]).toEqual([200, expect.stringContaining('letter with a link')]);
    const unknown = await new Browser().send('enter', { email: 'no@mill.example', password: '' });
    expect(unknown.text).toBe(link.text);
    const evil = await new Browser('', 'https://evil.example').send('enter', { email, password });
    expect([evil.status, evil.headers['set-cookie']]).toEqual([403, undefined]);
    expect((await new Browser().send('enter', {})).status).toBe(400);
    const pia = await enter(email);
    expect((await pia.press('sign-out?cooperative=mill')).text).toContain('You are signed out');
  });

  it('ask for the code of who has a second factor', async () => {
    await world.member('mill', 'quin');
    const email = 'quin@mill.example';
    const { client } = await enter(email);
    const { body } = await client.post('/auth/two-factor/enable', { password });
    const uri = String((body as { totpURI?: string }).totpURI);
    await client.post('/auth/two-factor/verify-totp', { code: totpCode(uri) });
    const asked = await new Browser().send('enter?cooperative=mill', { email, password });
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('name="code"')]);
    const between = new Browser(cookiesOf(asked.headers));
    expect((await between.get('my-data?cooperative=mill')).status).toBe(303);
    const wrong = await between.send('enter?cooperative=mill', { code: '000000' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('name="code"')]);
    const code = totpCode(uri, new Date(Date.now() + 30_000));
    const done = await between.send('enter?cooperative=mill', { code });
    expect([done.status, done.headers['location']]).toEqual([303, 'my-data?cooperative=mill']);
    const quin = new Browser(cookiesOf(done.headers));
    expect((await quin.get('my-data?cooperative=mill')).text).toContain('Get everything');
  });

  it('hand over everything by one button, once', async () => {
    await world.member('mill', 'ada');
    const ada = await enter('ada@mill.example');
    const page = 'my-data?cooperative=mill';
    expect((await ada.get(page)).text).toContain('Get everything');
    const asked = await ada.press('my-data-archive?cooperative=mill');
    expect([asked.status, asked.headers['location']]).toEqual([303, page]);
    expect((await ada.get(page)).text).toContain('It is being made');
    await world.worker.loop.drain();
    expect((await ada.get(page)).text).toContain('It is ready');
    const letters = await world.api.app.get(KeptLetters).newest();
    const letter = letters.find(({ kind }) => kind === 'membership.archive-ready');
    expect(letter?.text).toMatch(/^http\S+\/pages\/my-data\?cooperative=mill$/m);
    const fetched = await ada.press('my-data-download?cooperative=mill');
    expect([fetched.status, fetched.headers['content-type']]).toEqual([200, 'application/zip']);
    const again = await ada.press('my-data-download?cooperative=mill');
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('Ask for one')]);
    expect((await ada.get(page)).text).toContain('You fetched the one');
  });

  it('take a form from a page of the same session alone', async () => {
    await world.member('mill', 'bea');
    const bea = await enter('bea@mill.example');
    const page = 'my-data-archive?cooperative=mill';
    const tokenless = await bea.send(page, {});
    expect([tokenless.status, tokenless.text]).toEqual([400, expect.stringContaining('</html>')]);
    const other = await enter('bea@mill.example');
    const { text } = await other.get('my-data?cooperative=mill');
    const token = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const foreign = await bea.send(page, { form: token });
    expect([foreign.status, foreign.text]).toEqual([
      403,
      expect.stringContaining('from before you signed in'),
    ]);
    const evil = new Browser(bea.cookie, 'https://evil.example');
    for (const target of [page, 'erase-me?cooperative=mill', 'leave?cooperative=mill']) {
      expect((await evil.press(target, { sure: 'yes' })).status).toBe(403);
    }
    expect((await bea.get('my-data?cooperative=mill')).text).toContain('Get everything');
  });

  it('are of one co-operative, and show nothing of another', async () => {
    await world.member('mill', 'cy');
    const cy = await enter('cy@mill.example');
    const nowhere = await cy.get('my-data?cooperative=nowhere');
    expect([nowhere.status, nowhere.text]).toEqual([
      404,
      expect.stringContaining('There is no such co-operative here.'),
    ]);
    expect((await cy.get('erase-me?cooperative=forge')).text).toContain(
      'You are no member of forge',
    );
    await cy.press('my-data-archive?cooperative=mill');
    expect((await cy.get('my-data?cooperative=forge')).text).toContain('Get everything');
  });

  it('are for persons: a token or a key is refused', async () => {
    const { payload } = await world.ask<{ payload: { secret: string } }>(
      treasurer,
      `mutation { payload: personalTokenCreate(input: { name: "x", scopes: ["membership:read"] }) {
         secret userErrors { code } } }`,
    );
    const client = new ApiClient(world.api.url).as(payload.secret);
    const answer = await client.get('/pages/my-data?cooperative=mill').redirects(0);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([403, 'FORBIDDEN']);
  });
});

describe('the page of who looked', () => {
  it('says who looked at what, in which office, and when', async () => {
    const dora = await world.member('mill', 'dora');
    const browser = await enter('dora@mill.example');
    expect((await browser.get('my-looks?cooperative=mill')).text).toContain('Nobody looked');
    await world.ask(
      administrator,
      `mutation ($id: ID!) { payload: memberStandingChange(memberId: $id,
         input: { to: PAUSED, reason: REQUESTED, note: "in hospital" }) { userErrors { code } } }`,
      { id: await world.memberId(dora, 'mill') },
    );
    await world.ask(
      administrator,
      '{ members(first: 50) { edges { node { standingHistory { note } } } } }',
    );
    const { text } = await browser.get('my-looks?cooperative=mill');
    expect(text).toMatch(/<strong>Founder \(administrator\)<\/strong>\s+looked at/);
    expect(text).toContain('<time datetime="');
    expect((await browser.get('my-looks?cooperative=mill&after=x')).status).toBe(400);
  });
});

describe('the page on which one is erased', () => {
  const page = 'erase-me?cooperative=mill';
  const erase = (browser: Browser, said = { sure: 'yes', texts: 'keep-without-name' }) =>
    browser.press(page, said);

  it('says what stays and why, has one leave first, and erases who is sure', async () => {
    await world.member('mill', 'eve');
    const eve = await enter('eve@mill.example');
    const before = await eve.get(page);
    expect(before.text).toContain('You are still a member');
    expect(before.text).toContain('the law of books keeps it');
    expect(before.text).not.toContain('Erase me</button>');
    expect((await erase(eve)).status).toBe(409);
    expect((await eve.press('leave?cooperative=mill', {}, 'erase-me')).status).toBe(400);
    const left = await eve.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    expect([left.status, left.text]).toEqual([200, expect.stringContaining('You have left')]);
    const unsure = await erase(eve, { sure: '', texts: 'remove' });
    expect([unsure.status, unsure.text]).toEqual([400, expect.stringContaining('Tick the box')]);
    const done = await erase(eve);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('You are erased')]);
    const rows = await world.rows(`select 1 from identity.accounts where email like 'eve@%'`);
    expect(rows).toEqual([]);
  });

  it('asks who signed in long ago to do it again', async () => {
    await world.member('mill', 'fay');
    const fay = await enter('fay@mill.example');
    await fay.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    await world.rows(
      `update identity.sessions set created_at = now() - interval '16 minutes' where account_id =
         (select id from identity.accounts where email = 'fay@mill.example')`,
    );
    const { text } = await fay.get(page);
    expect(text).toContain('Sign in again');
    const refused = await fay.press(page, { sure: 'yes' }, 'my-data');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Sign in again')]);
    expect((await erase(await enter('fay@mill.example'))).status).toBe(200);
  });

  it('takes an application back, of who was not admitted', async () => {
    const email = 'gil@mill.example';
    const gil = await new ApiClient(world.api.url).signUp({ name: 'gil', email, password });
    await world.ask(
      gil.token,
      `mutation { payload: membershipApply(input: { classKey: "worker", displayName: "gil" }) {
         userErrors { code } } }`,
    );
    const browser = await enter(email);
    expect((await browser.get(page)).text).toContain('Take my application back');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    expect((await erase(browser)).text).toContain('You are erased');
  });

  it('lists what is under way, and what to do', async () => {
    const hal = await world.member('mill', 'hal');
    await claim(hal);
    const browser = await enter('hal@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const { text } = await browser.get(page);
    expect(text).toContain('What you claimed is neither paid nor refused yet');
    expect(text).toContain('Take back what you claimed');
    expect(text).not.toContain('Erase me</button>');
    const refused = await erase(browser);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('neither paid')]);
  });
});
