import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is listed as erased and kept their texts may say after all that they are removed. */
export class MembershipRemoveTextsAfterAll1796800100002 implements MigrationInterface {
  readonly name = 'MembershipRemoveTextsAfterAll1796800100002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger refuse_change on membership.erasures;
      create trigger refuse_change before update on membership.erasures for each row
        when (to_jsonb(new) is distinct from to_jsonb(old) || '{"removes_texts": true}')
        execute function platform.refuse_change();
      create trigger refuse_change_there before delete on membership.erasures for each row
        execute function platform.refuse_change();
      select platform.grant_global_table('membership.erasures', 'update (removes_texts)');`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
