import { anonymousPrincipal } from '@rochdale/identity';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    await expect(resolve(anonymousPrincipal, 'nowhere', 'r')).rejects.toThrow(
      code('COOPERATIVE_UNKNOWN'),
    );
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
