import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A pledge goes with its member, who is erased, and never otherwise. */
export class DuesGuardPledges1796500900501 implements MigrationInterface {
  readonly name = 'DuesGuardPledges1796500900501';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function dues.keep_pledge() returns trigger language plpgsql as $$
        begin
          if not membership.is_erased(old.cooperative_id, old.member_id) then
            raise exception 'a pledge stays until its member is erased'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $$`);
    await runner.query(`
      create trigger keep_pledge before delete on dues.pledges
        for each row execute function dues.keep_pledge()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
