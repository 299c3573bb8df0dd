import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is nominated in an election, by whom, and whether they stand. The options of such a vote are
 * said when nominations close, which is while it is announced, and not with its draft.
 */
export class GovernanceHoldElections1796906030001 implements MigrationInterface {
  readonly name = 'GovernanceHoldElections1796906030001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(tables);
    await runner.query(walls);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const tables = `
  create table governance.elections (
    proposal_id uuid not null constraint elections_pk primary key
      constraint elections_proposal_fk references governance.proposals (id),
    cooperative_id uuid not null,
    extended_at timestamptz,
    order_seed text constraint elections_order_seed_check check (order_seed ~ '^[0-9a-f]{32}$')
  );
  select platform.protect_tenant_table('governance.elections', 'SELECT, INSERT, UPDATE');
  create table governance.candidacies (
    proposal_id uuid not null
      constraint candidacies_election_fk references governance.elections (proposal_id),
    member_id uuid not null,
    cooperative_id uuid not null,
    state text not null
      constraint candidacies_state_check check (state in ('nominated', 'accepted', 'declined')),
    statement text
      constraint candidacies_statement_length_check check (length(statement) between 1 and 5000),
    answered_at timestamptz,
    constraint candidacies_pk primary key (proposal_id, member_id),
    constraint candidacies_answered_check check ((state = 'nominated') = (answered_at is null)),
    constraint candidacies_statement_check check (statement is null or state = 'accepted')
  );
  create index candidacies_by_member on governance.candidacies (cooperative_id, member_id);
  select platform.protect_tenant_table('governance.candidacies', 'SELECT, INSERT, UPDATE, DELETE');
  create table governance.nominations (
    proposal_id uuid not null
      constraint nominations_election_fk references governance.elections (proposal_id),
    member_id uuid not null,
    nominated_by uuid not null,
    cooperative_id uuid not null,
    nominated_at timestamptz not null,
    constraint nominations_pk primary key (proposal_id, member_id, nominated_by)
  );
  create index nominations_by_member on governance.nominations (cooperative_id, member_id);
  create index nominations_by_nominator on governance.nominations (cooperative_id, nominated_by);
  select platform.protect_tenant_table('governance.nominations', 'SELECT, INSERT, DELETE');`;

const walls = `
  create function governance.guard_election() returns trigger language plpgsql as $$
    begin
      if old.order_seed is not null and new.order_seed is distinct from old.order_seed
        or old.extended_at is not null and new.extended_at is distinct from old.extended_at then
        raise exception 'how candidates were found stays as it was'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
  create trigger guard_election before update on governance.elections
    for each row execute function governance.guard_election();
  create function governance.guard_candidacy() returns trigger language plpgsql as $$
    begin
      perform from governance.proposals where id = new.proposal_id
        and cooperative_id = new.cooperative_id and state = 'notice' and options is null;
      if not found then
        raise exception 'who stands is said before voting opens'
          using errcode = 'restrict_violation';
      end if;
      perform from membership.erased_among(new.cooperative_id, array[new.member_id]);
      if found then
        raise exception 'There is no such member.'
          using errcode = 'P0001', detail = 'MEMBER_UNKNOWN';
      end if;
      return new;
    end $$;
  create trigger guard_candidacy before insert or update on governance.candidacies
    for each row execute function governance.guard_candidacy();
  create trigger guard_nomination before insert on governance.nominations
    for each row execute function governance.guard_candidacy();

  create function governance.says_who_stands(old governance.proposals, new governance.proposals)
    returns boolean language sql stable as $$
      select old.state = 'notice' and new.state = 'notice' and old.options is null
        and new.options is not null
        and to_jsonb(new) - array['options', 'vote_terms']
          = to_jsonb(old) - array['options', 'vote_terms']
        and exists (select from governance.elections e where e.cooperative_id = old.cooperative_id
          and e.proposal_id = old.id and e.order_seed is not null)
    $$;
  drop trigger guard_proposal on governance.proposals;
  create trigger guard_proposal before update on governance.proposals for each row
    when (not governance.forgets_texts(old, new) and not governance.drops_hearing(old, new)
      and not governance.withholds(old, new) and not governance.says_who_stands(old, new))
    execute function governance.guard_proposal();

  create or replace function governance.guard_candidate() returns trigger language plpgsql as $$
    begin
      perform 1 from governance.proposals p
        where p.id = new.proposal_id and p.cooperative_id = new.cooperative_id
          and (p.state = 'draft' or p.state = 'notice' and exists (select
            from governance.elections e where e.cooperative_id = p.cooperative_id
              and e.proposal_id = p.id and e.order_seed is not null))
          and p.options ->> (new.place - 1) = 'Candidate ' || new.place;
      if not found then
        raise exception 'a candidate is an option of a draft' using errcode = 'restrict_violation';
      end if;
      perform from membership.erased_among(new.cooperative_id, array[new.member_id]);
      if found then
        raise exception 'There is no such member.'
          using errcode = 'P0001', detail = 'MEMBER_UNKNOWN';
      end if;
      return new;
    end $$;`;
