import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that a person signs in with instead of a password. The private half never comes here. */
export class IdentityCreatePasskeys1796190849001 implements MigrationInterface {
  readonly name = 'IdentityCreatePasskeys1796190849001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identity.passkeys (
        id uuid not null constraint passkeys_pk primary key,
        account_id uuid not null constraint passkeys_account_fk
          references identity.accounts (id) on delete cascade,
        credential_id text not null constraint passkeys_credential_unique unique
          constraint passkeys_credential_check check (length(credential_id) between 1 and 1400),
        public_key bytea not null
          constraint passkeys_public_key_check check (octet_length(public_key) between 1 and 4000),
        sign_count bigint not null
          constraint passkeys_sign_count_check check (sign_count between 0 and 4294967295),
        transports text[] not null,
        name text not null
          constraint passkeys_name_check check (length(name) between 1 and 100),
        created_at timestamptz not null,
        last_used_at timestamptz
      );
      create index passkeys_by_account on identity.passkeys (account_id);
      select platform.grant_global_table('identity.passkeys', 'SELECT, INSERT, UPDATE, DELETE')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
