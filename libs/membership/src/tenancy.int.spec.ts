import { newId, systemActor } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationStore } from './application/application.store.js';
import { cooperativeStore } from './cooperative/cooperative.store.js';
import { memberListStore } from './member/member-list.store.js';
import { memberStore } from './member/member.store.js';
import { roleStore } from './role/role.store.js';
import { standingChangeStore } from './standing/standing-change.store.js';
import { createMembershipWorld } from './testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from './testing/membership-world.js';

let world: MembershipWorld;
let victim: TestCooperative;
let attacker: TestCooperative;
let prey: { accountId: string; memberId: string; applicationId: string; termId: string };

beforeAll(async () => {
  world = await createMembershipWorld();
  [victim, attacker] = [await world.cooperative('victim'), await world.cooperative('attacker')];
  const member = await world.member(victim);
  const memberId = member.memberId ?? '';
  const term = await world.useCases.appoint.execute(await world.founder(victim), {
    memberId,
    role: 'treasurer',
  });
  const [application] = await world.read(member, (tx) => world.useCases.applications.own(tx));
  prey = {
    accountId: member.accountId ?? '',
    memberId,
    applicationId: application?.id ?? '',
    termId: term.id,
  };
});

afterAll(async () => world.close());

function asAttacker<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
  return world.unitOfWork.run(systemActor(attacker.id, 'job'), body);
}

describe('reading from another co-operative', () => {
  it('finds nothing through any store, by any id', async () => {
    const ids = [prey.memberId];
    const found = await asAttacker(async (tx) => ({
      member: await memberStore.findMany(tx, ids),
      locked: await memberStore.lock(tx, prey.memberId),
      byAccount: await memberStore.findByAccount(tx, prey.accountId),
      application: await applicationStore.lock(tx, prey.applicationId),
      applications: await applicationStore.ofMembers(tx, ids),
      latestApplications: await applicationStore.latestOfMember(tx, prey.memberId, 20),
      applicationsById: await applicationStore.findMany(tx, [prey.applicationId]),
      openApplication: await applicationStore.lockOpen(tx, prey.memberId),
      term: await roleStore.lock(tx, prey.termId),
      terms: await roleStore.ofMembers(tx, ids),
      treasurers: await roleStore.inForce(tx, 'treasurer'),
      changes: await standingChangeStore.latestOfMembers(tx, ids),
    }));
    for (const [store, rows] of Object.entries(found)) {
      expect([store, Array.isArray(rows) ? rows.length : rows]).toEqual([
        store,
        Array.isArray(rows) ? 0 : null,
      ]);
    }
  });

  it('finds only its own in lists', async () => {
    const ofStanding = { standings: ['active'], words: null } as const;
    const officer = {
      readerId: null,
      audiences: ['officers'],
      pseudonymsTo: [],
      viewer: 'officers',
    } as const;
    const found = await asAttacker(async (tx) => ({
      members: (await memberListStore.page(tx, {}, ofStanding, officer)).rows.map(({ id }) => id),
      applications: (await applicationStore.page(tx, {}, { text: null })).rows,
      voters: (await memberStore.voters(tx, ['active'])).map(({ memberId }) => memberId),
      count: await memberStore.count(tx),
    }));
    expect(found).toEqual({
      members: [attacker.founderId],
      applications: [],
      voters: [attacker.founderId],
      count: 1,
    });
  });

  it('finds nothing in any table without a tenant, and no tenant by raw SQL', async () => {
    const tables = ['members', 'member_classes', 'applications', 'standing_changes', 'role_terms'];
    for (const table of tables) {
      const text = `select 1 from membership.${table}`;
      expect([table, (await world.asApplication(text)).length]).toEqual([table, 0]);
      const wanted = `${text} where cooperative_id = $1`;
      const stolen = await world.asApplication(wanted, [victim.id], attacker.id);
      expect([table, stolen.length]).toEqual([table, 0]);
    }
  });
});

