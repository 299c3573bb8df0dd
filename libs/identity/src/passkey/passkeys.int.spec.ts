import { systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DisableAccount } from '../administration/disable-account.js';
import { callAuth, createIdentityWorld, totpCode } from '../testing/identity-world.js';
import type { AuthReply, IdentityWorld } from '../testing/identity-world.js';
import { SoftwareAuthenticator } from '../testing/software-authenticator.js';
import type { Asked } from '../testing/software-authenticator.js';

const password = 'correct horse battery';
const domain = 'rochdale.test';
const origin = `http://${domain}`;
let world: IdentityWorld;

beforeAll(async () => {
  world = await createIdentityWorld();
});
afterAll(() => world.close());

interface Person {
  readonly id: string;
  readonly cookie: string;
}

async function person(name: string): Promise<Person> {
  const email = `${name}@passkey.example`;
  const account = { name, email, password };
  const { id } = await world.createAccount.execute(systemActor(null, 'seed'), account);
  const { cookie } = await callAuth(world.auth, '/sign-in/email', { body: { email, password } });
  return { id, cookie };
}

const as = ({ cookie }: Person) => ({ headers: { cookie } });
const challengeOf = ({ body }: AuthReply): string => String(body['challenge']);

async function challengeToAdd(who: Person): Promise<string> {
  return challengeOf(await callAuth(world.auth, '/passkey/generate-register-options', as(who)));
}

async function challengeToSignIn(): Promise<string> {
  return challengeOf(await callAuth(world.auth, '/passkey/generate-authenticate-options'));
}

const sendRegistration = (who: Person, response: object, name = 'Phone') =>
  callAuth(world.auth, '/passkey/verify-registration', { ...as(who), body: { response, name } });

const sendSignature = (response: object) =>
  callAuth(world.auth, '/passkey/verify-authentication', { body: { response } });

async function added(who: Person, key = new SoftwareAuthenticator(domain)) {
  const challenge = await challengeToAdd(who);
  const reply = await sendRegistration(who, key.register({ origin, challenge }));
  expect(reply).toMatchObject({ status: 200 });
  return { key, id: String(reply.body['id']) };
}

async function signInWith(key: SoftwareAuthenticator, odd: Partial<Asked> = {}) {
  return sendSignature(key.signIn({ origin, challenge: await challengeToSignIn(), ...odd }));
}

const refusalOf = ({ status, body }: AuthReply) => [status, body['code']];
const refused = [401, 'PASSKEY_REFUSED'];
const over = [400, 'PASSKEY_CHALLENGE_OVER'];

describe('a passkey', () => {
  it('signs in whose it is, by cookie and by token', async () => {
    const ada = await person('ada');
    const { key } = await added(ada);
    const reply = await signInWith(key, { userHandle: ada.id });
    expect(reply.status).toBe(200);
    const byToken = await world.authenticator.authenticate({ bearer: String(reply.body['token']) });
    const byCookie = await world.authenticator.authenticate({ cookie: reply.cookie });
    expect([byToken.accountId, byCookie.accountId]).toEqual([ada.id, ada.id]);
    expect((await signInWith(key)).status).toBe(200);
  });

  it('stands beside others of the same person, and opens nothing once it is removed', async () => {
    const bo = await person('bo');
    const phone = await added(bo);
    const stick = await added(bo, new SoftwareAuthenticator(domain, 0, false));
    const options = await callAuth(world.auth, '/passkey/generate-register-options', as(bo));
    expect(options.body['excludeCredentials']).toHaveLength(2);
    const remove = (who: Person) =>
      callAuth(world.auth, '/passkey/delete-passkey', { ...as(who), body: { id: phone.id } });
    expect(refusalOf(await remove(await person('thief')))).toEqual([404, 'PASSKEY_NOT_FOUND']);
    expect((await signInWith(phone.key)).status).toBe(200);
    expect((await remove(bo)).status).toBe(200);
    expect(refusalOf(await signInWith(phone.key))).toEqual(refused);
    expect((await signInWith(stick.key)).status).toBe(200);
    expect((await signInWith(stick.key)).status).toBe(200);
  });

  it('is added by whoever is signed in, and by nobody else', async () => {
    const { status } = await callAuth(world.auth, '/passkey/generate-register-options');
    expect(status).toBe(401);
    const [cy, di] = [await person('cy'), await person('di')];
    const key = new SoftwareAuthenticator(domain);
    const challenge = await challengeToAdd(cy);
    expect(refusalOf(await sendRegistration(di, key.register({ origin, challenge })))).toEqual(
      over,
    );
    const own = await added(cy, key);
    // The same key a second time, for another account, is no way to take it over.
    const again = await challengeToAdd(di);
    const taken = await sendRegistration(di, key.register({ origin, challenge: again }));
    expect(refusalOf(taken)).toEqual([409, 'PASSKEY_NOT_ADDED']);
    expect(own.id).not.toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of a disabled account opens nothing', async () => {
    const ed = await person('ed');
    const { key } = await added(ed);
    await new DisableAccount(world.unitOfWork, world.principals).execute(systemActor(null, 'cli'), {
      accountId: ed.id,
    });
    expect(refusalOf(await signInWith(key))).toEqual([403, 'ACCOUNT_DISABLED']);
  });
});

