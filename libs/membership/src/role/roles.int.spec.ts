import type { Actor } from '@rochdale/platform';
import { newId, systemActor } from '@rochdale/platform';
import { holdBack, untilWaiting } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';

let world: MembershipWorld;
let serial = 0;

beforeAll(async () => {
  world = await createMembershipWorld();
});

afterAll(async () => world.close());

const code = (name: string) => expect.objectContaining({ code: name }) as Error;
const cooperative = (): Promise<TestCooperative> => world.cooperative(`roles-${(serial += 1)}`);
const days = (count: number) => new Date(world.clock.now().getTime() + count * 86_400_000);

async function administratorTerm(memberId: string): Promise<string> {
  const rows = await world.asOwner<{ id: string }>(
    `select id from membership.role_terms where member_id = $1 and role = 'administrator'`,
    [memberId],
  );
  return rows[0]?.id ?? '';
}

describe('a role', () => {
  it('counts only within its term, at the time of the clock', async () => {
    const coop = await cooperative();
    const member = await world.member(coop);
    await world.useCases.appoint.execute(await world.founder(coop), {
      memberId: member.memberId ?? '',
      role: 'treasurer',
      startsAt: days(1),
      endsAt: days(3),
    });
    const roles = async () => [
      ...(await world.actor(member.accountId ?? '', coop.id)).roles.values(),
    ];
    expect(await roles()).toEqual([]);
    world.clock.advance({ days: 1 });
    expect(await roles()).toEqual(['treasurer']);
    world.clock.advance({ days: 2 });
    expect(await roles()).toEqual([]);
  });

  it('is not held twice at once: Postgres refuses overlapping terms', async () => {
    const coop = await cooperative();
    const { memberId } = await world.member(coop);
    const founder = await world.founder(coop);
    const appoint = (from: number, to: number | null, role = 'treasurer') =>
      world.useCases.appoint.execute(founder, {
        memberId: memberId ?? '',
        role,
        startsAt: days(from),
        endsAt: to === null ? null : days(to),
      });
    await appoint(0, 10);
    await expect(appoint(5, null)).rejects.toThrow(code('ROLE_TERM_OVERLAPS'));
    await expect(appoint(10, 20)).resolves.toMatchObject({ role: 'treasurer' });
    await expect(appoint(5, null, 'secretary')).resolves.toMatchObject({ role: 'secretary' });
    const raw = world.asOwner(
      `insert into membership.role_terms
         (id, cooperative_id, member_id, role, origin, starts_at)
       values ($1, $2, $3, 'treasurer', 'appointed', $4)`,
      [newId(), coop.id, memberId, days(15)],
    );
    await expect(raw).rejects.toThrow('role_terms_overlap_excl');
  });

  it('is given by an administrator only, to somebody who belongs', async () => {
    const coop = await cooperative();
    const member = await world.member(coop);
    const input = { memberId: member.memberId ?? '', role: 'treasurer' };
    await expect(world.useCases.appoint.execute(member, input)).rejects.toThrow(code('FORBIDDEN'));
    await world.useCases.leave.execute(member);
    await expect(world.useCases.appoint.execute(await world.founder(coop), input)).rejects.toThrow(
      code('ROLE_NEEDS_MEMBER'),
    );
  });

  it('ends with membership', async () => {
    const coop = await cooperative();
    const member = await world.member(coop);
    const founder = await world.founder(coop);
    const memberId = member.memberId ?? '';
    await world.useCases.appoint.execute(founder, { memberId, role: 'treasurer' });
    await world.useCases.appoint.execute(founder, {
      memberId,
      role: 'auditor',
      startsAt: days(30),
    });
    await world.useCases.leave.execute(member);
    world.clock.advance({ days: 31 });
    expect((await world.actor(member.accountId ?? '', coop.id)).roles.size).toBe(0);
    const open = await world.asOwner(
      'select 1 from membership.role_terms where member_id = $1 and ends_at is null',
      [memberId],
    );
    expect(open).toEqual([]);
  });

  it('does not count while its holder is suspended', async () => {
    const coop = await cooperative();
    const member = await world.member(coop);
    const founder = await world.founder(coop);
    const memberId = member.memberId ?? '';
    await world.useCases.appoint.execute(founder, { memberId, role: 'administrator' });
    const move = { memberId, to: 'suspended', reason: 'conduct' } as const;
    await world.useCases.changeStanding.execute(founder, move);
    const suspended = await world.actor(member.accountId ?? '', coop.id);
    await expect(
      world.useCases.appoint.execute(suspended, { memberId, role: 'treasurer' }),
    ).rejects.toThrow(code('FORBIDDEN'));
  });
});

describe('the last administrator', () => {
  it('neither leaves nor is removed, by nobody', async () => {
    const coop = await cooperative();
    const founder = await world.founder(coop);
    const termId = await administratorTerm(coop.founderId);
    await expect(world.useCases.leave.execute(founder)).rejects.toThrow(code('LAST_ADMINISTRATOR'));
    await expect(world.useCases.endRole.execute(founder, { termId })).rejects.toThrow(
      code('LAST_ADMINISTRATOR'),
    );
    await expect(
      world.useCases.changeStanding.execute(systemActor(coop.id, 'job'), {
        memberId: coop.founderId,
        to: 'suspended',
        reason: 'conduct',
      }),
    ).rejects.toThrow(code('LAST_ADMINISTRATOR'));
  });

  it('may go once there is another one', async () => {
    const coop = await cooperative();
    const { memberId } = await world.member(coop);
    const founder = await world.founder(coop);
    await world.useCases.appoint.execute(founder, {
      memberId: memberId ?? '',
      role: 'administrator',
    });
    await expect(world.useCases.leave.execute(founder)).resolves.toMatchObject({
      standing: 'left',
    });
  });

  it('is told so beforehand, as long as there is no other, and nobody else is', async () => {
    const coop = await cooperative();
    const member = await world.member(coop);
    const founder = await world.founder(coop);
    const whyNot = (actor: Actor) =>
      world.read(actor, (tx) => world.useCases.members.whyNotLeave(tx));
    expect(await whyNot(founder)).toBe('LAST_ADMINISTRATOR');
    expect(await whyNot(member)).toBeNull();
    await world.useCases.appoint.execute(founder, {
      memberId: member.memberId ?? '',
      role: 'administrator',
    });
    expect(await whyNot(founder)).toBeNull();
  });

  it('stays when two administrators remove each other at the same moment', async () => {
    const coop = await cooperative();
    const other = await world.member(coop);
    const founder = await world.founder(coop);
    const appointment = { memberId: other.memberId ?? '', role: 'administrator' };
    const term = await world.useCases.appoint.execute(founder, appointment);
    const second = await world.actor(other.accountId ?? '', coop.id);
    const foundersTerm = await administratorTerm(coop.founderId);
    // Nobody can write a term until both have asked their questions and wait.
    const { both } = await holdBack(world, 'membership.role_terms', async () => {
      const begun = Promise.allSettled([
        world.useCases.endRole.execute(founder, { termId: term.id }),
        world.useCases.endRole.execute(second, { termId: foundersTerm }),
      ]);
      await untilWaiting(world, 2);
      return { both: begun };
    });
    expect((await both).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
