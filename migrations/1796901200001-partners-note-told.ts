import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until partners are told, who is erased is a member in their reports. Whoever was erased before
 * that was noted is told already.
 */
export class PartnersNoteTold1796901200001 implements MigrationInterface {
  readonly name = 'PartnersNoteTold1796901200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into partners.erasure_announcements (member_id, cooperative_id, told_on)
        select member_id, cooperative_id, (erased_at at time zone 'UTC')::date
        from membership.erasures where erased_at <= now() - interval '3 days'
        on conflict (member_id) do nothing`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
