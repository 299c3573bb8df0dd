import { PersonalData } from '@rochdale/identity';
import { newId, openPersonalDataSources, systemActor } from '@rochdale/platform';
import { OwnData } from './own-data.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld } from '../testing/membership-world.js';

let world: MembershipWorld;
beforeAll(async () => {
  world = await createMembershipWorld();
});
afterAll(() => world.close());

/** An account, and an open invitation of its confirmed address elsewhere. */
async function guest(slug: string) {
  const there = await world.cooperative(slug);
  const accountId = await world.account('Gil Guest');
  const [row] = await world.asOwner<{ email: string }>(
    'update identity.accounts set email_verified = true where id = $1 returning email',
    [accountId],
  );
  const id = newId();
  await world.asOwner(
    `insert into membership.invitations
       (id, cooperative_id, email, name, class_key, state, token_hash, sent_at, expires_at)
     values ($1, $2, $3, 'Zqguest', 'worker', 'open', md5($3) || md5($3), now(),
       now() + interval '9 days')`,
    [id, there.id, row?.email ?? ''],
  );
  return { there, accountId, id };
}

it('who is invited has it in what is theirs', async () => {
  const { there, accountId } = await guest('guests');
  const sources = openPersonalDataSources();
  const person = { accountId, memberId: null, inFull: true };
  const said = await world.unitOfWork.run(systemActor(there.id, 'job'), async (tx) => [
    await new OwnData(new PersonalData(), sources).of(tx, person),
    await sources.rows(tx, person),
  ]);
  expect(JSON.stringify(said, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))).toContain(
    'Zqguest',
  );
});
