import { newId, sql, systemActor } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { gate, waiting } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import { ActorClaims, claimOf } from './actor-claim.js';
import { holdStanding } from './standing-lock.js';

let world: MembershipWorld;
let coop: TestCooperative;
let founder: Actor;
beforeAll(async () => {
  world = await createMembershipWorld();
  new ActorClaims(world.unitOfWork).onModuleInit();
  coop = await world.cooperative('claims');
  founder = await world.founder(coop);
});
afterAll(() => world.close());

const touch = sql(
  'actor-claim-spec.touch',
  'update membership.members set display_name = display_name where id = $1 and cooperative_id = $2',
);
const noteOf = sql(
  'actor-claim-spec.note',
  'update membership.cooperatives set name = $2 where id = $1',
);

/** A member with offices, as a request of theirs is let in. */
async function officer(...roles: readonly Role[]): Promise<Actor & { readonly memberId: string }> {
  const { memberId, accountId } = await world.member(coop, `Officer ${newId().slice(-4)}`);
  if (memberId === null || accountId === null) throw new Error('a member is one');
  for (const role of roles) {
    await world.useCases.appoint.execute(founder, { memberId, role });
  }
  return { ...(await world.actor(accountId, coop.id)), memberId };
}

/** What every write of a member comes to, whatever it writes. */
const write = (actor: Actor) =>
  world.unitOfWork.run(actor, (tx) => tx.run(noteOf, [coop.id, 'The Mill']));

const endOf = async ({ memberId }: { memberId: string }, role: Role) => {
  const [term] = await world.asOwner<{ id: string }>(
    `select id from membership.role_terms where member_id = $1 and role = $2 and ends_at is null`,
    [memberId, role],
  );
  return world.useCases.endRole.execute(founder, { termId: term?.id ?? '' });
};
const suspend = ({ memberId }: { memberId: string }) =>
  world.useCases.changeStanding.execute(founder, {
    memberId,
    to: 'suspended',
    reason: 'conduct',
  });

