import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody who is erased is announced or put to the vote, also not by a process of before. */
export class GovernanceOpenWithoutErased1796905300001 implements MigrationInterface {
  readonly name = 'GovernanceOpenWithoutErased1796905300001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create function governance.refuse_erased_candidates()
        returns trigger language plpgsql as $function$
        declare
          standing uuid[] := array(select c.member_id from governance.candidates c
            where c.cooperative_id = new.cooperative_id and c.proposal_id = new.id);
        begin
          if cardinality(standing) > 0 and exists (
              select from membership.erased_among(new.cooperative_id, standing)) then
            raise exception 'Somebody who stands is on the list of members no more.'
              using errcode = 'P0001', detail = 'PROPOSAL_CANDIDATE_GONE';
          end if;
          return new;
        end $function$;
      create trigger refuse_erased_candidates before update of state on governance.proposals
        for each row when (old.state in ('draft', 'notice') and new.state in ('notice', 'open'))
        execute function governance.refuse_erased_candidates();`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
