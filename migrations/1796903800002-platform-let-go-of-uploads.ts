import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An upload that is taken out of what it belonged to stays for a day, to whoever uploaded it. */
export class PlatformLetGoOfUploads1796903800002 implements MigrationInterface {
  readonly name = 'PlatformLetGoOfUploads1796903800002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table platform.attachments add column let_go_at timestamptz,
        add constraint attachments_let_go_check check (let_go_at is null or subject_kind is null)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
