import type { MigrationInterface, QueryRunner } from 'typeorm';

// The owner's alone: the service's role needs no right to it. A dump that is put back over a newer
// shape may find it there already.
const marks = `
  create table if not exists platform.secret_marks (
    is_only boolean not null default true,
    fingerprint text,
    constraint secret_marks_pk primary key (is_only),
    constraint secret_marks_one_check check (is_only)
  );
`;

/** By which secret a database is sealed is known again, and nothing is told of it. */
export class PlatformKnowTheSecret1796905800001 implements MigrationInterface {
  readonly name = 'PlatformKnowTheSecret1796905800001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(marks);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
