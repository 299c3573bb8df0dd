import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { totpCode } from '../../libs/identity/src/testing/identity-world.js';
import { chromiumPath, Inspection, openChromium } from './chromium.js';
import { claimOf, wishOf } from './claiming.js';
import { MoneyWorld } from './money-world.js';
import { enterAt, password } from './pressing.js';

const skip = chromiumPath === null;
let world: MoneyWorld;
let administrator: string;
let browser: Browser;
let sound: Inspection;

beforeAll(async () => {
  if (skip) return;
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  await world.member('mill', 'tess', 'TREASURER');
  browser = await openChromium();
  sound = await Inspection.open(browser);
});
afterAll(async () => {
  if (skip) return;
  await browser.close();
  await world.close();
});

/** Somebody whom an officer looked at. */
async function seenMember(name: string): Promise<void> {
  const token = await world.member('mill', name);
  await wishOf(world, token);
  await claimOf(world, token);
  const id = await world.memberId(token, 'mill');
  await world.ask(
    administrator,
    `mutation ($id: ID!) { payload: memberStandingChange(memberId: $id,
       input: { to: PAUSED, reason: REQUESTED, note: "in hospital" }) { userErrors { code } } }`,
    { id },
  );
  await world.ask(
    administrator,
    '{ members(first: 50) { edges { node { standingHistory { note } } } } }',
  );
}

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const follow = (page: Page, name: string) => page.getByRole('link', { name }).click();

async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByLabel('Your password').fill(secret);
  await press(page, 'Sign in');
}

async function haveTheArchive(page: Page): Promise<void> {
  await press(page, 'Get everything');
  await page.getByText('It is being made').waitFor();
  await sound.of(page);
  await world.worker.loop.drain();
  await follow(page, 'Look again');
  await page.getByText('It is ready').waitFor();
  await sound.of(page);
  const [taken] = await Promise.all([page.waitForEvent('download'), press(page, 'Download it')]);
  const bytes = await readFile(await taken.path());
  expect([taken.suggestedFilename(), bytes.subarray(0, 2).toString()]).toEqual([
    expect.stringMatching(/\.zip$/),
    'PK',
  ]);
  await page.reload();
  await page.getByText('You fetched the one').waitFor();
  await sound.of(page);
}

/** What they wished and claimed, and how they are shown. */
async function chooseAnew(page: Page): Promise<void> {
  await follow(page, 'change it, or take it back');
  await heading(page, 'What you chose and asked for at mill');
  await sound.of(page);
  await page.getByLabel('Officers alone').first().check();
  await press(page, 'Choose who reads this');
  await press(page, 'Take this wish back: to pay less from');
  await page.getByText('You wait for no answer.').waitFor();
  await press(page, 'Take this claim back: Paint, 22.22 EUR');
  await page.getByText('Nothing.', { exact: true }).waitFor();
  expect(await page.getByLabel('Officers alone').first().isChecked()).toBe(true);
  await sound.of(page);
  await follow(page, 'Back to your data');
}

async function beErased(page: Page): Promise<void> {
  await follow(page, 'have yourself erased');
  await heading(page, 'Be erased at mill');
  await sound.of(page);
  await page.getByLabel('Yes, I leave mill').check();
  await press(page, 'Leave the co-operative');
  await heading(page, 'You have left');
  await sound.of(page);
  await follow(page, 'Go on to be erased');
  await page.getByLabel('What is open is withdrawn').check();
  await page.getByLabel('Yes, erase me').check();
  await sound.of(page);
  await press(page, 'Erase me');
  await heading(page, 'You are erased');
  await sound.of(page);
}

async function context(javaScriptEnabled: boolean): Promise<BrowserContext> {
  const opened = await browser.newContext({ javaScriptEnabled });
  opened.setDefaultTimeout(10_000);
  return opened;
}

describe.each([
  { name: 'ada', script: true, how: 'with scripts' },
  { name: 'bo', script: false, how: 'without scripts' },
])('the pages in a browser $how (Chromium: install it)', ({ name, script }) => {
  it.skipIf(skip)('have a person see, take and erase what is theirs', async () => {
    await seenMember(name);
    const opened = await context(script);
    const page = await opened.newPage();
    await page.goto(`${world.api.url}/pages/my-data?cooperative=mill`);
    await heading(page, 'Sign in');
    await sound.of(page);
    await signIn(page, `${name}@mill.example`);
    await heading(page, 'Your data at mill');
    await sound.of(page);
    await haveTheArchive(page);
    await follow(page, 'See who looked');
    await page.getByText('what an officer wrote about how you stand').waitFor();
    await sound.of(page);
    await follow(page, 'Back to your data');
    await chooseAnew(page);
    await beErased(page);
    await expect
      .poll(async () => {
        await page.goto(`${world.api.url}/pages/my-data?cooperative=mill`);
        return page.title();
      })
      .toBe('Sign in');
    expect(sound.complaints).toEqual([]);
    await opened.close();
  });
});

describe('the other pages in a browser (Chromium: install it)', () => {
  it.skipIf(skip)('are sound, and so is what they say to what is wrong', async () => {
    const opened = await context(true);
    const page = await opened.newPage();
    for (const address of [
      'privacy?cooperative=mill',
      'privacy?cooperative=nowhere',
      'confirm?token=none',
      'sign-in?token=none',
      'reset-password?token=none',
      'invitation?token=none',
    ]) {
      await page.goto(`${world.api.url}/pages/${address}`);
      await sound.of(page);
    }
    await page.goto(`${world.api.url}/pages/sign-in?token=none`);
    await press(page, 'Sign in');
    await page.getByText('This link was used already').waitFor();
    await sound.of(page);
    await page.goto(`${world.api.url}/pages/enter`);
    await signIn(page, 'nobody@mill.example', 'not the password');
    await page.getByRole('alert').waitFor();
    await sound.of(page);
    await signIn(page, 'nobody@mill.example', '');
    await heading(page, 'Look into your mail');
    await sound.of(page);
    expect(sound.complaints).toEqual([]);
    await opened.close();
  });

  it.skipIf(skip)('ask for a code, and let out again', async () => {
    await world.member('mill', 'quin');
    const email = 'quin@mill.example';
    const { client } = await enterAt(world.api.url, email);
    const { body } = await client.post('/auth/two-factor/enable', { password });
    const uri = String((body as { totpURI?: string }).totpURI);
    await client.post('/auth/two-factor/verify-totp', { code: totpCode(uri) });
    const opened = await context(false);
    const page = await opened.newPage();
    await page.goto(`${world.api.url}/pages/enter?cooperative=mill`);
    await signIn(page, email);
    const code = page.getByLabel('The code from your authenticator');
    await code.waitFor();
    await sound.of(page);
    await code.fill(totpCode(uri, new Date(Date.now() + 30_000)));
    await press(page, 'Sign in');
    await heading(page, 'Your data at mill');
    await page.goto(`${world.api.url}/pages/my-delegations?cooperative=mill`);
    await page.getByLabel('On what').waitFor();
    await sound.of(page);
    await follow(page, 'Back to your data');
    await press(page, 'Sign out');
    await heading(page, 'You are signed out');
    await sound.of(page);
    expect(sound.complaints).toEqual([]);
    await opened.close();
  });
});
