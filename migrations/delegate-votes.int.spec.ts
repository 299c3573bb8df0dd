import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import { toldFact } from '@rochdale/platform';
import '@rochdale/voting';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { VotingDelegateVotes1796906010001 } from './1796906010001-voting-delegate-votes.js';
import { VotingDelegateByTopic1796906010002 } from './1796906010002-voting-delegate-by-topic.js';
import { VotingHoldProxies1796906010003 } from './1796906010003-voting-hold-proxies.js';
import { GovernanceBelongToGroups1796906160040 } from './1796906160040-governance-belong-to-groups.js';
import { describeSchema } from './schema.js';

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

/** What some databases have: a number that is on no list any more made these, and is on record. */
const before = `
  set rochdale.app_role = 'rochdale_app';
  insert into public.rochdale_migrations (timestamp, name)
    values (1796905500001, 'VotingDelegateVotes1796905500001');
  drop trigger refuse_erased_delegation on governance.delegations;
  drop function governance.refuse_erased_delegation;
  drop index governance.delegations_one_in_force;
  drop table governance.proposal_groups;
  alter table governance.delegations drop column group_key,
    drop column topic_key, drop column is_recorded,
    drop constraint delegations_scope_check, add constraint delegations_scope_check
      check (scope_kind <> 'all' or scope_id = cooperative_id);
  create unique index delegations_one_in_force
    on governance.delegations (cooperative_id, member_id, scope_kind, scope_id)
    where ended_at is null;
  do $do$ begin
    execute replace(replace(pg_get_functiondef('platform.keep_fact'::regproc),
      $$, 'voting.ProxyRecorded'$$, ''),
      $$,
              'voting.DelegationEnded', 'voting.DelegationGiven'$$, '');
  end $do$`;

const id = (n: number): string => `01a00000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [mill, given, ada, ben, cyn] = [id(1), id(2), id(11), id(12), id(13)];

/** Two of the first version: one is in force, and one is by somebody who was erased since. */
const rows = `
  set session_replication_role = replica;
  insert into governance.delegations (id, cooperative_id, member_id, delegate_id, scope_kind,
      scope_id, given_at) values
    ('${given}', '${mill}', '${ada}', '${ben}', 'all', '${mill}', now()),
    ('${id(3)}', '${mill}', '${cyn}', '${ben}', 'all', '${mill}', now());
  insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
      cooperative_id, actor_kind, via, request_id, occurred_at)
    select d.id, 'voting.DelegationGiven', 1, 'delegation', d.id, 'private', jsonb_build_object(
        'delegationId', d.id, 'memberId', d.member_id, 'delegateId', d.delegate_id,
        'scope', 'all', 'proposalId', null, 'expiresAt', null),
      d.cooperative_id, 'member', 'web', '', now() from governance.delegations d;
  insert into membership.erasures (member_id, cooperative_id, erased_at)
    values ('${cyn}', '${mill}', now());
  set session_replication_role = origin`;

it('makes of a database that ran the first version what any other one is', async () => {
  const wanted = await describeSchema(database.adminUrl);
  await owner.query(before);
  await owner.query(rows);
  expect(await describeSchema(database.adminUrl)).not.toEqual(wanted);
  const steps = [
    new VotingDelegateVotes1796906010001(),
    new VotingDelegateByTopic1796906010002(),
    new VotingHoldProxies1796906010003(),
    new GovernanceBelongToGroups1796906160040(),
  ];
  for (const step of steps) await step.up({ query: (text: string) => owner.query(text) });
  expect(await describeSchema(database.adminUrl)).toEqual(wanted);
  await keepsWhatWasGiven();
});

/** It stands, is told as of now, and goes with whom it is of. */
async function keepsWhatWasGiven(): Promise<void> {
  expect(
    await owner.query(
      `select topic_key, is_recorded, ended_at from governance.delegations where id = $1`,
      [given],
    ),
  ).toEqual([{ topic_key: '', is_recorded: false, ended_at: null }]);
  const [{ data }] = await owner.query(`select data from platform.facts where id = $1`, [given]);
  expect(data).toMatchObject({ delegateId: ben });
  expect(Object.keys(toldFact('voting.DelegationGiven', data, 'inside')).toSorted()).toEqual([
    'delegationId',
    'memberId',
    'proposalId',
    'scope',
  ]);
  const queued = await owner.query(
    `select key from platform.jobs
     where name = 'membership.forget-member' and payload ->> 'memberId' = $1`,
    [cyn],
  );
  expect(queued).toEqual([{ key: `delegations ${cyn}` }, { key: `proxies ${cyn}` }]);
  const go = (factId: string) =>
    owner.query(`delete from platform.facts where id = $1 returning id`, [factId]);
  await expect(go(given)).rejects.toThrow('never changed or removed');
  const [gone] = await go(id(3));
  expect(gone).toEqual([{ id: id(3) }]);
}
