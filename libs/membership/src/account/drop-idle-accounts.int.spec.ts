import { Accounts } from '@rochdale/identity';
import type { IdentitySettings } from '@rochdale/identity';
import { anonymousActor, daysLater, systemActor } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { DropIdleAccounts } from './drop-idle-accounts.js';

let world: MembershipWorld;
let mill: TestCooperative;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
});
afterAll(() => world.close());
// Those of tests before are in use, whatever they were.
beforeEach(() =>
  world.asOwner(`update identity.accounts set last_used_on = '2999-01-01' where erased_at is null`),
);

const settings = { pagesUrl: 'https://house.example' } as IdentitySettings;
const dropping = (accounts = new Accounts()) =>
  new DropIdleAccounts(world.unitOfWork, accounts, world.useCases.letterbox, settings);
const drop = () => dropping().execute(systemActor(null, 'job'));

const dayAgo = (days: number | null): string | null =>
  days === null ? null : daysLater(world.clock.now(), -days).toISOString().slice(0, 10);

/** Made so many days ago, and used then, or never. */
async function aged(
  days: number,
  {
    confirmed = true,
    usedDaysAgo = null,
    toldDaysAgo = 31,
  }: { confirmed?: boolean; usedDaysAgo?: number | null; toldDaysAgo?: number | null } = {},
): Promise<string> {
  const id = await world.account('Nia Never');
  await world.asOwner(
    `update identity.accounts set created_at = $2, last_used_on = $3::date, email_verified = $4,
       idle_told_on = $5::date
     where id = $1`,
    [id, daysLater(world.clock.now(), -days), dayAgo(usedDaysAgo), confirmed, dayAgo(toldDaysAgo)],
  );
  return id;
}

const isThere = async (id: string): Promise<boolean> => {
  const rows = await world.asOwner(
    `select from identity.accounts where id = $1 and name <> '' and erased_at is null`,
    [id],
  );
  return rows.length === 1;
};

