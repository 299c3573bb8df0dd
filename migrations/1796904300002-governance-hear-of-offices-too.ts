import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How somebody held an office and whom they would be as a member is heard as well as how they
 * conducted themselves. Of votes of before that decided something else beside it the words stay.
 */
export class GovernanceHearOfOfficesToo1796904300002 implements MigrationInterface {
  readonly name = 'GovernanceHearOfOfficesToo1796904300002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table governance.proposals disable trigger user;
      update governance.proposals p set is_hearing = not p.is_hearing
        where p.is_hearing <> (p.options is null and coalesce((
          select bool_and(a.kind in
            ('member.expel', 'member.suspend', 'role.end', 'application.admit'))
          from governance.actions a
          where a.cooperative_id = p.cooperative_id and a.proposal_id = p.id), false));
      alter table governance.proposals enable trigger user;

      create or replace function governance.is_hearing_over(vote governance.proposals)
        returns boolean language sql stable as $function$
          select vote.is_hearing
            and coalesce(
              coalesce(vote.closed_at, vote.ended_at) < now() - interval '88 days', false)
            and vote.state not in ('draft', 'notice', 'open', 'extended', 'closed')
        $function$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
