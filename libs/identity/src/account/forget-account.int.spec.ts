import { newId, Postponed, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FactRelay } from '../../../platform/src/testing/inside.js';
import { accountActor, createIdentityWorld } from '../testing/identity-world.js';
import type { IdentityWorld } from '../testing/identity-world.js';
import { Accounts } from './accounts.js';
import { ForgetAccount } from './forget-account.js';

const seed = systemActor(null, 'seed');
let world: IdentityWorld;
let [ada, ben] = ['', ''];
beforeAll(async () => {
  world = await createIdentityWorld();
  const password = 'correct horse battery';
  const make = async (name: string) => {
    const email = `${name}@example.org`;
    return (await world.createAccount.execute(seed, { name, email, password })).id;
  };
  [ada, ben] = [await make('ada'), await make('ben')];
});
afterAll(() => world.close());

const forget = (accountId: string) =>
  new ForgetAccount(world.unitOfWork).execute(systemActor(null, 'job'), { accountId });
const toldOf = async (accountId: string) => {
  const facts = `select type from platform.facts where subject_id = $1 order by type`;
  const rows = await world.asOwner<{ type: string }>(facts, [accountId]);
  return rows.map(({ type }) => type);
};

it('what is on record of an erased account goes, but that it is erased', async () => {
  await forget(ada);
  expect(await toldOf(ada)).toEqual(['identity.AccountCreated']);
  const there = systemActor(newId(), 'job');
  await world.unitOfWork.run(there, (tx) => new Accounts().erase(tx, ada, true));
  // What follows its being made is done first.
  await expect(forget(ada)).rejects.toBeInstanceOf(Postponed);
  await new FactRelay(world.unitOfWork).relay();
  await forget(ada);
  await forget(ada);
  expect(await toldOf(ada)).toEqual(['identity.AccountErased']);
  expect(await toldOf(ben)).toEqual(['identity.AccountCreated']);
  await expect(
    world.asOwner('delete from platform.facts where subject_id = $1', [ben]),
  ).rejects.toThrow('never changed');
});

it('is done by the system alone', async () => {
  const asking = new ForgetAccount(world.unitOfWork).execute(accountActor(ben, newId()), {
    accountId: ada,
  });
  await expect(asking).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
