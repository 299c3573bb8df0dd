import { inflateRawSync } from 'node:zlib';
import { personalData } from '@rochdale/house';
import { KeptLetters } from '@rochdale/letters';
import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';
import { Browser, enterAt, grown, password } from './pressing.js';

let world: MoneyWorld;
const administrators = new Map<string, string>();
const mill = '?cooperative=mill';

beforeAll(async () => {
  world = await MoneyWorld.open();
  for (const slug of ['mill', 'forge']) administrators.set(slug, await world.found(slug));
});
afterAll(() => world.close());

const signUp = async (name: string) => {
  const email = `${name}@mill.example`;
  const { token } = await new ApiClient(world.api.url).signUp({ name, email, password });
  return { token, email };
};
const change = async (token: string, what: string, slug = 'mill') =>
  codesOf(
    await world.ask<Changed>(
      token,
      `mutation { payload: ${what} { userErrors { code } } }`,
      {},
      slug,
    ),
  );

/** Applied there, and was told no. */
async function declined(token: string, slug = 'mill'): Promise<void> {
  const { payload } = await world.ask<Changed<{ application: { id: string } }>>(
    token,
    `mutation { payload: membershipApply(input: { classKey: "worker", displayName: "Zqname",
       note: "Zqnote" }) { application { id } userErrors { code } } }`,
    {},
    slug,
  );
  const no = `membershipDecline(applicationId: ${JSON.stringify(payload.application.id)})`;
  expect(await change(administrators.get(slug) ?? '', no, slug)).toEqual([]);
}

const erased = (browser: Browser) =>
  browser.press(`erase-account${mill}`, { sure: 'yes' }, 'erase-me');
const accountOf = async (email: string): Promise<string> => {
  const sought = 'select id from identity.accounts where email = $1';
  return (await world.rows<{ id: string }>(sought, [email]))[0]?.id ?? '';
};

/** Every column of the catalogue that leads to the account, wherever the row is. */
async function pointingTo(accountId: string): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column } of personalData.flatMap(({ columns }) => columns)) {
    const seek = `select from ${table} where ${column}::text = $1 limit 1`;
    if ((await world.rows(seek, [accountId])).length > 0) found.push(`${table}.${column}`);
  }
  return found.toSorted();
}

/** What the letter to that address leads to; letters are written behind the answer's back. */
async function resetTokenOf(email: string): Promise<string> {
  const letters = await world.api.app.get(KeptLetters).newest();
  const letter = letters.find(({ to, kind }) => to === email && kind === 'identity.password-reset');
  return /token=([^\s&]+)/.exec(letter?.text ?? '')?.[1] ?? '';
}

/** What an archive says to programs. */
function dataOf(zip: Buffer): string {
  let at = zip.readUInt32LE(zip.length - 6);
  let said = '';
  for (let left = zip.readUInt16LE(zip.length - 12); left > 0; left -= 1) {
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const bytes = inflateRawSync(zip.subarray(start, start + packed));
    if (name.endsWith('.json')) said += bytes.toString('utf8');
    at += 46 + nameLength;
  }
  return said;
}

