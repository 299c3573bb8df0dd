import type { MigrationInterface, QueryRunner } from 'typeorm';

const candidates = `
  create table governance.candidates (
    proposal_id uuid not null,
    place integer not null,
    cooperative_id uuid not null,
    member_id uuid not null,
    constraint candidates_pk primary key (proposal_id, place),
    constraint candidates_member_unique unique (proposal_id, member_id),
    constraint candidates_place_positive_check check (place > 0),
    constraint candidates_proposal_fk foreign key (proposal_id) references governance.proposals (id)
  );
  create index candidates_by_member on governance.candidates (cooperative_id, member_id);
  select platform.protect_tenant_table('governance.candidates', 'SELECT, INSERT');
  select platform.make_append_only('governance.candidates');
`;

// Whom a ballot is for may not be somebody else once it can be cast.
const guard = `
  create function governance.guard_candidate() returns trigger language plpgsql as $function$
    BEGIN
      PERFORM 1 FROM governance.proposals
        WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id AND state = 'draft'
          AND options ->> (new.place - 1) = 'Candidate ' || new.place;
      IF NOT found THEN
        RAISE EXCEPTION 'a candidate is an option of a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END $function$;
  create trigger guard_candidate before insert on governance.candidates
    for each row execute function governance.guard_candidate();
`;

/**
 * An option of a vote may be a member. Who it is stands here alone; what is frozen, counted and
 * handed on has a label.
 */
export class GovernancePutMembersUp1796904200001 implements MigrationInterface {
  readonly name = 'GovernancePutMembersUp1796904200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(candidates);
    await runner.query(guard);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
