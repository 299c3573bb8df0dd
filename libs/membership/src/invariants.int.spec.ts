import { afterAll, beforeAll, expect, it } from 'vitest';
import { membershipInvariants } from './membership.invariants.js';
import { createMembershipWorld } from './testing/membership-world.js';
import type { MembershipWorld } from './testing/membership-world.js';

let world: MembershipWorld;

beforeAll(async () => {
  world = await createMembershipWorld();
  const coop = await world.cooperative('lawful');
  const founder = await world.founder(coop);
  const leaver = await world.member(coop, 'Leaver');
  const memberId = leaver.memberId ?? '';
  await world.useCases.appoint.execute(founder, { memberId, role: 'treasurer' });
  await world.useCases.leave.execute(leaver);
  const applicant = await world.actor(await world.account(), coop.id);
  const input = { classKey: 'worker', kind: 'person', displayName: 'Waiting' } as const;
  await world.useCases.apply.execute(applicant, input);
});

afterAll(async () => world.close());

/** What breaks each law, as nobody but the owner could. */
const breaking: Readonly<Record<string, string>> = {
  'membership.standing-is-the-end-of-its-history': `update membership.members
    set standing = 'paused' where standing = 'active'`,
  'membership.applicants-have-an-open-application': `update membership.applications
    set state = 'withdrawn', decided_at = now() where state = 'open'`,
  'membership.offices-end-with-membership': `update membership.role_terms set ends_at = null
    where role = 'treasurer'`,
  'membership.groups-are-of-members': `
    insert into membership.working_groups (id, cooperative_id, key, name, purpose, opened_at,
      opened_by_proposal_id)
    select gen_random_uuid(), id, 'garden', 'Garden', 'Beds.', now(), gen_random_uuid()
      from membership.cooperatives;
    alter table membership.group_members disable trigger guard_group_member;
    insert into membership.group_members (group_id, member_id, cooperative_id, joined_at)
    select g.id, m.id, m.cooperative_id, now() from membership.working_groups g
      join membership.members m using (cooperative_id) where m.standing = 'left'`,
  'membership.notes-are-sealed': `update membership.applications set note = 'plain';
    insert into platform.jobs (id, cooperative_id, name, key, payload, status, max_attempts, run_at,
      created_at, finished_at)
    select gen_random_uuid(), cooperative_id, 'membership.seal-notes', id::text, '{}', 'done', 3,
      now(), now(), now() from membership.applications`,
};

it.each(membershipInvariants.map((law) => [law.name, law] as const))(
  '%s holds, and is noticed when it is broken',
  async (name, law) => {
    expect(await world.asOwner(law.sql)).toEqual([]);
    await world.asOwner('begin');
    await world.asOwner(breaking[name] ?? '');
    expect(await world.asOwner(law.sql)).not.toEqual([]);
    await world.asOwner('rollback');
  },
);