describe('who belongs nowhere', () => {
  it('has everything by pressing, and is then erased by pressing', async () => {
    const { email, token } = await signUp('nia');
    const id = await accountOf(email);
    const nia = await enterAt(world.api.url, email);
    expect((await nia.press(`my-data-archive${mill}`)).status).toBe(303);
    await world.worker.loop.drain();
    const { text } = await nia.get(`my-data${mill}`);
    expect(text).not.toContain('my-looks');
    const form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const zip = await nia.client
      .with({ 'content-type': 'application/x-www-form-urlencoded', origin: nia.origin })
      .post(`/pages/my-data-download${mill}`, new URLSearchParams({ form }).toString())
      .responseType('blob');
    const data = dataOf(zip.body as Buffer);
    for (const kept of [email, '"sessions"', '"ipAddress"', '"waysIn"']) {
      expect(data).toContain(kept);
    }
    const shown = await nia.get(`erase-me${mill}`);
    expect(shown.text).toContain('You belong to no co-operative here');
    expect(shown.text).toContain('Erase my account</button>');
    const unsure = await nia.press(`erase-account${mill}`, {}, 'erase-me');
    expect([unsure.status, unsure.text]).toEqual([400, expect.stringContaining('Tick the box')]);
    const done = await erased(nia);
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('You are erased')]);
    expect(String(done.headers['set-cookie'])).toMatch(/session_token=; Max-Age=0/i);
    expect((await nia.get(`my-data${mill}`)).status).toBe(303);
    expect(
      (await world.client(token).post('/graphql', { query: '{ viewer { kind } }' })).status,
    ).toBe(401);
    await world.worker.loop.drain();
    expect(await pointingTo(id)).toEqual([
      'identity.accounts.id',
      'platform.facts.account_id',
      'platform.facts.subject_id',
    ]);
    // The address is nobody's, and may be anybody's.
    await signUp('nia');
  });

  it('has in the archive what was declined, which is erased with the account', async () => {
    const { email, token } = await signUp('dot');
    for (const slug of ['mill', 'forge']) await declined(token, slug);
    const { ownData } = await world.ask<{ ownData: string }>(token, '{ ownData }');
    for (const kept of ['Zqname', 'Zqnote', email]) expect(ownData).toContain(kept);
    const dot = await enterAt(world.api.url, email);
    const done = await dot.press(
      `erase-me${mill}`,
      { sure: 'yes', texts: 'keep-without-name' },
      'erase-me',
    );
    expect(done.text).toContain('You are erased');
    expect(await accountOf(email)).toBe('');
    await world.worker.loop.drain();
    const names = `select from membership.members where display_name = 'Zqname'`;
    expect(await world.rows(names)).toEqual([]);
    const notes = `select from membership.applications where note_sealed is not null
      and state = 'declined'`;
    expect(await world.rows(notes)).toEqual([]);
  });

  it('is led to any of the co-operatives, who said none', async () => {
    const { email } = await signUp('pim');
    const pim = await enterAt(world.api.url, email);
    const { text } = await pim.get('erase-me');
    expect(text).toContain('href="erase-me?cooperative=forge"');
    expect(text).toContain('href="erase-me?cooperative=mill"');
  });

  it('is asked to sign in again, who did so long ago', async () => {
    const { email, token } = await signUp('old');
    const old = await enterAt(world.api.url, email);
    await grown(world, email);
    const shown = await old.get(`erase-me${mill}`);
    expect(shown.text).toContain('Sign in again');
    expect(shown.text).not.toContain('Erase my account</button>');
    const pressed = await old.press(`erase-account${mill}`, { sure: 'yes' }, 'my-data');
    expect([pressed.status, pressed.text]).toEqual([403, expect.stringContaining('Sign in again')]);
    expect(await change(token, 'accountErase')).toEqual(['SIGN_IN_AGAIN']);
    expect(await accountOf(email)).not.toBe('');
    expect(await change(await world.signIn(email), 'accountErase')).toEqual([]);
    expect(await accountOf(email)).toBe('');
  });

  it('is not locked out by a stranger who signed up with their address', async () => {
    const email = 'mine@mill.example';
    const api = new ApiClient(world.api.url).with({ origin: world.api.url });
    const stranger = { name: 'Not me', email, password: 'of the stranger alone' };
    await api.post('/auth/sign-up/email', stranger);
    const asked = await api.post('/auth/request-password-reset', { email });
    expect(asked.status).toBe(200);
    await expect.poll(() => resetTokenOf(email)).not.toBe('');
    const token = await resetTokenOf(email);
    const reset = await api.post('/auth/reset-password', { token, newPassword: password });
    expect(reset.status).toBe(200);
    const mine = await enterAt(world.api.url, email);
    expect((await erased(mine)).text).toContain('You are erased');
    expect(await accountOf(email)).toBe('');
    await signUp('mine');
  });
});

describe('who belongs somewhere', () => {
  it('is shown where they are erased first', async () => {
    const token = await world.member('forge', 'joy');
    const { headers } = await new Browser(world.api.url).send(`enter${mill}`, {
      email: 'joy@forge.example',
      password,
    });
    const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    const joy = new Browser(world.api.url, cookie);
    const { text } = await joy.get(`erase-me${mill}`);
    expect(text).toContain('You are no member of mill');
    expect(text).toContain('href="erase-me?cooperative=forge"');
    expect(text).not.toContain('Erase my account</button>');
    const pressed = await joy.press(`erase-account${mill}`, { sure: 'yes' }, 'my-data');
    expect([pressed.status, pressed.text]).toEqual([
      409,
      expect.stringContaining('Be erased first'),
    ]);
    expect(await change(token, 'accountErase')).toEqual(['ACCOUNT_STILL_BELONGS']);
    const { payload } = await world.ask<{ payload: { secret: string } }>(
      token,
      `mutation { payload: personalTokenCreate(input: { name: "x", scopes: ["membership:write"] }) {
         secret userErrors { code } } }`,
      {},
      'forge',
    );
    expect(await change(payload.secret, 'accountErase', 'forge')).toEqual(['FORBIDDEN']);
  });
});