describe('the owner of an account', () => {
  const lettersTo = (name: string) =>
    world.letterbox.letters
      .filter(({ to }) => to === `${name}@passkey.example`)
      .map(({ kind }) => kind);

  it('is told by letter of each passkey that comes and goes', async () => {
    const flo = await person('owner-told');
    const { id } = await added(flo);
    expect(lettersTo('owner-told')).toEqual(['identity.passkey-added']);
    await callAuth(world.auth, '/passkey/delete-passkey', { ...as(flo), body: { id } });
    expect(lettersTo('owner-told')).toEqual(['identity.passkey-added', 'identity.passkey-removed']);
  });

  it('has the account for themself again with a new password', async () => {
    const gus = await person('owner-back');
    const { key } = await added(gus);
    const email = 'owner-back@passkey.example';
    await callAuth(world.auth, '/request-password-reset', { body: { email } });
    const token = new URL(world.letterbox.link('identity.password-reset')).searchParams.get(
      'token',
    );
    const body = { newPassword: 'another long password', token };
    expect(await callAuth(world.auth, '/reset-password', { body })).toMatchObject({ status: 200 });
    expect(refusalOf(await signInWith(key))).toEqual(refused);
    expect(lettersTo('owner-back').at(-1)).toBe('identity.passkey-removed');
  });

  it('who has a second factor shows it before each passkey, in the same session', async () => {
    const hal = await person('owner-two');
    const { body } = await callAuth(world.auth, '/two-factor/enable', {
      ...as(hal),
      body: { password },
    });
    const show = (who: Person) => {
      const code = totpCode(String(body['totpURI']));
      return callAuth(world.auth, '/two-factor/verify-totp', { ...as(who), body: { code } });
    };
    const shown = { ...hal, cookie: (await show(hal)).cookie };
    const ask = () => callAuth(world.auth, '/passkey/generate-register-options', as(shown));
    expect(refusalOf(await ask())).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
    expect((await show(shown)).status).toBe(200);
    await added(shown);
    expect(refusalOf(await ask())).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
  });
});

describe('what an authenticator says', () => {
  const odd: readonly (readonly [string, Partial<Asked>])[] = [
    ['of another page', { origin: 'https://rochdale.example' }],
    ['of a page whose name only begins so', { origin: 'http://rochdale.test.evil.example' }],
    ['of another domain', { domain: 'evil.example' }],
    ['without having looked who it is', { isVerified: false }],
  ];

  it.each(odd)('%s is refused, and the challenge is spent', async (what, difference) => {
    const who = await person(`odd-${what.replaceAll(/\W/g, '-')}`);
    const challenge = await challengeToAdd(who);
    const key = new SoftwareAuthenticator(domain);
    const asked = { origin, challenge, ...difference };
    expect(refusalOf(await sendRegistration(who, key.register(asked)))).toEqual(refused);
    const good = key.register({ origin, challenge });
    expect(refusalOf(await sendRegistration(who, good))).toEqual(over);
    await added(who, key);
    expect(refusalOf(await signInWith(key, difference))).toEqual(refused);
    expect((await signInWith(key)).status).toBe(200);
  });

  it('works once', async () => {
    const { key } = await added(await person('fay'));
    const challenge = await challengeToSignIn();
    const signature = key.signIn({ origin, challenge });
    const both = await Promise.all([sendSignature(signature), sendSignature(signature)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
    const later = key.signIn({ origin, challenge });
    expect(refusalOf(await sendSignature(later))).toEqual(over);
    const invented = key.signIn({ origin, challenge: 'bm8gY2hhbGxlbmdlIG9mIG91cnM' });
    expect(refusalOf(await sendSignature(invented))).toEqual(over);
  });

  it('with a count that does not go on is a copy’s', async () => {
    const { key } = await added(await person('gus'));
    expect((await signInWith(key)).status).toBe(200);
    key.signCount -= 1;
    expect(refusalOf(await signInWith(key))).toEqual(refused);
    expect((await signInWith(key)).status).toBe(200);
    key.signCount -= 2;
    expect(refusalOf(await signInWith(key))).toEqual(refused);
  });

  it('with a key that is not the one, or for somebody else, is refused', async () => {
    const [hal, ida] = [await person('hal'), await person('ida')];
    const { key } = await added(hal);
    await added(ida);
    const forger = new SoftwareAuthenticator(domain, 100);
    const forged = forger.signIn({ origin, challenge: await challengeToSignIn() });
    const id = key.credentialId.toString('base64url');
    expect(refusalOf(await sendSignature({ ...forged, id, rawId: id }))).toEqual(refused);
    expect(refusalOf(await signInWith(forger))).toEqual(refused);
    expect(refusalOf(await signInWith(key, { userHandle: ida.id }))).toEqual(refused);
  });

  it('that cannot be read is refused with a code', async () => {
    const { key } = await added(await person('jo'));
    const good = key.signIn({ origin, challenge: await challengeToSignIn() });
    const response = { clientDataJSON: 'bm8ganNvbg' };
    expect(refusalOf(await sendSignature({ ...good, response }))).toEqual(refused);
    const null1 = { clientDataJSON: Buffer.from('null').toString('base64url') };
    expect(refusalOf(await sendSignature({ ...good, response: null1 }))).toEqual(over);
    for (const body of [{}, { response: null }, { response: { id: 7 } }]) {
      const { status } = await callAuth(world.auth, '/passkey/verify-authentication', { body });
      expect(status).toBe(400);
    }
    expect(world.settings.reported).toEqual([]);
  });
});
