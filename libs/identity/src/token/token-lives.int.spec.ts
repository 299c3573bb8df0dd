import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateAccount } from '../administration/create-account.js';
import { DisableAccount } from '../administration/disable-account.js';
import { EnableAccount } from '../administration/enable-account.js';
import { ApiKeyHolders } from '../api-key/api-key-holders.js';
import { IssueApiKey } from '../api-key/issue-api-key.js';
import { RotateApiKey } from '../api-key/rotate-api-key.js';
import { CreatePersonalToken } from '../personal-token/create-personal-token.js';
import { RevokePersonalToken } from '../personal-token/revoke-personal-token.js';
import { RevokeAllSessions } from '../session/revoke-all-sessions.js';
import { makeAccount } from '../testing/account.js';
import { accountActor, callAuth, createIdentityWorld } from '../testing/identity-world.js';
import type { IdentityWorld } from '../testing/identity-world.js';

const cooperativeId = newId();
const officer = systemActor(cooperativeId, 'cli');
const operator = systemActor(null, 'cli');
const wanted = { name: 'backup', scopes: ['identity:read'], lifetimeDays: 30 };
let world: IdentityWorld;
let create: CreatePersonalToken;
let rotate: RotateApiKey;

beforeAll(async () => {
  world = await createIdentityWorld();
  create = new CreatePersonalToken(world.unitOfWork);
  rotate = new RotateApiKey(world.unitOfWork, world.principals);
});

afterAll(async () => world.close());

const code = (name: string) => expect.objectContaining({ code: name }) as Error;
const hours = (count: number) => new Date(world.clock.now().getTime() + count * 3_600_000);
const person = async (): Promise<Actor> =>
  accountActor(await makeAccount(world, 'Ada'), cooperativeId);
const seen = (credentials: { bearer?: string; apiKey?: string }) =>
  world.anotherProcess().authenticator.authenticate(credentials);

function issue(expiresAt: Date | null = null) {
  const holders = new ApiKeyHolders();
  holders.register(async () => true);
  const input = { partnerId: newId(), name: 'machines', scopes: ['identity:read'], expiresAt };
  return new IssueApiKey(world.unitOfWork, holders).execute(officer, input);
}

describe('a personal token', () => {
  it('works until the very end of its last day', async () => {
    const { secret } = await create.execute(await person(), { ...wanted, lifetimeDays: 1 });
    world.clock.advance({ hours: 23, minutes: 59 });
    expect(await seen({ bearer: secret })).toMatchObject({ via: 'personal-token' });
    world.clock.advance({ minutes: 1 });
    await expect(seen({ bearer: secret })).rejects.toThrow(code('UNAUTHENTICATED'));
  });

  it('is revoked by whose it is, and by nobody else', async () => {
    const [owner, thief] = [await person(), await person()];
    const { token, secret } = await create.execute(owner, wanted);
    const revoke = new RevokePersonalToken(world.unitOfWork, world.principals);
    await expect(revoke.execute(thief, { tokenId: token.id })).rejects.toThrow(
      code('TOKEN_NOT_FOUND'),
    );
    expect(await seen({ bearer: secret })).toMatchObject({ accountId: owner.accountId });
    const first = await revoke.execute(owner, { tokenId: token.id });
    world.clock.advance({ minutes: 1 });
    const second = await revoke.execute(owner, { tokenId: token.id });
    expect(second.revokedAt).toEqual(first.revokedAt);
    const told = await world.asOwner('select 1 from platform.facts where subject_id = $1', [
      token.id,
    ]);
    expect(told).toHaveLength(2);
  });

  it('is no key, though it says what a key would', async () => {
    const { secret } = await create.execute(await person(), wanted);
    await expect(seen({ apiKey: secret })).rejects.toThrow(code('UNAUTHENTICATED'));
  });

  it('is one of fifty at most; those that ended leave room', async () => {
    const owner = await person();
    for (let made = 0; made < 50; made += 1) {
      await create.execute(owner, { ...wanted, lifetimeDays: made === 0 ? 1 : 30 });
    }
    await expect(create.execute(owner, wanted)).rejects.toThrow(code('TOKEN_LIMIT_REACHED'));
    world.clock.advance({ days: 1 });
    await create.execute(owner, wanted);
    await expect(create.execute(owner, wanted)).rejects.toThrow(code('TOKEN_LIMIT_REACHED'));
  });

  it('stops with the account that it belongs to, and goes on with it', async () => {
    const owner = await person();
    const { secret } = await create.execute(owner, wanted);
    const account = { accountId: owner.accountId ?? '' };
    await new DisableAccount(world.unitOfWork, world.principals).execute(operator, account);
    await expect(seen({ bearer: secret })).rejects.toThrow(code('UNAUTHENTICATED'));
    await new EnableAccount(world.unitOfWork).execute(operator, account);
    expect(await seen({ bearer: secret })).toMatchObject(account);
  });
});

