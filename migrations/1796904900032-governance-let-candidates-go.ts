import type { MigrationInterface, QueryRunner } from 'typeorm';

// Who is erased while they are put up is waited for, as with actions about them.
const guard = `
CREATE OR REPLACE FUNCTION governance.guard_candidate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      PERFORM 1 FROM governance.proposals
        WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id AND state = 'draft'
          AND options ->> (new.place - 1) = 'Candidate ' || new.place;
      IF NOT found THEN
        RAISE EXCEPTION 'a candidate is an option of a draft' USING errcode = 'restrict_violation';
      END IF;
      PERFORM FROM membership.erased_among(new.cooperative_id, ARRAY[new.member_id]);
      IF found THEN
        RAISE EXCEPTION 'There is no such member.'
          USING errcode = 'P0001', detail = 'MEMBER_UNKNOWN';
      END IF;
      RETURN new;
    END $function$;
`;

// Of what was opened they stay: whoever is erased later is looked for among them.
const goes = `
  create function governance.is_forgotten_draft(tenant uuid, vote uuid)
    returns boolean language sql stable as $function$
      select exists (select from governance.proposals p
        where p.cooperative_id = tenant and p.id = vote and p.options is null
          and p.opened_at is null)
    $function$;
  drop trigger refuse_change on governance.candidates;
  create trigger refuse_change before update on governance.candidates
    for each row execute function platform.refuse_change();
  create trigger refuse_delete before delete on governance.candidates for each row
    when (not governance.is_forgotten_draft(old.cooperative_id, old.proposal_id))
    execute function platform.refuse_change();
  delete from governance.candidates c
    where governance.is_forgotten_draft(c.cooperative_id, c.proposal_id);
`;

/** Nobody who is erased is put up, and who was to be put up by a draft that went goes with it. */
export class GovernanceLetCandidatesGo1796904900032 implements MigrationInterface {
  readonly name = 'GovernanceLetCandidatesGo1796904900032';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(guard);
    await runner.query(goes);
    await runner.query(`
      do $grant$ begin
        execute format('grant delete on governance.candidates to %I',
          current_setting('rochdale.app_role'));
      end $grant$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
