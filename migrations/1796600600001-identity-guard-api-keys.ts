import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of API keys those go that were called back, and none that opens anything. */
export class IdentityGuardApiKeys1796600600001 implements MigrationInterface {
  readonly name = 'IdentityGuardApiKeys1796600600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function identity.keep_api_key() returns trigger language plpgsql as $$
        begin
          if old.revoked_at is null
             and (old.expires_at is null or old.expires_at > clock_timestamp()) then
            raise exception 'a key stays while it is in force'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $$`);
    await runner.query(`
      create trigger keep_api_key before delete on identity.api_keys
        for each row execute function identity.keep_api_key()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
