import { anonymousPrincipal } from '@rochdale/identity';
import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMembershipWorld, sessionOf } from '../testing/membership-world.js';
import type { MembershipWorld } from '../testing/membership-world.js';

let world: MembershipWorld;

beforeAll(async () => {
  world = await createMembershipWorld();
});

afterAll(async () => world.close());

const code = (name: string) => expect.objectContaining({ code: name }) as Error;
const resolve = (...args: Parameters<MembershipWorld['useCases']['resolver']['resolve']>) =>
  world.useCases.resolver.resolve(...args);

describe('which co-operative a request is about', () => {
  it('is none in an empty installation, and the only one when there is one', async () => {
    expect((await resolve(anonymousPrincipal, null, 'r')).cooperativeId).toBeNull();
    const only = await world.cooperative('only');
    expect((await resolve(anonymousPrincipal, null, 'r')).cooperativeId).toBe(only.id);
  });

  it('is the person’s only one when there are several', async () => {
    const second = await world.cooperative('second');
    expect((await resolve(anonymousPrincipal, null, 'r')).cooperativeId).toBeNull();
    const founder = sessionOf(second.founderAccountId);
    expect((await resolve(founder, null, 'r')).cooperativeId).toBe(second.id);
  });

  it('can be said by short name or id, and must exist', async () => {
    const third = await world.cooperative('third');
    expect((await resolve(anonymousPrincipal, 'third', 'r')).cooperativeId).toBe(third.id);
    expect((await resolve(anonymousPrincipal, third.id, 'r')).cooperativeId).toBe(third.id);
    for (const unknown of ['nowhere', '', '\0', "third'", 'third\n']) {
      await expect(resolve(anonymousPrincipal, unknown, 'r')).rejects.toThrow(
        code('COOPERATIVE_UNKNOWN'),
      );
    }
  });

  it('is a token’s own, whatever else is asked for', async () => {
    const [home, other] = [await world.cooperative('home'), await world.cooperative('other')];
    const token = { ...sessionOf(home.founderAccountId), cooperativeId: home.id };
    expect((await resolve(token, null, 'r')).cooperativeId).toBe(home.id);
    expect((await resolve(token, 'home', 'r')).cooperativeId).toBe(home.id);
    await expect(resolve(token, other.id, 'r')).rejects.toThrow(
      code('TOKEN_OF_ANOTHER_COOPERATIVE'),
    );
  });

  it('makes a partner of a partner’s key', async () => {
    const coop = await world.cooperative('with-partner');
    const partnerId = newId();
    const key = { ...anonymousPrincipal, kind: 'partner', via: 'api-key', partnerId } as const;
    expect(await resolve({ ...key, cooperativeId: coop.id }, null, 'r')).toMatchObject({
      kind: 'partner',
      partnerId,
      cooperativeId: coop.id,
      memberId: null,
    });
  });
});

describe('whom a request that reads is taken for', () => {
  type Asks = Parameters<typeof resolve>;
  /** Null where it was asked of the database. */
  const presume = async (session: Asks[0], slug: string | null): Promise<Actor | null> => {
    const add = vi.spyOn(world.unitOfWork, 'presume');
    const actor = await resolve(session, slug, 'later', true).catch(() => null);
    const isPresumed = add.mock.calls.length > 0;
    add.mockRestore();
    return isPresumed ? actor : null;
  };
  const given = async (slug: string) => {
    const coop = await world.cooperative(slug);
    const member = await world.member(coop);
    const session = sessionOf(member.accountId ?? '');
    await resolve(session, slug, 'first');
    return { coop, member, session };
  };
  const isStill = async (session: Asks[0], slug: string | null) => {
    const actor = await presume(session, slug);
    return actor === null ? null : world.unitOfWork.isAsPresumed(actor);
  };

  it('is whoever they were last, until somebody asks', async () => {
    const { session } = await given('last');
    const stranger = sessionOf(newId());
    expect(await presume(stranger, 'last')).toBeNull();
    expect(await presume(session, null)).toBeNull();
    expect(await presume(session, '')).toBeNull();
    expect(await presume(session, "last' or true")).toBeNull();
    expect(await presume(session, 'last')).toEqual(await resolve(session, 'last', 'later'));
    expect(await isStill(session, 'last')).toBe(true);
  });

  it('holds for strangers and for a token’s own co-operative', async () => {
    const { coop, session } = await given('bound');
    await resolve(anonymousPrincipal, 'bound', 'r');
    expect(await isStill(anonymousPrincipal, 'bound')).toBe(true);
    const token = { ...session, cooperativeId: coop.id };
    await resolve(token, null, 'r');
    expect(await isStill(token, null)).toBe(true);
    expect(await presume({ ...token, cooperativeId: newId() }, 'bound')).toBeNull();
  });

  it('does not hold once they have an office, nor once they have it no more', async () => {
    const { coop, member, session } = await given('office');
    const founder = await world.founder(coop);
    const role = await world.useCases.appoint.execute(founder, {
      memberId: member.memberId ?? '',
      role: 'treasurer',
    });
    expect(await isStill(session, 'office')).toBe(false);
    expect((await resolve(session, 'office', 'r')).roles).toEqual(new Set(['treasurer']));
    expect(await isStill(session, 'office')).toBe(true);
    await world.useCases.endRole.execute(founder, { termId: role.id });
    expect(await isStill(session, 'office')).toBe(false);
  });

  it('does not hold once a term is over by the clock alone', async () => {
    const { coop, member, session } = await given('term');
    const endsAt = new Date(world.clock.now().getTime() + 60_000);
    await world.useCases.appoint.execute(await world.founder(coop), {
      memberId: member.memberId ?? '',
      role: 'auditor',
      endsAt,
    });
    await resolve(session, 'term', 'r');
    expect(await isStill(session, 'term')).toBe(true);
    world.clock.set(endsAt);
    expect(await isStill(session, 'term')).toBe(false);
  });

  it('does not hold once their standing is another, or they are of two co-operatives', async () => {
    const { coop, member, session } = await given('standing');
    await resolve(session, null, 'r');
    expect(await isStill(session, null)).toBe(true);
    await world.useCases.changeStanding.execute(await world.founder(coop), {
      memberId: member.memberId ?? '',
      to: 'paused',
      reason: 'other',
    });
    expect(await isStill(session, 'standing')).toBe(false);
    const second = await world.cooperative('second-home');
    const actor = await resolve(session, second.id, 'r');
    await resolve(session, null, 'r');
    await world.useCases.apply.execute(actor, {
      kind: 'person',
      displayName: 'Ada',
      classKey: 'worker',
    });
    expect(await isStill(session, null)).toBe(false);
    // Nothing is found of them now, so nothing is presumed: a read is not carried out twice.
    expect((await resolve(session, null, 'r')).cooperativeId).toBeNull();
    expect(await presume(session, null)).toBeNull();
  });
});
