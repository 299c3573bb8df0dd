import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until the time in which one appeals is over, the vote that expels them is the one way out: no
 * officer is sooner, by ending the membership of who has not filed yet.
 */
export class GovernanceWaitForAppeals1796906160072 implements MigrationInterface {
  readonly name = 'GovernanceWaitForAppeals1796906160072';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create or replace function governance.hold_appellant()
        returns trigger language plpgsql as $function$
      begin
        if exists (select from governance.appeals a
            join governance.actions x on x.cooperative_id = a.cooperative_id
              and x.proposal_id = a.expulsion_id
            where a.cooperative_id = new.cooperative_id and a.state = 'pending'
              and x.about_member_id = new.member_id)
          or new.changed_by is not null and exists (select from governance.actions x
            join governance.proposals p on p.cooperative_id = x.cooperative_id
              and p.id = x.proposal_id
            where x.cooperative_id = new.cooperative_id and x.kind = 'member.expel'
              and x.about_member_id = new.member_id and p.state = 'queued') then
          raise exception 'As they stand now, the member cannot be expelled.'
            using errcode = 'P0001', detail = 'STANDING_CHANGE_REFUSED';
        end if;
        return new;
      end $function$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
