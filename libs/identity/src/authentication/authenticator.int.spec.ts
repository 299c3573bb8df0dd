import { newId, systemActor } from '@rochdale/platform';
import type { Actor, CodedError, Scope } from '@rochdale/platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DisableAccount } from '../administration/disable-account.js';
import { ApiKeyHolders } from '../api-key/api-key-holders.js';
import { IssueApiKey } from '../api-key/issue-api-key.js';
import { RevokeApiKey } from '../api-key/revoke-api-key.js';
import { RotateApiKey } from '../api-key/rotate-api-key.js';
import { CreatePersonalToken } from '../personal-token/create-personal-token.js';
import { RevokePersonalToken } from '../personal-token/revoke-personal-token.js';
import { accountActor, callAuth, createIdentityWorld } from '../testing/identity-world.js';
import type { IdentityWorld } from '../testing/identity-world.js';
import { RevokeSession } from '../session/revoke-session.js';

const password = 'correct horse battery';
const cooperativeId = newId();
let world: IdentityWorld;
let serial = 0;

beforeAll(async () => {
  world = await createIdentityWorld();
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

afterAll(async () => world.close());

async function person(): Promise<Actor> {
  const email = `person-${(serial += 1)}@example.org`;
  const seed = systemActor(null, 'seed');
  const { id } = await world.createAccount.execute(seed, { name: 'Ada', email, password });
  return accountActor(id, cooperativeId);
}

async function signedIn() {
  const actor = await person();
  const body = { email: `person-${serial}@example.org`, password };
  const reply = await callAuth(world.auth, '/sign-in/email', { body });
  return { actor, bearer: String(reply.body['token']) };
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'allowed',
    (error: CodedError) => error.code,
  );
}

function issuing() {
  const holders = new ApiKeyHolders();
  holders.register(async () => true);
  const officer = systemActor(cooperativeId, 'cli');
  const issue = new IssueApiKey(world.unitOfWork, holders);
  const input = { partnerId: newId(), name: 'machines', scopes: ['identity:read'] };
  return { officer, issue: () => issue.execute(officer, input) };
}

describe('a revoked session', () => {
  it('stops working within five seconds on every process', async () => {
    const { actor, bearer } = await signedIn();
    const [here, there] = [world.anotherProcess(), world.anotherProcess()];
    const { sessionId } = await here.authenticator.authenticate({ bearer });
    await there.authenticator.authenticate({ bearer });
    const revoke = new RevokeSession(world.unitOfWork, here.principals);
    await revoke.execute(actor, { sessionId: sessionId ?? '' });
    expect(await codeOf(here.authenticator.authenticate({ bearer }))).toBe('UNAUTHENTICATED');
    // The other process still remembers; this is what makes the next line worth something.
    expect(await codeOf(there.authenticator.authenticate({ bearer }))).toBe('allowed');
    vi.advanceTimersByTime(4_999);
    expect(await codeOf(there.authenticator.authenticate({ bearer }))).toBe('UNAUTHENTICATED');
  });

  it('is one’s own: nobody revokes another person’s', async () => {
    const { bearer } = await signedIn();
    const { sessionId } = await world.authenticator.authenticate({ bearer });
    const revoke = new RevokeSession(world.unitOfWork, world.principals);
    const attempt = revoke.execute(await person(), { sessionId: sessionId ?? '' });
    expect(await codeOf(attempt)).toBe('SESSION_NOT_FOUND');
  });

  it('is told to the log', async () => {
    const { actor, bearer } = await signedIn();
    const { sessionId } = await world.authenticator.authenticate({ bearer });
    const revoke = new RevokeSession(world.unitOfWork, world.principals);
    await revoke.execute(actor, { sessionId: sessionId ?? '' });
    const facts = await world.asOwner<{ type: string }>(
      'select type from platform.facts where subject_id = $1 order by position',
      [actor.accountId],
    );
    expect(facts.map(({ type }) => type)).toEqual([
      'identity.AccountCreated',
      'identity.SessionOpened',
      'identity.SessionsRevoked',
    ]);
  });
});

describe('a session', () => {
  it('ends when it was not used for a week, and is extended when it is', async () => {
    const { actor, bearer } = await signedIn();
    const left = async () => {
      const rows = await world.asOwner<{ days: number }>(
        `select round(extract(epoch from expires_at - now()) / 86400)::int as days
           from identity.sessions where account_id = $1`,
        [actor.accountId],
      );
      return rows[0]?.days;
    };
    const shorten = (interval: string) =>
      world.asOwner(
        `update identity.sessions set expires_at = now() + $2::interval where account_id = $1`,
        [actor.accountId, interval],
      );
    await shorten('3 days');
    await world.anotherProcess().authenticator.authenticate({ bearer });
    expect(await left()).toBe(7);
    await shorten('-1 second');
    const late = world.anotherProcess().authenticator.authenticate({ bearer });
    expect(await codeOf(late)).toBe('UNAUTHENTICATED');
  });

  it('of a disabled account stops on every process', async () => {
    const { actor, bearer } = await signedIn();
    const there = world.anotherProcess();
    await there.authenticator.authenticate({ bearer });
    const disable = new DisableAccount(world.unitOfWork, world.principals);
    await disable.execute(systemActor(null, 'cli'), { accountId: actor.accountId ?? '' });
    vi.advanceTimersByTime(4_999);
    expect(await codeOf(there.authenticator.authenticate({ bearer }))).toBe('UNAUTHENTICATED');
  });
});

describe('a personal token', () => {
  const create = () => new CreatePersonalToken(world.unitOfWork);
  const wanted = { name: 'backup', scopes: ['identity:read'], lifetimeDays: 30 };

  it('acts in its co-operative with its scopes until it is revoked on every process', async () => {
    const actor = await person();
    const { token, secret } = await create().execute(actor, wanted);
    const there = world.anotherProcess();
    expect(secret).toMatch(/^rcp_[A-Za-z0-9_-]{43}$/);
    expect(await there.authenticator.authenticate({ bearer: secret })).toMatchObject({
      kind: 'account',
      accountId: actor.accountId,
      cooperativeId,
      via: 'personal-token',
      scopes: new Set(['identity:read']),
    });
    const revoke = new RevokePersonalToken(world.unitOfWork, world.principals);
    await revoke.execute(actor, { tokenId: token.id });
    vi.advanceTimersByTime(4_999);
    expect(await codeOf(there.authenticator.authenticate({ bearer: secret }))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('ends by the clock', async () => {
    const { secret } = await create().execute(await person(), { ...wanted, lifetimeDays: 1 });
    world.clock.advance({ hours: 25 });
    expect(await codeOf(world.authenticator.authenticate({ bearer: secret }))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('makes no further tokens, and has only scopes that exist', async () => {
    const actor = await person();
    const scopes = new Set<Scope>(['identity:write']);
    const byToken: Actor = { ...actor, via: 'personal-token', scopes };
    expect(await codeOf(create().execute(byToken, wanted))).toMatch(/FORBIDDEN|SESSION_REQUIRED/);
    const odd = { ...wanted, scopes: ['everything:write'] };
    expect(await codeOf(create().execute(actor, odd))).toBe('TOKEN_SCOPE_INVALID');
    expect(await codeOf(create().execute(actor, { ...wanted, scopes: [] }))).toBe(
      'TOKEN_SCOPE_INVALID',
    );
    expect(await codeOf(create().execute(actor, { ...wanted, lifetimeDays: 367 }))).toBe(
      'TOKEN_EXPIRY_INVALID',
    );
  });

  it('says to the hour when it was last used', async () => {
    const { token, secret } = await create().execute(await person(), wanted);
    await world.authenticator.authenticate({ bearer: secret });
    const used = await world.asOwner<{ at: Date }>(
      'select last_used_at as at from identity.personal_tokens where id = $1',
      [token.id],
    );
    expect(used[0]?.at).toEqual(world.clock.now());
  });
});

describe('a partner’s key', () => {
  it('is the partner in its co-operative, by either header', async () => {
    const { apiKey, secret } = await issuing().issue();
    const expected = {
      kind: 'partner',
      partnerId: apiKey.partnerId,
      cooperativeId,
      via: 'api-key',
    };
    expect(await world.authenticator.authenticate({ apiKey: secret })).toMatchObject(expected);
    expect(await world.authenticator.authenticate({ bearer: secret })).toMatchObject(expected);
  });

  it('is rotated with an overlap in which both work', async () => {
    const { officer, issue } = issuing();
    const { apiKey, secret } = await issue();
    const rotate = new RotateApiKey(world.unitOfWork, world.principals);
    const fresh = await rotate.execute(officer, { apiKeyId: apiKey.id, overlapHours: 2 });
    const works = (key: string) =>
      codeOf(world.anotherProcess().authenticator.authenticate({ apiKey: key }));
    expect([await works(secret), await works(fresh.secret)]).toEqual(['allowed', 'allowed']);
    world.clock.advance({ hours: 2 });
    expect([await works(secret), await works(fresh.secret)]).toEqual([
      'UNAUTHENTICATED',
      'allowed',
    ]);
    const again = rotate.execute(officer, { apiKeyId: apiKey.id });
    expect(await codeOf(again)).toBe('API_KEY_ENDED');
  });

  it('is rotated without an overlap when it was lost', async () => {
    const { officer, issue } = issuing();
    const { apiKey, secret } = await issue();
    const there = world.anotherProcess();
    await there.authenticator.authenticate({ apiKey: secret });
    const rotate = new RotateApiKey(world.unitOfWork, world.principals);
    await rotate.execute(officer, { apiKeyId: apiKey.id, overlapHours: 0 });
    vi.advanceTimersByTime(4_999);
    expect(await codeOf(there.authenticator.authenticate({ apiKey: secret }))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('is rotated once when two officers do it at the same moment', async () => {
    const { officer, issue } = issuing();
    const { apiKey } = await issue();
    const rotate = new RotateApiKey(world.unitOfWork, world.principals);
    const both = [1, 2].map(() => codeOf(rotate.execute(officer, { apiKeyId: apiKey.id })));
    expect((await Promise.all(both)).sort()).toEqual(['API_KEY_ENDED', 'allowed']);
  });

  it('stops working on every process when it is revoked', async () => {
    const { officer, issue } = issuing();
    const { apiKey, secret } = await issue();
    const there = world.anotherProcess();
    await there.authenticator.authenticate({ apiKey: secret });
    const revoke = new RevokeApiKey(world.unitOfWork, world.principals);
    await revoke.execute(officer, { apiKeyId: apiKey.id });
    vi.advanceTimersByTime(4_999);
    expect(await codeOf(there.authenticator.authenticate({ apiKey: secret }))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('is given to nobody as long as no room knows the partners', async () => {
    const issue = new IssueApiKey(world.unitOfWork, new ApiKeyHolders());
    const input = { partnerId: newId(), name: 'machines', scopes: ['identity:read'] };
    expect(await codeOf(issue.execute(systemActor(cooperativeId, 'cli'), input))).toBe(
      'API_KEY_HOLDER_UNKNOWN',
    );
  });
});

describe('the look-up', () => {
  it('is one query for the first request and none for the next', async () => {
    const { bearer } = await signedIn();
    const { authenticator } = world.anotherProcess();
    const query = vi.spyOn(world.pool, 'rows');
    await authenticator.authenticate({ bearer });
    expect(query).toHaveBeenCalledTimes(1);
    await authenticator.authenticate({ bearer });
    expect(query).toHaveBeenCalledTimes(1);
    query.mockRestore();
  });
});
