import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever may cast the vote of an organisation is no other for its paper. */
export class VotingCountRepresentativesAsVoters1796906160043 implements MigrationInterface {
  readonly name = 'VotingCountRepresentativesAsVoters1796906160043';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create function governance.guard_paper_of_represented() returns trigger
      language plpgsql as $function$
      begin
        if exists (select from governance.representatives
          where cooperative_id = new.cooperative_id and organisation_id = new.member_id
            and member_id = case new.state
              when 'taken-back' then new.taken_back_by else new.returned_by end) then
          raise exception 'whoever may cast a vote does not say that its paper came back'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;
      create trigger guard_paper_of_represented before update on governance.paper_voters
        for each row when (new.state <> old.state and new.state <> 'out')
        execute function governance.guard_paper_of_represented()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
