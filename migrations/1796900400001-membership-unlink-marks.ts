import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an erased member was called is kept as a mark beside no member. Marks of those who were
 * erased before go: nobody knows any more who could read what they were called.
 */
export class MembershipUnlinkMarks1796900400001 implements MigrationInterface {
  readonly name = 'MembershipUnlinkMarks1796900400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table membership.pseudonyms alter column member_id drop not null;
      alter table membership.pseudonyms add constraint pseudonyms_in_use_check
        check (member_id is not null or given_up_at is not null);
      delete from membership.pseudonyms p using membership.members m
       where m.cooperative_id = p.cooperative_id and m.id = p.member_id
         and m.erased_at is not null;`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