describe('writing to another co-operative', () => {
  it('changes nothing through any store', async () => {
    const before = await world.asOwner('select * from membership.members where id = $1', [
      prey.memberId,
    ]);
    await asAttacker((tx) => roleStore.endAll(tx, prey.memberId));
    const attempts = [
      asAttacker((tx) =>
        memberStore.setStanding(tx, prey.memberId, { from: 'active', to: 'expelled' }),
      ),
      asAttacker((tx) => memberStore.rename(tx, prey.memberId, 'Prey')),
      asAttacker((tx) => memberStore.erase(tx, prey.memberId, null)),
      asAttacker((tx) => memberStore.setVisibility(tx, prey.memberId, 'public', 'public')),
      asAttacker((tx) => applicationStore.decide(tx, prey.applicationId, 'declined', null)),
      asAttacker((tx) => roleStore.end(tx, prey.termId, tx.now)),
    ];
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.map(({ status }) => status)).toEqual(attempts.map(() => 'rejected'));
    const after = await world.asOwner('select * from membership.members where id = $1', [
      prey.memberId,
    ]);
    expect(after).toEqual(before);
    const open = await world.asOwner(
      'select 1 from membership.role_terms where id = $1 and ends_at is null',
      [prey.termId],
    );
    expect(open).toHaveLength(1);
  });

  it('refuses a row that names another tenant, by raw SQL too', async () => {
    const insert = world.asApplication(
      `insert into membership.members (id, cooperative_id, account_id, kind, class_key, standing,
         standing_since, display_name, applied_at, admitted_at)
       values ($1, $2, $3, 'person', 'worker', 'active', now(), 'Spy', now(), now())`,
      [newId(), victim.id, await world.account()],
      attacker.id,
    );
    await expect(insert).rejects.toThrow('row-level security');
    const update = await world.asApplication<{ id: string }>(
      `update membership.members set display_name = 'Owned' returning id`,
      [],
      attacker.id,
    );
    expect(update.map(({ id }) => id)).toEqual([attacker.founderId]);
  });

  it('lets a co-operative change its own row only, though all may read it', async () => {
    expect(await asAttacker((tx) => cooperativeStore.findMany(tx, [victim.id]))).toHaveLength(1);
    const changed = await world.asApplication<{ id: string }>(
      `update membership.cooperatives set name = 'Owned' returning id`,
      [],
      attacker.id,
    );
    expect(changed.map(({ id }) => id)).toEqual([attacker.id]);
    const founding = world.asApplication(
      `insert into membership.cooperatives
         (id, slug, name, currency, time_zone, created_at, updated_at)
       values ($1, 'fake', 'Fake', 'EUR', 'UTC', now(), now())`,
      [newId()],
      attacker.id,
    );
    await expect(founding).rejects.toThrow('row-level security');
  });

  it('cannot rewrite how somebody came to stand where they do, not even at home', async () => {
    const rewrite = (text: string) => world.asApplication(text, [], victim.id);
    await expect(
      rewrite(`update membership.standing_changes set to_standing = 'expelled'`),
    ).rejects.toThrow('permission denied');
    await expect(rewrite('delete from membership.standing_changes')).rejects.toThrow(
      'permission denied',
    );
    await expect(rewrite('delete from membership.members')).rejects.toThrow('permission denied');
  });
});

describe('an account of both', () => {
  it('is in each what it is there, and nothing of the other', async () => {
    const there = await world.actor(prey.accountId, attacker.id);
    expect(there).toMatchObject({ cooperativeId: attacker.id, memberId: null, standing: null });
    expect(there.roles.size).toBe(0);
    const home = await world.actor(prey.accountId, null);
    expect(home).toMatchObject({ cooperativeId: victim.id, memberId: prey.memberId });
    expect([...home.roles]).toEqual(['treasurer']);
  });
});
