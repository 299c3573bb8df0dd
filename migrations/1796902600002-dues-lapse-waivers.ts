import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A wish to pay less that nobody decided stayed for ever, and its reason with it. It lapses once
 * its time is over; of what lapsed or was taken back no reason is kept.
 */
export class DuesLapseWaivers1796902600002 implements MigrationInterface {
  readonly name = 'DuesLapseWaivers1796902600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update dues.waivers set reason_sealed = null
        where state = 'withdrawn' and reason_sealed is not null;
      alter table dues.waivers
        drop constraint waivers_state_known,
        add constraint waivers_state_check check
          (state in ('asked', 'granted', 'refused', 'withdrawn', 'lapsed')),
        add constraint waivers_ended_check check
          (reason_sealed is null or state not in ('withdrawn', 'lapsed'))`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
