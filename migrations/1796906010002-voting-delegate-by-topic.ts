import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody may vote for another on what is filed under a topic. */
export class VotingDelegateByTopic1796906010002 implements MigrationInterface {
  readonly name = 'VotingDelegateByTopic1796906010002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      alter table governance.delegations add column topic_key text not null default '';
      alter table governance.delegations drop constraint delegations_scope_check;
      alter table governance.delegations add constraint delegations_scope_check
        check (scope_kind = 'proposal' or scope_id = cooperative_id);
      alter table governance.delegations add constraint delegations_topic_check
        check ((scope_kind = 'topic') = (topic_key <> ''));
      drop index governance.delegations_one_in_force;
      create unique index delegations_one_in_force on governance.delegations
        (cooperative_id, member_id, scope_kind, scope_id, topic_key) where ended_at is null`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
