import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A vote that failed goes to another policy where its own says so, and what was decided in an
 * emergency is put to the members: both follow a vote as run-offs do, and say how.
 */
export class GovernanceFollowVotes1796906130001 implements MigrationInterface {
  readonly name = 'GovernanceFollowVotes1796906130001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      alter table governance.proposals add column follows_as text;
      alter table governance.proposals
        add constraint proposals_follows_known_check
          check (follows_as in ('escalation', 'ratification')) not valid,
        add constraint proposals_follows_whole_check
          check (follows_as is null or run_off_of_id is not null) not valid;
      alter table governance.proposals validate constraint proposals_follows_known_check;
      alter table governance.proposals validate constraint proposals_follows_whole_check`);
    await runner.query(`
      create function governance.keep_following() returns trigger language plpgsql as $$
      begin
        raise exception 'how a vote follows another is fixed with it'
          using errcode = 'restrict_violation';
      end $$;
      create trigger keep_following before update on governance.proposals
        for each row when (new.follows_as is distinct from old.follows_as)
        execute function governance.keep_following()`);
    await runner.query(`
      create table governance.ratifications (
        proposal_id uuid not null constraint ratifications_pk primary key
          constraint ratifications_proposal_fk references governance.proposals (id),
        cooperative_id uuid not null,
        vote_id uuid constraint ratifications_vote_fk references governance.proposals (id)
          constraint ratifications_vote_unique unique,
        ratify_by timestamptz not null,
        state text not null
          constraint ratifications_state_check check (state in ('pending', 'ratified', 'refused')),
        decided_at timestamptz,
        undone jsonb not null
          constraint ratifications_undone_check check (jsonb_typeof(undone) = 'array'),
        stands jsonb not null
          constraint ratifications_stands_check check (jsonb_typeof(stands) = 'array'),
        constraint ratifications_decided_check
          check ((state = 'pending') = (decided_at is null))
      );
      create index ratifications_pending on governance.ratifications (cooperative_id, ratify_by)
        where state = 'pending';
      select platform.protect_tenant_table('governance.ratifications', 'SELECT, INSERT, UPDATE')`);
    await runner.query(`
      create function governance.guard_ratification() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.state <> 'pending'
          or (new.proposal_id, new.cooperative_id, new.vote_id, new.ratify_by)
            is distinct from (old.proposal_id, old.cooperative_id, old.vote_id, old.ratify_by) then
          raise exception 'what members ratified, or did not, is decided once'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger guard_ratification before update or delete on governance.ratifications
        for each row execute function governance.guard_ratification();
      create trigger refuse_truncate before truncate on governance.ratifications
        for each statement execute function platform.refuse_change()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
