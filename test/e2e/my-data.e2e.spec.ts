import { KeptLetters } from '@rochdale/letters';
import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '../../libs/identity/src/testing/identity-world.js';
import { MoneyWorld } from './money-world.js';
import { Browser, cookiesOf, enterAt, password } from './pressing.js';

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

const stranger = () => new Browser(world.api.url);
const enter = (email: string) => enterAt(world.api.url, email);

describe('the pages of one’s own data', () => {
  it('lead strangers, and who was signed in once, to where one signs in', async () => {
    const way = 'enter?cooperative=mill';
    for (const page of ['my-data', 'my-looks', 'erase-me']) {
      const answer = await stranger().get(`${page}?cooperative=mill`);
      expect([answer.status, answer.headers['location']]).toEqual([
        303,
        page === 'my-data' ? way : `${way}&to=${page}`,
      ]);
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
    const wrong = await stranger().send('enter', { email, password: 'not the password' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('role="alert"')]);
    expect(wrong.headers['set-cookie']).toBeUndefined();
    const link = await stranger().send('enter', { email, password: '' });
    expect([link.status, link.text]).toEqual([200, expect.stringContaining('letter with a link')]);
    const unknown = await stranger().send('enter', { email: 'no@mill.example', password: '' });
    expect(unknown.text).toBe(link.text);
    const evil = await new Browser(world.api.url, '', 'https://evil.example').send('enter', {
      email,
      password,
    });
    expect([evil.status, evil.headers['set-cookie']]).toEqual([403, undefined]);
    expect((await stranger().send('enter', {})).status).toBe(400);
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
    const asked = await stranger().send('enter?cooperative=mill', { email, password });
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('name="code"')]);
    const between = new Browser(world.api.url, cookiesOf(asked.headers));
    expect((await between.get('my-data?cooperative=mill')).status).toBe(303);
    const wrong = await between.send('enter?cooperative=mill', { code: '000000' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('name="code"')]);
    const code = totpCode(uri, new Date(Date.now() + 30_000));
    const done = await between.send('enter?cooperative=mill', { code });
    expect([done.status, done.headers['location']]).toEqual([303, 'my-data?cooperative=mill']);
    const quin = new Browser(world.api.url, cookiesOf(done.headers));
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
    const evil = new Browser(world.api.url, bea.cookie, 'https://evil.example');
    for (const target of [page, 'erase-me?cooperative=mill', 'leave?cooperative=mill']) {
      expect((await evil.press(target, { sure: 'yes' })).status).toBe(403);
    }
    expect((await bea.get('my-data?cooperative=mill')).text).toContain('Get everything');
  });

  it('are of one co-operative, and show nothing of another', async () => {
    const token = await world.member('mill', 'cy');
    const cy = await enter('cy@mill.example');
    const nowhere = await cy.get('my-data?cooperative=nowhere');
    expect([nowhere.status, nowhere.text]).toEqual([
      404,
      expect.stringContaining('There is no such co-operative here.'),
    ]);
    expect((await cy.get('erase-me?cooperative=forge')).text).toContain(
      'You are no member of forge',
    );
    await world.ask(
      token,
      `mutation { payload: membershipApply(input: { classKey: "worker", displayName: "cy" }) {
         userErrors { code } } }`,
      {},
      'forge',
    );
    const { text } = await cy.get('my-data');
    for (const slug of ['forge', 'mill']) {
      expect(text).toContain(`href="my-data?cooperative=${slug}"`);
    }
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

  it('leads to older ones', async () => {
    const looks = await world.rows('select from platform.looks');
    const { text } = await enter('dora@mill.example').then(async (browser) => {
      await world.rows(
        `insert into platform.looks (id, cooperative_id, member_id, what, by_account_id,
             by_member_id, by_offices, looked_at)
         select gen_random_uuid(), cooperative_id, member_id, what, by_account_id, by_member_id,
             by_offices, looked_at + interval '1 second' * nth
         from (select * from platform.looks order by looked_at limit 1) one,
             generate_series(1, 50) as nth`,
      );
      const newest = await browser.get('my-looks?cooperative=mill');
      expect(newest.text.match(/<li>/g)).toHaveLength(50);
      const older = /href="(my-looks[^"]+after=[^"]+)"/.exec(newest.text)?.[1] ?? '';
      return browser.get(older.replaceAll('&amp;', '&'));
    });
    expect(text.match(/<li>/g)).toHaveLength(looks.length);
    expect(text).not.toContain('Older looks');
  });
});
