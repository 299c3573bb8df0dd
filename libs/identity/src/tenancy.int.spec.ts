import { newId, systemActor } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeyHolders } from './api-key/api-key-holders.js';
import { apiKeyStore } from './api-key/api-key.store.js';
import { IssueApiKey } from './api-key/issue-api-key.js';
import { CreatePersonalToken } from './personal-token/create-personal-token.js';
import { personalTokenStore } from './personal-token/personal-token.store.js';
import { accountActor, createIdentityWorld } from './testing/identity-world.js';
import type { IdentityWorld } from './testing/identity-world.js';

const [victim, attacker] = [newId(), newId()];
let world: IdentityWorld;
let prey: { accountId: string; tokenId: string; keyId: string; partnerId: string };

beforeAll(async () => {
  world = await createIdentityWorld();
  const seed = systemActor(null, 'seed');
  const person = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
  const { id: accountId } = await world.createAccount.execute(seed, person);
  const create = new CreatePersonalToken(world.unitOfWork);
  const { token } = await create.execute(accountActor(accountId, victim), {
    name: 'backup',
    scopes: ['identity:read'],
    lifetimeDays: 30,
  });
  const holders = new ApiKeyHolders();
  holders.register(async () => true);
  const partnerId = newId();
  const { apiKey } = await new IssueApiKey(world.unitOfWork, holders).execute(
    systemActor(victim, 'cli'),
    { partnerId, name: 'machines', scopes: ['identity:read'] },
  );
  prey = { accountId, tokenId: token.id, keyId: apiKey.id, partnerId };
});

afterAll(async () => world.close());

function asAttacker<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
  return world.unitOfWork.run(systemActor(attacker, 'job'), body);
}

describe('tokens and keys of another co-operative', () => {
  it('are found by no store', async () => {
    const found = await asAttacker(async (tx) => [
      ...(await personalTokenStore.ofAccount(tx, prey.accountId)),
      ...(await apiKeyStore.ofPartner(tx, prey.partnerId)),
      await apiKeyStore.lock(tx, prey.keyId),
      (await personalTokenStore.countLive(tx, prey.accountId)) === 0 ? null : 'counted',
    ]);
    expect(found).toEqual([null, null]);
  });

  it('are changed by no store', async () => {
    const before = await everything();
    const outcomes = await asAttacker(async (tx) => [
      await personalTokenStore.revoke(tx, prey.tokenId, prey.accountId),
      await apiKeyStore.revoke(tx, prey.keyId),
      await personalTokenStore.noteUse(tx, prey.tokenId),
      await apiKeyStore.noteUse(tx, prey.keyId),
    ]);
    expect(outcomes).toEqual([null, null, 0, 0]);
    expect(await everything()).toEqual(before);
  });

  it('are hidden from raw SQL without their tenant, and stay while in force', async () => {
    for (const table of ['personal_tokens', 'api_keys']) {
      expect(await world.asApplication(`select 1 from identity.${table}`)).toEqual([]);
      const elsewhere = `select 1 from identity.${table}`;
      expect(await world.asApplication(elsewhere, [], attacker)).toEqual([]);
      const removal = world.asApplication(`delete from identity.${table}`, [], victim);
      await expect(removal).rejects.toThrow('stays while it is in force');
    }
  });
});

function everything(): Promise<object[]> {
  return world.asOwner(
    `select t::text as row from identity.personal_tokens t
     union all select k::text from identity.api_keys k`,
  );
}
