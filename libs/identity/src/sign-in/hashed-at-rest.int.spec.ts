import { newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiKeyHolders } from '../api-key/api-key-holders.js';
import { IssueApiKey } from '../api-key/issue-api-key.js';
import { RotateApiKey } from '../api-key/rotate-api-key.js';
import { CreatePersonalToken } from '../personal-token/create-personal-token.js';
import {
  accountActor,
  callAuth,
  createIdentityWorld,
  totpCode,
} from '../testing/identity-world.js';
import type { IdentityWorld } from '../testing/identity-world.js';

const password = 'correct horse battery';
const email = 'ada@example.org';
let world: IdentityWorld;

beforeAll(async () => {
  world = await createIdentityWorld();
});

afterAll(async () => world.close());

async function sessionsAndSecondFactor(): Promise<string[]> {
  const signIn = () => callAuth(world.auth, '/sign-in/email', { body: { email, password } });
  const first = String((await signIn()).body['token']);
  const headers = { authorization: `Bearer ${first}` };
  const body = { password };
  const enabled = await callAuth(world.auth, '/two-factor/enable', { body, headers });
  const uri = String(enabled.body['totpURI']);
  const code = { code: totpCode(uri) };
  const verified = await callAuth(world.auth, '/two-factor/verify-totp', { body: code, headers });
  const challenge = await signIn();
  const second = await callAuth(world.auth, '/two-factor/verify-totp', {
    body: { code: totpCode(uri, new Date(Date.now() + 30_000)), trustDevice: true },
    headers: { cookie: challenge.cookie },
  });
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const cookies = `${challenge.cookie}; ${second.cookie}`.match(/[A-Za-z0-9_-]{20,}/g) ?? [];
  const backup = enabled.body['backupCodes'] as string[];
  const tokens = [first, verified.body['token'], second.body['token']].map(String);
  return [...tokens, secret, ...backup, ...cookies];
}

async function links(): Promise<string[]> {
  const other = 'grace@example.org';
  await world.createAccount.execute(systemActor(null, 'seed'), {
    name: 'Grace',
    email: other,
    password,
  });
  await callAuth(world.auth, '/request-password-reset', { body: { email: other } });
  await callAuth(world.auth, '/sign-in/magic-link', { body: { email: other } });
  const tokenIn = (kind: string) =>
    new URL(world.letterbox.link(kind)).searchParams.get('token') ?? '';
  return ['identity.password-reset', 'identity.magic-link'].map(tokenIn);
}

async function tokens(accountId: string): Promise<string[]> {
  const cooperativeId = newId();
  const create = new CreatePersonalToken(world.unitOfWork);
  const input = { name: 'backup', scopes: ['identity:read'], lifetimeDays: 1 };
  const personal = await create.execute(accountActor(accountId, cooperativeId), input);
  const holders = new ApiKeyHolders();
  holders.register(async () => true);
  const officer = systemActor(cooperativeId, 'cli');
  const issued = await new IssueApiKey(world.unitOfWork, holders).execute(officer, {
    partnerId: newId(),
    name: 'machines',
    scopes: ['identity:read'],
  });
  const rotate = new RotateApiKey(world.unitOfWork, world.principals);
  const rotated = await rotate.execute(officer, { apiKeyId: issued.apiKey.id });
  return [personal.secret, issued.secret, rotated.secret];
}

/** Every row of every table of ours, as text. */
async function everythingStored(): Promise<string> {
  const tables = await world.asOwner<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await world.asOwner<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

it('no token, link, code or key of any kind is in the database as it is', async () => {
  const seed = systemActor(null, 'seed');
  const account = await world.createAccount.execute(seed, { name: 'Ada', email, password });
  const secrets = [
    password,
    ...(await sessionsAndSecondFactor()),
    ...(await links()),
    ...(await tokens(account.id)),
  ];
  expect(secrets.length).toBeGreaterThan(18);
  expect(secrets.every((secret) => secret.length >= 8)).toBe(true);
  const stored = await everythingStored();
  // The search itself works: what is meant to be readable is found.
  expect(stored).toContain(email);
  expect(secrets.filter((secret) => stored.includes(secret))).toEqual([]);
});
