import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalOf, claimOf } from './claiming.js';
import { MoneyWorld } from './money-world.js';
import { Browser, cookiesOf, enterAt, grown, password } from './pressing.js';

let world: MoneyWorld;

let tess: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  // Whoever claims something can be paid: there is somebody else to approve it.
  tess = await world.member('mill', 'tess', 'TREASURER');
});
afterAll(() => world.close());

const enter = (email: string) => enterAt(world.api.url, email);

const claim = (token: string, title?: string) => claimOf(world, token, title);
const approve = (id: string) => approvalOf(world, tess, id);

describe('the page on which one is erased', () => {
  const page = 'erase-me?cooperative=mill';
  const erase = (browser: Browser, said = { sure: 'yes', texts: 'keep-without-name' }) =>
    browser.press(page, said);

  it('says what stays and why, has one leave first, and erases who is sure', async () => {
    await world.member('mill', 'eve');
    const eve = await enter('eve@mill.example');
    const before = await eve.get(page);
    expect(before.text).toContain('You are still a member');
    const stays = /All that stays([^]*?)<\/details>/.exec(before.text)?.[1] ?? '';
    expect(stays).toContain('<dt>Your votes</dt>');
    expect(stays).not.toMatch(/voucher:|an id|until the member is erased|until the account is/);
    expect([...stays.matchAll(/<dt>/g)]).toHaveLength(11);
    expect(before.text).not.toContain('Erase me</button>');
    expect((await erase(eve)).status).toBe(409);
    expect((await eve.press('leave?cooperative=mill', {}, 'erase-me')).status).toBe(400);
    const left = await eve.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    expect([left.status, left.text]).toEqual([200, expect.stringContaining('You have left')]);
    const unsure = await erase(eve, { sure: '', texts: 'remove' });
    expect([unsure.status, unsure.text]).toEqual([400, expect.stringContaining('Tick the box')]);
    for (const texts of ['', 'all', 'REMOVE']) {
      const undecided = await erase(eve, { sure: 'yes', texts });
      expect([undecided.status, undecided.text]).toEqual([
        400,
        expect.stringContaining('Say what is to become'),
      ]);
    }
    const done = await erase(eve);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('You are erased')]);
    const rows = await world.rows(`select 1 from identity.accounts where email like 'eve@%'`);
    expect(rows).toEqual([]);
  });

  it('ends their sessions and tokens at once, whether or not any job runs', async () => {
    const session = await world.member('mill', 'ida');
    const { payload } = await world.ask<{ payload: { secret: string } }>(
      session,
      `mutation { payload: personalTokenCreate(input: { name: "x", scopes: ["identity:read"] }) {
         secret userErrors { code } } }`,
    );
    const ida = await enter('ida@mill.example');
    const query = '{ cooperative { slug } }';
    const statusOf = async (token: string) =>
      (await world.client(token, 'mill').post('/graphql', { query })).status;
    const own = 'my-data?cooperative=mill';
    await ida.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const opened = [(await ida.get(own)).status, await statusOf(payload.secret)];
    expect([...opened, await statusOf(session)]).toEqual([200, 200, 200]);
    const done = await erase(ida);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('You are erased')]);
    const after = [(await ida.get(own)).status, await statusOf(payload.secret)];
    expect([...after, await statusOf(session)]).toEqual([303, 401, 401]);
    const cookies = String(done.headers['set-cookie']);
    expect(cookies).toMatch(/rochdale\.session_token=; Max-Age=0/i);
  });

  it('leaves signed in who belongs elsewhere', async () => {
    await world.found('forge');
    const token = await world.member('mill', 'joy');
    await world.ask(
      token,
      `mutation { payload: membershipApply(input: { classKey: "worker", displayName: "joy" }) {
         userErrors { code } } }`,
      {},
      'forge',
    );
    const joy = await enter('joy@mill.example');
    await joy.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const done = await erase(joy);
    expect([done.status, done.headers['set-cookie']]).toEqual([200, undefined]);
    expect((await joy.get('my-data?cooperative=forge')).status).toBe(200);
  });

  it('asks who signed in long ago to do it again', async () => {
    await world.member('mill', 'fay');
    const fay = await enter('fay@mill.example');
    await fay.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    await grown(world, 'fay@mill.example');
    const { text } = await fay.get(page);
    expect(text).toContain('Sign in again');
    const refused = await fay.press(page, { sure: 'yes' }, 'my-data');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Sign in again')]);
    expect((await erase(await enter('fay@mill.example'))).status).toBe(200);
  });

  it('lets nobody leave who found a browser open', async () => {
    await world.member('mill', 'lea');
    const lea = await enter('lea@mill.example');
    await grown(world, 'lea@mill.example');
    const shown = await lea.get(page);
    expect(shown.text).toContain('Sign in again');
    expect(shown.text).not.toContain('Leave the co-operative</button>');
    const refused = await lea.press('leave?cooperative=mill', { sure: 'yes' }, 'my-data');
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Sign in again')]);
    const anew = await enter('lea@mill.example');
    const left = await anew.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    expect(left.text).toContain('You have left');
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
    expect(text).toMatch(/Nobody has decided yet[^]*Paint, 22\.22 EUR[^]*Take all of it back/);
    expect(text).not.toContain('Erase me</button>');
    const refused = await erase(browser);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('neither paid')]);
  });

  it('takes back what nobody decided, waives what they ticked, and then erases', async () => {
    const [kim, lou] = [await world.member('mill', 'kim'), await world.member('mill', 'lou')];
    await claim(kim);
    const paint = await claim(kim);
    const owed = [await claim(kim, 'A brush'), await claim(kim, 'A ladder'), await claim(lou)];
    for (const id of owed) await approve(id);
    const browser = await enter('kim@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const takeBack = () => browser.press('take-back-claims?cooperative=mill', {}, 'erase-me');
    const back = await takeBack();
    expect([back.status, back.headers['location']]).toEqual([303, page]);
    expect((await takeBack()).status).toBe(303);
    const { text } = await browser.get(page);
    expect(text).toMatch(/the\s+money stays with mill/);
    expect(text).not.toContain('Paint');
    const tickOf = (title: string) =>
      new RegExp(`name="(waive-[^"]+)"[^>]*/>\\s*<span>\\s*${title}`).exec(text)?.[1] ?? '';
    const waive = (...titles: readonly string[]) => {
      const ticks = titles.map((title) => [tickOf(title), 'yes'] as const);
      return browser.press('waive-claims?cooperative=mill', Object.fromEntries(ticks), 'erase-me');
    };
    const nothing = await waive();
    expect([nothing.status, nothing.text]).toEqual([400, expect.stringContaining('Nothing was')]);
    expect(nothing.text).toContain('href="erase-me?cooperative=mill"');
    expect(text).toMatch(/receipts stay all the same, as vouchers/);
    expect((await waive('A brush')).headers['location']).toBe(page);
    expect((await browser.get(page)).text).not.toContain('A brush');
    expect((await erase(browser)).status).toBe(409);
    // The second press, and a page of before in another tab, with what cannot be waived on it.
    expect((await waive('A brush')).headers['location']).toBe(page);
    const others = `waive-${owed[2] ?? ''}`;
    const ticks = { [`waive-${paint}`]: 'yes', [tickOf('A ladder')]: 'yes', [others]: 'yes' };
    const some = await browser.press('waive-claims?cooperative=mill', ticks, 'erase-me');
    expect([some.status, some.text.replaceAll(/\s+/g, ' ')]).toEqual([
      409,
      expect.stringMatching(/Not waived.*Paint, 22\.22 EUR: .*Waived<.*A ladder, 22\.22 EUR/),
    ]);
    expect(some.text).toContain('href="erase-me?cooperative=mill"');
    expect((await browser.get(page)).text).not.toContain('neither paid nor refused');
    const states = await world.rows<{ name: string; status: string }>(
      `select m.display_name as name, e.status from expenses.expenses e
       join membership.members m on m.id = e.submitter_member_id
       where m.display_name in ('kim', 'lou') order by 1, 2`,
    );
    expect(states.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'kim waived',
      'kim waived',
      'kim withdrawn',
      'kim withdrawn',
      'lou approved',
    ]);
    expect((await erase(browser)).text).toContain('You are erased');
  });

  it('says to who is suspended what goes and what stays, and lets them go', async () => {
    await claim(await world.member('mill', 'sue'));
    await world.rows(
      `update membership.members set standing = 'suspended' where display_name = 'sue'`,
    );
    const sue = await enter('sue@mill.example');
    const shown = await sue.get(page);
    expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('What goes')]);
    expect(shown.text).toMatch(/Once you have left you can take back what nobody has decided/);
    expect(shown.text).not.toContain('You can take back');
    const left = await sue.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    expect(left.text).toContain('You have left');
    await sue.press('take-back-claims?cooperative=mill', {}, 'erase-me');
    expect((await erase(sue)).text).toContain('You are erased');
  });

  it('is where they come who sign in for it, by a password or a code', async () => {
    await world.member('mill', 'max');
    const way = 'enter?cooperative=mill&to=erase-me';
    for (const asked of ['erase-me', 'my-looks']) {
      const led = await new Browser(world.api.url).get(`${asked}?cooperative=mill`);
      expect([led.status, led.headers['location']]).toEqual([303, way.replace('erase-me', asked)]);
    }
    const { text } = await new Browser(world.api.url).get(way);
    expect(text).toContain('action="enter?cooperative=mill&amp;to=erase-me"');
    const sent = { email: 'max@mill.example', password };
    const { status, headers } = await new Browser(world.api.url).send(way, sent);
    expect([status, headers['location']]).toEqual([303, page]);
    const elsewhere = await new Browser(world.api.url).send(
      'enter?cooperative=mill&to=https://evil.example',
      sent,
    );
    expect(elsewhere.headers['location']).toBe('my-data?cooperative=mill');
    await grown(world, 'max@mill.example');
    const max = new Browser(world.api.url, cookiesOf(headers));
    expect((await max.get(page)).text).toContain('&amp;to=erase-me">Sign in again');
    const refused = await max.press('leave?cooperative=mill', { sure: 'yes' }, 'my-data');
    expect(refused.text).toContain('&amp;to=erase-me">Sign in again');
  });

  it('says what one is still asked for, which stands in nobody’s way', async () => {
    const { duesPlan } = await world.client(tess).change<{ duesPlan: { id: string } }>(
      `mutation { duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
         minimumMinor: "500", suggestedMinor: "700", months: 1 }) { duesPlan { id }
         userErrors { code message } } }`,
    );
    const ivy = await world.member('mill', 'ivy');
    await world.client(ivy).change(
      `mutation ($planId: ID!) { duesPledgeChoose(input: { planId: $planId,
         amount: { minor: "650", currency: "EUR" } }) { userErrors { code message } } }`,
      { planId: duesPlan.id },
    );
    await world
      .client(tess)
      .change('mutation { duesInvoicesIssue { userErrors { code message } } }');
    const browser = await enter('ivy@mill.example');
    await browser.press('leave?cooperative=mill', { sure: 'yes' }, 'erase-me');
    const { text } = await browser.get(page);
    expect(text).toContain('What you are asked for');
    expect(text.replaceAll(/\s+/g, ' ')).toMatch(
      /6\.50 EUR by \d{4}-\d\d-\d\d, with the reference RF/,
    );
    expect((await erase(browser)).text).toContain('You are erased');
  });
});
