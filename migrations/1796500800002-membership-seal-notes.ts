import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What applicants and officers write may tell of health or belief, and is kept sealed. A migration
 * does not have the secret: a job seals what is there, which is why the plain columns stay.
 */
export class MembershipSealNotes1796500800002 implements MigrationInterface {
  readonly name = 'MembershipSealNotes1796500800002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table membership.applications
        add column note_sealed bytea, add column decision_note_sealed bytea;
      alter table membership.standing_changes add column note_sealed bytea`);
    await runner.query(`
      do $$ begin
        execute format('grant update (note_sealed) on membership.standing_changes to %I',
          current_setting('rochdale.app_role'));
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
