import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A vote of before that ended an office and gave one to a member is about members alone, and is a
 * hearing. What went of hearings of nobody who is erased reads as a hearing.
 */
export class GovernanceHearOfMembersAlone1796904500002 implements MigrationInterface {
  readonly name = 'GovernanceHearOfMembersAlone1796904500002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table governance.proposals disable trigger user;
      with heard as (
        update governance.proposals p set is_hearing = true
          where not p.is_hearing and p.options is null
            and exists (select from governance.actions a
              where a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
                and governance.is_hearing_kind(a.kind))
            and not exists (select from governance.actions a
              where a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
                and a.about_member_id is null)
          returning p.cooperative_id, p.id)
        delete from platform.search_words w using heard h
          where w.cooperative_id = h.cooperative_id and w.subject_id = h.id;
      update governance.proposals p set title = 'Hearing'
        where p.is_hearing and p.title = 'Erased' and p.body = ''
          and not governance.is_about_erased(p.cooperative_id, p.id)
          and not (p.outcome is null
            and membership.is_erased(p.cooperative_id, p.proposer_member_id));
      alter table governance.proposals enable trigger user`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