describe('a partner’s key', () => {
  it('ends when it was said to, and not before it is given', async () => {
    await expect(issue(world.clock.now())).rejects.toThrow(code('TOKEN_EXPIRY_INVALID'));
    const { secret } = await issue(hours(1));
    expect(await seen({ apiKey: secret })).toMatchObject({ kind: 'partner' });
    world.clock.advance({ hours: 1 });
    await expect(seen({ apiKey: secret })).rejects.toThrow(code('UNAUTHENTICATED'));
  });

  it('lives no longer for being replaced, and is not replaced when it is over', async () => {
    const { apiKey } = await issue(hours(2));
    const once = await rotate.execute(officer, { apiKeyId: apiKey.id, overlapHours: 72 });
    expect(once.replaced.expiresAt).toEqual(apiKey.expiresAt);
    expect(once.apiKey).toMatchObject({ expiresAt: apiKey.expiresAt, scopes: apiKey.scopes });
    world.clock.advance({ hours: 2 });
    await expect(rotate.execute(officer, { apiKeyId: once.apiKey.id })).rejects.toThrow(
      code('API_KEY_ENDED'),
    );
  });

  it('goes on for 72 hours when nobody says how long, for 720 at most', async () => {
    const { apiKey } = await issue();
    for (const overlapHours of [-1, 721, 0.5]) {
      await expect(rotate.execute(officer, { apiKeyId: apiKey.id, overlapHours })).rejects.toThrow(
        code('API_KEY_OVERLAP_INVALID'),
      );
    }
    const { replaced } = await rotate.execute(officer, { apiKeyId: apiKey.id });
    expect(replaced.expiresAt).toEqual(hours(72));
  });

  it('is of its co-operative: an officer of another one finds none', async () => {
    const { apiKey } = await issue();
    const elsewhere = systemActor(newId(), 'cli');
    await expect(rotate.execute(elsewhere, { apiKeyId: apiKey.id })).rejects.toThrow(
      code('API_KEY_NOT_FOUND'),
    );
  });

  it('gives no further keys', async () => {
    const { apiKey } = await issue();
    const machine: Actor = { ...officer, via: 'api-key' };
    await expect(rotate.execute(machine, { apiKeyId: apiKey.id })).rejects.toThrow(
      code('SESSION_REQUIRED'),
    );
  });
});

describe('an account', () => {
  const input = { name: ' Ada ', email: ' Ada@Example.org ', password: 'x'.repeat(10) };

  it('is one for each address, however it is written, with a password of 10 to 128', async () => {
    const make = new CreateAccount(world.unitOfWork);
    expect(await make.execute(operator, input)).toMatchObject({
      name: 'Ada',
      email: 'ada@example.org',
    });
    await expect(make.execute(operator, input)).rejects.toThrow(code('EMAIL_TAKEN'));
    for (const password of ['x'.repeat(9), 'x'.repeat(129)]) {
      await expect(make.execute(operator, { ...input, password })).rejects.toThrow(
        code('PASSWORD_TOO_WEAK'),
      );
    }
    await expect(make.execute(operator, { ...input, email: 'ada' })).rejects.toThrow(
      code('EMAIL_INVALID'),
    );
    await expect(make.execute(await person(), input)).rejects.toThrow(code('FORBIDDEN'));
  });

  it('signs out everywhere at once, and leaves everybody else signed in', async () => {
    const make = new CreateAccount(world.unitOfWork);
    const signIn = async (email: string) => {
      const body = { email, password: input.password };
      return String((await callAuth(world.auth, '/sign-in/email', { body })).body['token']);
    };
    const [one, other] = ['one@example.org', 'other@example.org'] as const;
    const { id } = await make.execute(operator, { ...input, email: one });
    await make.execute(operator, { ...input, email: other });
    const [here, there, theirs] = [await signIn(one), await signIn(one), await signIn(other)];
    const revoke = new RevokeAllSessions(world.unitOfWork, world.principals);
    const actor = accountActor(id, cooperativeId);
    expect(await revoke.execute(actor)).toEqual({ revoked: 2 });
    await expect(seen({ bearer: here })).rejects.toThrow(code('UNAUTHENTICATED'));
    await expect(seen({ bearer: there })).rejects.toThrow(code('UNAUTHENTICATED'));
    expect(await seen({ bearer: theirs })).toMatchObject({ kind: 'account' });
    expect(await revoke.execute(actor)).toEqual({ revoked: 0 });
  });
});
