import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GovernanceKnowWhomActionsName1796903600001 } from './1796903600001-governance-know-whom-actions-name.js';

const id = (n: number): string => `01a00000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [mill, dairy] = [id(1), id(2)];
const [expelled, officer, applicant, erased] = [id(11), id(12), id(13), id(14)];
const [term, application] = [id(21), id(22)];

let database: TestDatabase;
let owner: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new DataSource({ type: 'postgres', url: database.adminUrl });
  await owner.initialize();
});
afterAll(async () => {
  await owner.destroy();
  await database.drop();
});

/** The schema before it, with a few rows that stand alone, as no other room has to be there. */
const before = `
  set session_replication_role = replica;
  drop function governance.is_about_erased;
  drop index governance.actions_by_person;
  alter table governance.actions drop column about_member_id;
  insert into governance.actions (id, cooperative_id, proposal_id, ordinal, kind, payload, state)
    select gen_random_uuid(), '${mill}', gen_random_uuid(), 0, a.kind, a.payload::jsonb, 'pending'
    from (values
      ('member.expel', '{"memberId": "${expelled}"}'),
      ('role.end', '{"termId": "${term}"}'),
      ('application.admit', '{"applicationId": "${application}"}'),
      ('fund.create', '{"key": "roof"}')) as a (kind, payload);
  insert into membership.role_terms
    (id, cooperative_id, member_id, role, origin, starts_at)
    values ('${term}', '${mill}', '${officer}', 'treasurer', 'elected', now());
  insert into membership.applications
    (id, cooperative_id, member_id, class_key, state, applied_at)
    values ('${application}', '${mill}', '${applicant}', 'user', 'open', now());
  insert into membership.erasures (member_id, cooperative_id, erased_at)
    values ('${erased}', '${dairy}', now());
  set session_replication_role = default;
`;

it('finds whom actions of before are about, and forgets once more who is erased', async () => {
  await owner.query(before);
  const runner = owner.createQueryRunner();
  await new GovernanceKnowWhomActionsName1796903600001().up(runner);
  await runner.release();
  const actions = await owner.query<object[]>(
    'select kind, about_member_id as person from governance.actions order by kind',
  );
  expect(actions).toEqual([
    { kind: 'application.admit', person: applicant },
    { kind: 'fund.create', person: null },
    { kind: 'member.expel', person: expelled },
    { kind: 'role.end', person: officer },
  ]);
  const jobs = await owner.query<object[]>(
    `select cooperative_id as cooperative, payload from platform.jobs
     where name = 'membership.forget-member'`,
  );
  expect(jobs).toEqual([
    { cooperative: dairy, payload: { cooperativeId: dairy, memberId: erased } },
  ]);
});
