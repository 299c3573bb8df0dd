import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the sweep last took the bytes of an archive that ended: where never, it is taken first. */
export class MembershipNoteSweptArchives1796900900002 implements MigrationInterface {
  readonly name = 'MembershipNoteSweptArchives1796900900002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table membership.archives add column swept_at timestamptz,
        add constraint archives_swept_check check (swept_at is null or ended_at is not null)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
