import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nobody votes on paper in a detached vote: whoever counts papers reads what few of them say, and
 * knows to whom they went. Who has voted there is no question that papers ask any more.
 */
export class VotingKeepPapersOutOfBoxes1796906160070 implements MigrationInterface {
  readonly name = 'VotingKeepPapersOutOfBoxes1796906160070';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create or replace function governance.has_papers(tenant uuid, vote uuid) returns boolean
      language sql as $function$
        select exists (select from governance.proposals
          where id = vote and cooperative_id = tenant and rule ? 'paper'
            and rule ->> 'secrecy' is distinct from 'detached'
            and not is_hearing and state in ('open', 'extended'))
      $function$;
      create or replace function governance.guard_paper_voter() returns trigger
      language plpgsql as $function$
      declare
        voter governance.paper_voters;
      begin
        voter := case when tg_op = 'DELETE' then old else new end;
        if not governance.has_papers(voter.cooperative_id, voter.proposal_id)
          or exists (select from governance.paper_counts
            where proposal_id = voter.proposal_id and cooperative_id = voter.cooperative_id)
          or tg_op = 'INSERT' and exists (select from governance.ballots
            where proposal_id = voter.proposal_id and member_id = voter.member_id
              and cooperative_id = voter.cooperative_id and superseded_at is null) then
          raise exception 'a paper is for who has not voted, in a vote that goes on'
            using errcode = 'restrict_violation';
        end if;
        return voter;
      end $function$;
      drop trigger refuse_second_vote on governance.turnout`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
