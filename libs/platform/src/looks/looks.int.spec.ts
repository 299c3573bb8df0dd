import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { anonymousActor } from '../kernel/actor.js';
import type { Actor, Role } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { ownTraces } from '../privacy/own-traces.js';
import { Looks, looksAtReader } from './looks.js';

const cooperativeId = newId();
let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const person = (roles: readonly Role[] = [], home = cooperativeId): Actor => ({
  ...anonymousActor(home),
  kind: 'account',
  accountId: newId(),
  memberId: newId(),
  standing: 'active',
  roles: new Set(roles),
  via: 'session',
});

const looksAt = (reader: Actor) =>
  world.unitOfWork.read(reader, async (tx) => (await looksAtReader(tx, { first: 10 })).rows);

describe('looks', () => {
  it('are one for each person and thing of a request, read by that person alone', async () => {
    const [clerk, ada, ben] = [person(['treasurer', 'auditor']), person(), person()];
    const looks = new Looks(world.unitOfWork, clerk);
    for (const who of [ada, ben, ada]) looks.at('invoice', who.memberId);
    looks.at('waiver-reason', ada.memberId);
    await looks.record();
    await looks.record();
    const seen = await looksAt(ada);
    expect(seen.map(({ what }) => what).toSorted()).toEqual(['invoice', 'waiver-reason']);
    expect(seen[0]).toMatchObject({
      byMemberId: clerk.memberId,
      byOffices: ['auditor', 'treasurer'],
      lookedAt: world.clock.now(),
    });
    expect(await looksAt(ben)).toHaveLength(1);
    expect(await looksAt(clerk)).toEqual([]);
    await expect(looksAt(anonymousActor(cooperativeId))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('are none at oneself, and stay in their co-operative', async () => {
    const ada = person();
    const own = new Looks(world.unitOfWork, ada);
    own.at('invoice', ada.memberId);
    own.at('invoice', null);
    await own.record();
    const elsewhere = new Looks(world.unitOfWork, person(['treasurer'], newId()));
    elsewhere.at('invoice', ada.memberId);
    await elsewhere.record();
    expect(await looksAt(ada)).toEqual([]);
  });

  it('are taken along: by which office, and not at whom', async () => {
    const [clerk, ada] = [person(['treasurer']), person()];
    const looks = new Looks(world.unitOfWork, clerk);
    looks.at('credit', ada.memberId);
    await looks.record();
    const taken = async ({ accountId, memberId }: Actor) => {
      const whose = { accountId: accountId ?? '', memberId, inFull: true };
      const traces = await world.unitOfWork.read(clerk, (tx) => ownTraces(tx, whose));
      return traces['looks'];
    };
    const lookedAt = world.clock.now();
    expect(await taken(ada)).toEqual([
      { what: 'credit', byOffices: ['treasurer'], atOneself: true, lookedAt },
    ]);
    expect(await taken(clerk)).toEqual([
      { what: 'credit', byOffices: null, atOneself: false, lookedAt },
    ]);
  });

  it('are not taken back for two years', async () => {
    const [clerk, ada] = [person(['treasurer']), person()];
    const looks = new Looks(world.unitOfWork, clerk);
    looks.at('invoice', ada.memberId);
    await looks.record();
    const asClerk = (text: string) => world.asApplication(text, [], cooperativeId);
    await expect(asClerk('delete from platform.looks')).rejects.toThrow(/two years/);
    await expect(
      asClerk(`update platform.looks set looked_at = looked_at - interval '3 years'`),
    ).rejects.toThrow(/permission denied|two years/);
  });
});
