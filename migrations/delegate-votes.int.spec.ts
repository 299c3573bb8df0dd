import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { VotingDelegateVotes1796906010001 } from './1796906010001-voting-delegate-votes.js';
import { VotingDelegateByTopic1796906010002 } from './1796906010002-voting-delegate-by-topic.js';
import { VotingHoldProxies1796906010003 } from './1796906010003-voting-hold-proxies.js';
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
  insert into public.rochdale_migrations (timestamp, name)
    values (1796905500001, 'VotingDelegateVotes1796905500001');
  drop trigger refuse_erased_delegation on governance.delegations;
  drop function governance.refuse_erased_delegation;
  drop index governance.delegations_one_in_force;
  alter table governance.delegations drop column topic_key, drop column is_recorded,
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

it('makes of a database that ran the first version what any other one is', async () => {
  const wanted = await describeSchema(database.adminUrl);
  await owner.query(before);
  expect(await describeSchema(database.adminUrl)).not.toEqual(wanted);
  const steps = [
    new VotingDelegateVotes1796906010001(),
    new VotingDelegateByTopic1796906010002(),
    new VotingHoldProxies1796906010003(),
  ];
  for (const step of steps) await step.up({ query: (text: string) => owner.query(text) });
  expect(await describeSchema(database.adminUrl)).toEqual(wanted);
});
