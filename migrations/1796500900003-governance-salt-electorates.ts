import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The fingerprint of an electorate has a salt, which is told to nobody: who knew the members' ids
 * found by trying who had no vote. Votes that are open or over keep the fingerprint that was told.
 */
export class GovernanceSaltElectorates1796500900003 implements MigrationInterface {
  readonly name = 'GovernanceSaltElectorates1796500900003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table governance.proposals add column electorate_salt text`);
    await runner.query(keepSalt);
    await runner.query(`
      create trigger keep_electorate_salt before update of electorate_salt on governance.proposals
        for each row when (old.opened_at is not null
          and old.electorate_salt is distinct from new.electorate_salt)
        execute function governance.keep_electorate_salt()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const keepSalt = `
  create function governance.keep_electorate_salt() returns trigger language plpgsql as $$
    begin
      raise exception 'electorate_salt of a proposal that is % is frozen', old.state
        using errcode = 'restrict_violation';
    end $$`;
