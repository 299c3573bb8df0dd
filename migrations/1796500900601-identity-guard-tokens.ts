import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of personal tokens those go that were called back or ran out, and none that opens anything. */
export class IdentityGuardTokens1796500900601 implements MigrationInterface {
  readonly name = 'IdentityGuardTokens1796500900601';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function identity.keep_personal_token() returns trigger language plpgsql as $$
        begin
          if old.revoked_at is null and old.expires_at > clock_timestamp() then
            raise exception 'a token stays while it is in force'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $$`);
    await runner.query(`
      create trigger keep_personal_token before delete on identity.personal_tokens
        for each row execute function identity.keep_personal_token()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
