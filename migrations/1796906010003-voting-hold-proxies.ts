import type { MigrationInterface, QueryRunner } from 'typeorm';

// That a secretary recorded one goes with whom it is of.
const forgotten = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'voting.DelegationGiven')$$,
      $$'voting.DelegationGiven', 'voting.ProxyRecorded')$$);
  begin
    if says = said then raise exception 'platform.keep_fact is another'; end if;
    execute says;
  end $do$;
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'proxies ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** Somebody holds a proxy for one vote: it goes before delegations, and no further than to them. */
export class VotingHoldProxies1796906010003 implements MigrationInterface {
  readonly name = 'VotingHoldProxies1796906010003';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      alter table governance.delegations add column is_recorded boolean not null default false;
      alter table governance.delegations drop constraint delegations_scope_check;
      alter table governance.delegations add constraint delegations_scope_check
        check (scope_kind in ('proxy', 'proposal') or scope_id = cooperative_id);
      alter table governance.delegations add constraint delegations_recorded_check
        check (scope_kind = 'proxy' or not is_recorded)`);
    await runner.query(forgotten);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
