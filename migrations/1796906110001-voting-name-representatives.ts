import type { MigrationInterface, QueryRunner } from 'typeorm';

const representatives = `
  create table governance.representatives (
    organisation_id uuid not null,
    member_id uuid not null,
    cooperative_id uuid not null,
    named_at timestamptz not null,
    constraint representatives_pk primary key (organisation_id, member_id),
    constraint representatives_two_check check (organisation_id <> member_id)
  );
  create index representatives_by_organisation
    on governance.representatives (cooperative_id, organisation_id);
  create index representatives_by_member
    on governance.representatives (cooperative_id, member_id);
  select platform.protect_tenant_table('governance.representatives');
`;

// Who is just being erased is waited for; of who is erased nothing is written down any more.
const wall = `
  create function governance.refuse_erased_representative()
    returns trigger language plpgsql as $function$
    BEGIN
      PERFORM FROM membership.erased_among(new.cooperative_id,
        ARRAY[new.organisation_id, new.member_id]);
      IF found THEN
        RAISE EXCEPTION 'There is no such member.'
          USING errcode = 'P0001', detail = 'DELEGATE_NOT_FOUND';
      END IF;
      RETURN new;
    END $function$;
  create trigger refuse_erased_representative before insert on governance.representatives
    for each row execute function governance.refuse_erased_representative();
  create function governance.guard_representative() returns trigger language plpgsql as $function$
    BEGIN
      RAISE EXCEPTION 'who votes for an organisation is named or not, never changed'
        USING errcode = 'restrict_violation';
    END $function$;
  create trigger guard_representative before update on governance.representatives
    for each row execute function governance.guard_representative();
`;

/** Several members may cast the one vote of an organisation. */
export class VotingNameRepresentatives1796906110001 implements MigrationInterface {
  readonly name = 'VotingNameRepresentatives1796906110001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(representatives);
    await runner.query(wall);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
