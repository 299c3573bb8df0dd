import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimOf, wishOf } from './claiming.js';
import { MoneyWorld } from './money-world.js';
import { Browser, enterAt, grown } from './pressing.js';

let world: MoneyWorld;
let ada: string;
let bo: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
  bo = await world.member('mill', 'bo');
});
afterAll(() => world.close());

const page = 'my-choices?cooperative=mill';
const enter = (name: string) => enterAt(world.api.url, `${name}@mill.example`);
const press = (browser: Browser, button: string, said = {}) =>
  browser.press(`${button}?cooperative=mill`, said, 'my-choices');
const stateOf = async (token: string) => {
  const { waivers, expenses } = await world.client(token).query<{
    waivers: { state: string; reason: string | null }[];
    expenses: { edges: { node: { status: string } }[] };
  }>('{ waivers { state reason } expenses(first: 5) { edges { node { status } } } }');
  return [...waivers, ...expenses.edges.map(({ node }) => node.status)];
};

describe('the page of what one chose and asked for', () => {
  it('leads strangers to where one signs in, and back to it', async () => {
    const answer = await new Browser(world.api.url).get(page);
    expect([answer.status, answer.headers['location']]).toEqual([
      303,
      'enter?cooperative=mill&to=my-choices',
    ]);
  });

  it('takes back a wish and a claim by one press each, and of nobody else’s', async () => {
    for (const token of [ada, bo]) {
      await wishOf(world, token);
      await claimOf(world, token, 'Paint', '1234');
    }
    const browser = await enter('ada');
    const { text } = await browser.get(page);
    expect(text).toContain('wait for an answer');
    expect(text).toContain('Paint, 12.34 EUR');
    const { text: ofBo } = await (await enter('bo')).get(page);
    // What another's page lists does nothing by one's own form.
    const names = [...ofBo.matchAll(/name="(take-back-[^"]+)"/g)].map(([, name = '']) => name);
    const form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const foreign = { form, ...Object.fromEntries(names.map((name) => [name, 'yes'])) };
    for (const button of ['take-back-wish', 'take-back-claim']) {
      const answer = await browser.send(`${button}?cooperative=mill`, foreign);
      expect([button, answer.status >= 400]).toEqual([button, true]);
    }
    for (const button of ['take-back-wish', 'take-back-claim']) {
      const answer = await press(browser, button);
      expect([answer.status, answer.headers['location']]).toEqual([303, page]);
    }
    expect(await stateOf(ada)).toEqual([
      { state: 'WITHDRAWN', reason: null },
      'SUBMITTED',
      'WITHDRAWN',
    ]);
    expect(await stateOf(bo)).toMatchObject([{ state: 'ASKED' }, 'SUBMITTED', 'WITHDRAWN']);
    const { text: after } = await browser.get(page);
    expect(after).toContain('You wait for no answer.');
    expect(after).not.toContain('Paint');
  });

  it('says who reads one’s name, and chooses it', async () => {
    const browser = await enter('ada');
    const checked = async () =>
      [...(await browser.get(page)).text.matchAll(/name="(\w+)"\s+value="(\w+)"\s+checked/g)].map(
        ([, field, value]) => [field, value],
      );
    expect(await checked()).toHaveLength(2);
    await press(browser, 'choose-visibility', { name: 'officers', profile: 'officers' });
    expect(await checked()).toEqual([
      ['name', 'officers'],
      ['profile', 'officers'],
    ]);
    const wrong = await press(browser, 'choose-visibility', { name: 'everybody' });
    expect(wrong.status).toBe(400);
  });

  it('says when something lapses, also where no letter leaves', async () => {
    const browser = await enter('bo');
    expect((await browser.get(page)).text).not.toContain('It lapses on');
    const told = `lapse_told_at = '2031-05-01T12:00:00Z'`;
    await world.rows(`update expenses.expenses set ${told}; update dues.waivers set ${told}`);
    const { text } = await browser.get(page);
    expect(text.match(/It lapses on\s+<time datetime="2031-05-(15|31)/g)).toHaveLength(2);
  });

  it('has each button say what it takes back', async () => {
    const token = await world.member('mill', 'cy');
    await wishOf(world, token);
    for (const [title, minor] of [
      ['Paint', '1234'],
      ['Tea & "cake"', '500'],
    ] as const) {
      await claimOf(world, token, title, minor);
    }
    const { text } = await (await enter('cy')).get(page);
    const buttons = [...text.matchAll(/<button(?: aria-label="([^"]*)")?>([^<]*)/g)].map(
      ([, label, shown = '']) => label ?? shown,
    );
    expect(buttons.toSorted()).toEqual([
      'Choose who reads this',
      expect.stringMatching(/^Take this claim back: Paint, 12.34 EUR, handed in on \d+ \w+ \d+/),
      expect.stringMatching(/^Take this claim back: Tea &amp; &quot;cake&quot;, 5.00 EUR, handed/),
      expect.stringMatching(/^Take this wish back: to pay less from \S+ until \S+$/),
    ]);
  });

  it('takes nothing back for a session that is old, and asks to sign in again', async () => {
    const token = await world.member('mill', 'dee');
    await wishOf(world, token);
    await claimOf(world, token);
    const browser = await enter('dee');
    await grown(world, 'dee@mill.example');
    for (const button of ['take-back-wish', 'take-back-claim']) {
      const { status, text } = await press(browser, button);
      expect([button, status]).toEqual([button, 403]);
      expect(text).toContain('enter?cooperative=mill&amp;to=my-choices');
    }
    expect((await stateOf(token)).slice(0, 2)).toMatchObject([{ state: 'ASKED' }, 'SUBMITTED']);
  });
});