describe('a member who acts', () => {
  it('still holds every office that their request was let in with', async () => {
    const ada = await officer('treasurer', 'secretary');
    expect(await write(ada)).toBe(1);
    await endOf(ada, 'secretary');
    await expect(write(ada)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    // The next request knows.
    expect(await write(await world.actor(ada.accountId ?? '', coop.id))).toBe(1);
  });

  it('may have been given another one meanwhile', async () => {
    const ada = await officer('treasurer');
    await world.useCases.appoint.execute(founder, { memberId: ada.memberId, role: 'auditor' });
    expect(await write(ada)).toBe(1);
  });

  it('may have been given back their standing meanwhile', async () => {
    const ada = await officer();
    const move = (to: string, reason: 'requested' | 'returned') =>
      world.useCases.changeStanding.execute(founder, { memberId: ada.memberId, to, reason });
    await move('paused', 'requested');
    const paused = await world.actor(ada.accountId ?? '', coop.id);
    await move('active', 'returned');
    expect(await write(paused)).toBe(1);
  });

  it('holds no office whose term is over', async () => {
    const ada = await officer();
    const endsAt = new Date(world.clock.now().getTime() + 3_600_000);
    const { memberId, accountId } = ada;
    await world.useCases.appoint.execute(founder, { memberId, role: 'treasurer', endsAt });
    const inOffice = await world.actor(accountId ?? '', coop.id);
    expect(await write(inOffice)).toBe(1);
    world.clock.advance({ hours: 1 });
    await expect(write(inOffice)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('has the standing with which they came', async () => {
    const ada = await officer();
    await suspend(ada);
    await expect(write(ada)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is a member of this co-operative', async () => {
    const ada = await officer();
    const other = await world.cooperative('elsewhere');
    await expect(write({ ...ada, cooperativeId: other.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('is refused before anything is written, whatever the write makes of its errors', async () => {
    const ada = await officer('treasurer');
    await endOf(ada, 'treasurer');
    const heedless = world.unitOfWork.run(ada, (tx) =>
      tx.run(noteOf, [coop.id, 'Taken over']).catch(() => 'never mind'),
    );
    await expect(heedless).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const [row] = await world.asOwner('select name from membership.cooperatives where id = $1', [
      coop.id,
    ]);
    expect(row).toEqual({ name: 'The Mill' });
  });
});

async function nameNow(): Promise<string | undefined> {
  const [row] = await world.asOwner<{ name: string }>(
    'select name from membership.cooperatives where id = $1',
    [coop.id],
  );
  return row?.name;
}

/** Holds a transaction open between its first statement and its last. */
function heldOpen(actor: Actor) {
  const begun = gate();
  const goOn = gate();
  const ended = world.unitOfWork.run(actor, async (tx) => {
    await tx.run(noteOf, [coop.id, 'The Mill']);
    begun.open();
    await goOn.opened;
    return tx.run(noteOf, [coop.id, 'The Old Mill']);
  });
  return { begun: Promise.race([begun.opened, ended]), goOn: goOn.open, ended };
}

describe('an office that is withdrawn between the look and the write', () => {
  it('is withdrawn after it: who withdraws waits', async () => {
    for (const [ending, ada] of [
      [(one: { memberId: string }) => endOf(one, 'treasurer'), await officer('treasurer')],
      [suspend, await officer()],
    ] as const) {
      const writing = heldOpen(ada);
      await writing.begun;
      // By what is written by then: two answers may be heard in another order than they were given.
      const writtenByThen = ending(ada).then(() => nameNow());
      await expect.poll(() => waiting(world)).toBe(1);
      writing.goOn();
      await writing.ended;
      expect(await writtenByThen).toBe('The Old Mill');
    }
  });

  it('is gone for a write that begins while it is being withdrawn', async () => {
    const ada = await officer('treasurer');
    const begun = gate();
    const goOn = gate();
    const system = systemActor(coop.id, 'job');
    const end = sql(
      'actor-claim-spec.end',
      `update membership.role_terms set ends_at = $3
       where member_id = $1 and cooperative_id = $2 and role = 'treasurer'`,
    );
    const withdrawing = world.unitOfWork.run(system, async (tx) => {
      await holdStanding(tx, ada.memberId);
      await tx.run(end, [ada.memberId, coop.id, tx.now]);
      begun.open();
      await goOn.opened;
    });
    await begun.opened;
    const written = write(ada).then(
      () => 'written',
      (error: unknown) => error,
    );
    await expect.poll(() => waiting(world)).toBe(1);
    goOn.open();
    await withdrawing;
    expect(await written).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is withdrawn though one write follows another: the later wait for it', async () => {
    const ada = await officer('treasurer');
    const writing = heldOpen(ada);
    await writing.begun;
    const ended = endOf(ada, 'treasurer');
    await expect.poll(() => waiting(world)).toBe(1);
    const later = write(ada).then(
      () => 'written',
      (error: unknown) => error,
    );
    await expect.poll(() => waiting(world)).toBe(2);
    writing.goOn();
    await Promise.all([writing.ended, ended]);
    expect(await later).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('lets a member change what is their own, however much they have under way', async () => {
    const ada = await officer('treasurer');
    const writing = heldOpen(ada);
    await writing.begun;
    const rename = world.useCases.rename;
    const [renamed, chosen] = await Promise.all([
      rename.execute(ada, { displayName: 'Ada of the mill' }),
      world.useCases.choose.execute(ada, { name: 'members' }),
    ]);
    expect([renamed.displayName, chosen.nameVisibleTo]).toEqual(['Ada of the mill', 'members']);
    writing.goOn();
    await writing.ended;
    await world.useCases.leave.execute(ada);
    await expect(rename.execute(ada, { displayName: 'Ada' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('stands in nobody’s way: two of one member, and a change of their name', async () => {
    const ada = await officer('treasurer');
    const writing = heldOpen(ada);
    await writing.begun;
    const renamed = await world.unitOfWork.run(systemActor(coop.id, 'job'), (tx) =>
      tx.run(touch, [ada.memberId, coop.id]),
    );
    expect(renamed).toBe(1);
    writing.goOn();
    await writing.ended;
  });
});

describe('a claim', () => {
  it('is of members alone', async () => {
    const now = world.clock.now();
    expect(claimOf(systemActor(coop.id, 'job'), now)).toBeNull();
    const stranger = await world.actor(await world.account('Stranger'), coop.id);
    expect(claimOf(stranger, now)).toBeNull();
    expect(claimOf({ ...founder, kind: 'partner' }, now)).toBeNull();
  });

  it.each([
    [{ memberId: `' or true; --` }, 'ids'],
    [{ cooperativeId: 'claims' }, 'ids'],
    [{ standing: `active'` }, 'standing'],
  ])('takes nothing else for its words: %j', (change, message) => {
    expect(() => claimOf({ ...founder, ...change }, new Date(0))).toThrow(message);
  });
});