describe('an account that belongs nowhere', () => {
  it.each([
    [6, false, null, true],
    [7, false, null, true],
    [8, false, null, false],
    [400, false, 6, true],
    [400, false, 8, false],
    [8, true, null, true],
    [366, true, null, true],
    [367, true, null, false],
    [900, true, 366, true],
    [900, true, 367, false],
  ])(
    'of %s days, confirmed %s, used %s days ago: stays %s',
    async (days, confirmed, used, stays) => {
      const id = await aged(days, { confirmed, usedDaysAgo: used });
      expect(await drop()).toBe(stays ? 0 : 1);
      expect(await isThere(id)).toBe(stays);
    },
  );

  it('goes also where another cannot', async () => {
    const [first, stuck, last] = [await aged(367), await aged(367), await aged(367)];
    await whileBroken(world, 'identity.accounts', `old.id = '${stuck}'`, () =>
      expect(drop()).rejects.toThrow('broken'),
    );
    expect([await isThere(first), await isThere(stuck), await isThere(last)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(await drop()).toBe(1);
  });

  it('is written to thirty days before it goes, once, and goes no sooner', async () => {
    const id = await aged(336, { toldDaysAgo: null });
    const { letterbox } = world.useCases;
    letterbox.letters.length = 0;
    expect(await drop()).toBe(0);
    expect(letterbox.letters).toEqual([]);
    // As late as a service that was off for months.
    for (const days of [100, 29]) {
      world.clock.advance({ days });
      expect(await drop()).toBe(0);
    }
    expect(letterbox.letters.map(({ kind }) => kind)).toEqual(['membership.account-goes']);
    const lastDay = dayAgo(-1) ?? '';
    expect(letterbox.letters[0]?.text).toMatch(new RegExp(`After ${lastDay} it is erased`));
    expect(letterbox.letters[0]?.text).toContain('https://house.example');
    world.clock.advance({ days: 1 });
    expect(await drop()).toBe(0);
    world.clock.advance({ days: 1 });
    expect(await drop()).toBe(1);
    expect(await isThere(id)).toBe(false);
  });

  it('is written to again where it was used since, and never where not confirmed', async () => {
    const back = await aged(900, { usedDaysAgo: 337, toldDaysAgo: 400 });
    await aged(5, { confirmed: false, toldDaysAgo: null });
    const { letterbox } = world.useCases;
    letterbox.letters.length = 0;
    expect(await drop()).toBe(0);
    expect(letterbox.letters).toHaveLength(1);
    expect(await isThere(back)).toBe(true);
    const untold = await aged(900, { toldDaysAgo: 30 });
    expect(await drop()).toBe(0);
    expect(await isThere(untold)).toBe(true);
  });

  it('is written to again where it was used on the day that its letter came', async () => {
    const back = await aged(900, { usedDaysAgo: 367, toldDaysAgo: 367 });
    const { letterbox } = world.useCases;
    letterbox.letters.length = 0;
    expect(await drop()).toBe(0);
    expect(letterbox.letters).toHaveLength(1);
    expect(await isThere(back)).toBe(true);
  });

  it('stays where no mail server takes letters, and is told once there is one', async () => {
    const id = await aged(900, { toldDaysAgo: null });
    const { letterbox } = world.useCases;
    letterbox.letters.length = 0;
    letterbox.isDelivered = false;
    expect(await drop()).toBe(0);
    world.clock.advance({ days: 40 });
    expect(await drop()).toBe(0);
    letterbox.isDelivered = true;
    expect(await drop()).toBe(0);
    expect(letterbox.letters).toHaveLength(1);
    expect(await isThere(id)).toBe(true);
  });

  it('waits as long as a co-operative invites its confirmed address', async () => {
    const mill = await world.cooperative('inviting-mill');
    const id = await aged(900);
    await world.asOwner(
      `insert into membership.invitations
         (id, cooperative_id, email, name, class_key, state, token_hash, sent_at, expires_at)
       select gen_random_uuid(), $2, a.email, 'Nia', 'worker', 'open', repeat('0', 64), now(),
         now() + interval '9 days'
       from identity.accounts a where a.id = $1`,
      [id, mill.id],
    );
    expect(await drop()).toBe(0);
    expect(await isThere(id)).toBe(true);
    await world.asOwner(`update membership.invitations set expires_at = now()`);
    expect(await drop()).toBe(1);
    const kept = 'select state, email is not null as addressed from membership.invitations';
    expect(await world.asOwner(kept)).toEqual([{ state: 'open', addressed: true }]);
  });

  it('leaves its address to whoever signs up next', async () => {
    const id = await aged(8, { confirmed: false });
    await world.asOwner(`update identity.accounts set email = 'mine@example.org' where id = $1`, [
      id,
    ]);
    await drop();
    const taken = `select from identity.accounts where email = 'mine@example.org'`;
    expect(await world.asOwner(taken)).toEqual([]);
    expect(world.useCases.letterbox.forgotten).toContainEqual({
      email: 'mine@example.org',
      erasedAccountId: id,
      withInvitations: false,
    });
  });

  it('says that it was erased, and nothing else, in no co-operative', async () => {
    const id = await aged(367);
    await drop();
    const facts = await world.asOwner(
      `select type, cooperative_id as at, data from platform.facts
       where subject_id = $1 and type = 'identity.AccountErased'`,
      [id],
    );
    expect(facts).toEqual([{ type: 'identity.AccountErased', at: null, data: { accountId: id } }]);
  });
});

describe('an account that belongs somewhere', () => {
  it('stays, however long ago it was used', async () => {
    const member = await world.member(mill);
    const left = await world.member(mill);
    await world.useCases.leave.execute(left);
    const waits = await world.account('Hal');
    await world.useCases.apply.execute(await world.actor(waits, mill.id), {
      classKey: 'worker',
      kind: 'person',
      displayName: 'Hal',
    });
    const ids = [member.accountId ?? '', left.accountId ?? '', waits];
    await world.asOwner(
      `update identity.accounts set created_at = '2020-01-01', last_used_on = null,
         email_verified = false where id = any($1::uuid[])`,
      [ids],
    );
    expect(await drop()).toBe(0);
    expect(await Promise.all(ids.map(isThere))).toEqual([true, true, true]);
  });
});

it('who came back after the list was read keeps the account', async () => {
  const id = await aged(367);
  class ComesBack extends Accounts {
    override async idle(...asked: Parameters<Accounts['idle']>): Promise<string[]> {
      const ids = await super.idle(...asked);
      await world.asOwner(
        `update identity.accounts set last_used_on = '2999-01-01' where id = $1`,
        [id],
      );
      return ids;
    }
  }
  expect(await dropping(new ComesBack()).execute(systemActor(null, 'job'))).toBe(0);
  expect(await isThere(id)).toBe(true);
});

it('is done by the system alone', async () => {
  const asking = dropping().execute(anonymousActor());
  await expect(asking).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
