import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '@rochdale/identity';
import { anonymousActor, LocalFileStore, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ErasureList } from '../erasure/erasure-list.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld } from '../testing/membership-world.js';
import { CountAccountsBroughtBack } from './count-accounts-brought-back.js';
import { ListErasedAccount } from './list-erased-account.js';
import { ReplayAccountErasures } from './replay-account-erasures.js';

let world: MembershipWorld;
let folder: string;
let list: ErasureList;
const accounts = new Accounts();
const job = systemActor(null, 'job');
beforeAll(async () => {
  world = await createMembershipWorld();
  folder = await mkdtemp(join(tmpdir(), 'rochdale-accounts-'));
  list = new ErasureList(new LocalFileStore(folder));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const nameOf = async (id: string) => {
  const rows = await world.asOwner<{ name: string }>(
    'select name from identity.accounts where id = $1',
    [id],
  );
  return rows[0]?.name;
};
const listed = (accountId: string) =>
  new ListErasedAccount(world.unitOfWork, accounts, list).execute(job, { accountId });
const broughtBack = () =>
  new CountAccountsBroughtBack(world.unitOfWork, accounts, list).execute(job);
const replay = () => {
  const acquainted = { accounts, letters: world.useCases.letterbox };
  return new ReplayAccountErasures(world.unitOfWork, acquainted, list).execute(job);
};

it('an account that a back-up brings back is erased again, whatever it says', async () => {
  const mill = await world.cooperative('mill');
  const [nia, ben] = [await world.account('Nia Never'), await world.account('Ben')];
  // Who is there is on no list.
  await listed(nia);
  expect(await list.accountIds()).toEqual([]);
  expect([await broughtBack(), await replay()]).toEqual([0, 0]);
  await world.useCases.eraseAccount.execute(await world.actor(nia, null));
  for (let times = 0; times < 2; times += 1) await listed(nia);
  expect(await list.accountIds()).toEqual([nia]);
  expect([await broughtBack(), await replay()]).toEqual([0, 0]);
  // As it was when the back-up was made: they waited for an answer.
  await world.asOwner(
    `update identity.accounts set name = 'Nia Never', email = 'nia@example.org', erased_at = null,
       disabled_at = null where id = $1`,
    [nia],
  );
  await world.useCases.apply.execute(await world.actor(nia, mill.id), {
    classKey: 'worker',
    kind: 'person',
    displayName: 'Nia Never',
  });
  expect(await broughtBack()).toBe(1);
  expect([await replay(), await nameOf(nia), await nameOf(ben)]).toEqual([1, '', 'Ben']);
  expect([await broughtBack(), await replay()]).toEqual([0, 0]);
});

it('is done by the system alone', async () => {
  const acquainted = { accounts, letters: world.useCases.letterbox };
  const stranger = anonymousActor();
  for (const asking of [
    new ListErasedAccount(world.unitOfWork, accounts, list).execute(stranger, { accountId: '' }),
    new CountAccountsBroughtBack(world.unitOfWork, accounts, list).execute(stranger),
    new ReplayAccountErasures(world.unitOfWork, acquainted, list).execute(stranger),
  ]) {
    await expect(asking).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
});
