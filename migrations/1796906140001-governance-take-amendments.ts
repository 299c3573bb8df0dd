import type { MigrationInterface, QueryRunner } from 'typeorm';

const amendments = `
  create table governance.amendments (
    id uuid not null constraint amendments_pk primary key,
    cooperative_id uuid not null,
    proposal_id uuid not null
      constraint amendments_proposal_fk references governance.proposals,
    proposed_by_member_id uuid not null,
    on_version integer not null,
    title text not null,
    body text not null,
    note text,
    state text not null,
    proposed_at timestamptz not null,
    ended_at timestamptz,
    ended_by_member_id uuid,
    made_version integer,
    constraint amendments_state_check
      check (state in ('proposed', 'accepted', 'declined', 'withdrawn')),
    constraint amendments_title_check check (length(title) between 1 and 200),
    constraint amendments_body_check check (length(body) <= 50000),
    constraint amendments_note_check check (length(note) <= 2000),
    constraint amendments_ended_check check ((state = 'proposed') = (ended_at is null)),
    constraint amendments_made_check check ((state = 'accepted') = (made_version is not null))
  );
  create index amendments_by_proposal
    on governance.amendments (cooperative_id, proposal_id, proposed_at, id);
  create unique index amendments_one_a_version
    on governance.amendments (proposal_id, made_version) where made_version is not null;
  select platform.protect_tenant_table('governance.amendments', 'SELECT, INSERT, UPDATE');
  create function governance.guard_amendment() returns trigger language plpgsql as $function$
  declare
    words constant text[] := array['title', 'body', 'note'];
    ending constant text[] := array['state', 'ended_at', 'ended_by_member_id', 'made_version'];
  begin
    if tg_op = 'INSERT' and new.state = 'proposed' and exists (select from governance.proposals p
        where p.cooperative_id = new.cooperative_id and p.id = new.proposal_id
          and not p.is_hearing and p.state in ('draft', 'notice', 'open', 'extended')) then
      return new;
    end if;
    if tg_op = 'UPDATE' and new.note is null
      and ((new.title, new.body) = ('Erased', '') or (new.title, new.body) = (old.title, old.body))
      and to_jsonb(new) - words = to_jsonb(old) - words
      and (membership.is_erased(old.cooperative_id, old.proposed_by_member_id)
        or exists (select from governance.proposals p
          where p.cooperative_id = old.cooperative_id and p.id = old.proposal_id
            and p.title = 'Erased' and p.body = '')) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.state = 'proposed' and new.state <> 'proposed'
      and to_jsonb(new) - ending = to_jsonb(old) - ending
      and exists (select from governance.proposals p
        where p.cooperative_id = old.cooperative_id and p.id = old.proposal_id
          and p.state in ('draft', 'notice', 'open', 'extended')) then
      return new;
    end if;
    raise exception 'an amendment ends once, and stays as it was'
      using errcode = 'restrict_violation';
  end $function$;
  create trigger guard_amendment before insert or update or delete on governance.amendments
    for each row execute function governance.guard_amendment();
`;

const columns = `
  alter table governance.proposals add column amended_at timestamptz;
  alter table governance.ballots add column voided boolean not null default false;
  alter table governance.ballots add constraint ballots_voided_check
    check (taken_back or not voided) not valid;
  alter table governance.ballots validate constraint ballots_voided_check;
`;

/** A text changes in front of voters by an amendment that was accepted, and only so. */
const text = `
  create or replace function governance.guard_text() returns trigger language plpgsql as $function$
  begin
    if new.version <> old.version + 1 then
      raise exception 'versions follow each other' using errcode = 'restrict_violation';
    end if;
    if old.opened_at is not null and old.rule ? 'secrecy' then
      raise exception 'nobody finds whose ballots lie apart: none is made void'
        using errcode = 'restrict_violation';
    end if;
    if old.is_hearing or old.state not in ('draft', 'notice', 'open', 'extended')
      or old.state <> 'draft' and not exists (select from governance.amendments a
        where a.cooperative_id = old.cooperative_id and a.proposal_id = old.id
          and a.made_version = new.version and a.title = new.title and a.body = new.body) then
      raise exception 'a text is edited as long as it is a draft, and amended after that'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
`;

/** Replaces pieces of a function, each of which has to be there. */
const replacing = (name: string, pieces: readonly (readonly [string, string])[]): string => `
  do $do$
  declare
    said text := pg_get_functiondef('governance.${name}'::regproc);
  begin
    ${pieces
      .map(
        ([before, after]) => `if position($$${before}$$ in said) = 0 then
      raise exception 'governance.${name} is another';
    end if;
    said := replace(said, $$${before}$$, $$${after}$$);`,
      )
      .join('\n    ')}
    execute said;
  end $do$;
`;

const proposal = replacing('guard_proposal', [
  [`ARRAY['title', 'body', 'urgent_reason', 'visibility',`, `ARRAY['urgent_reason', 'visibility',`],
  [
    `      IF old.state <> 'draft' THEN`,
    `      IF old.state <> 'draft' AND new.version <> old.version + 1 THEN
        frozen := frozen || ARRAY['title', 'body', 'amended_at'];
      END IF;
      IF old.state <> 'draft' THEN`,
  ],
  [
    `        IF NOT (old.state = 'open' AND new.state = 'extended') THEN`,
    `        IF new.version = old.version + 1 AND new.state = old.state THEN
          IF new.closes_at < old.closes_at THEN
            RAISE EXCEPTION 'an amendment makes no window shorter'
              USING errcode = 'restrict_violation';
          END IF;
          frozen := frozen || ARRAY['extended_from'];
        ELSIF NOT (old.state = 'open' AND new.state = 'extended') THEN`,
  ],
]);

const ballot = replacing('guard_ballot', [
  [
    `ARRAY['superseded_at', 'taken_back']
        IS DISTINCT FROM`,
    `ARRAY['superseded_at', 'taken_back', 'voided']
        IS DISTINCT FROM`,
  ],
  [
    `to_jsonb(old) - ARRAY['superseded_at', 'taken_back']
      THEN`,
    `to_jsonb(old) - ARRAY['superseded_at', 'taken_back', 'voided']
      THEN`,
  ],
  [
    `    IF new.taken_back AND held`,
    `    IF new.voided AND NOT EXISTS (SELECT FROM governance.proposals p
        WHERE p.cooperative_id = new.cooperative_id AND p.id = new.proposal_id
          AND p.amended_at IS NOT NULL) THEN
      RAISE EXCEPTION 'a ballot is void by an amendment' USING errcode = 'restrict_violation';
    END IF;
    IF new.taken_back AND NOT new.voided AND held`,
  ],
]);

/** That somebody was told that their ballot is void goes with them. */
const told = `
  do $do$
  declare
    said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
    says constant text := replace(said, $$'governance.CandidatePutUp',$$,
      $$'governance.BallotVoided', 'governance.CandidatePutUp',$$);
  begin
    if says = said then raise exception 'platform.keep_fact is another'; end if;
    execute says;
  end $do$;
`;

// What an erasure takes has grown: it goes of who is erased already as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'amended ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** Amendments of what is proposed; ballots on what it said before are void. */
export class GovernanceTakeAmendments1796906140001 implements MigrationInterface {
  readonly name = 'GovernanceTakeAmendments1796906140001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const part of [amendments, columns, text, proposal, ballot, told, again]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
