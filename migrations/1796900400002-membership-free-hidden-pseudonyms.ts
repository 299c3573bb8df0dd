import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A pseudonym that only officers read is on no record, and in nobody's way. */
export class MembershipFreeHiddenPseudonyms1796900400002 implements MigrationInterface {
  readonly name = 'MembershipFreeHiddenPseudonyms1796900400002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from membership.pseudonyms p using membership.members m
       where m.cooperative_id = p.cooperative_id and m.id = p.member_id
         and p.given_up_at is null and m.pseudonym_visible_to = 'officers';`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
