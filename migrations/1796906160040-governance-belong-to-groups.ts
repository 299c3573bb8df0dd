import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Proposals belong to working groups, and somebody may vote for another on those of one. */
export class GovernanceBelongToGroups1796906160040 implements MigrationInterface {
  readonly name = 'GovernanceBelongToGroups1796906160040';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create table governance.proposal_groups (
        proposal_id uuid not null
          constraint proposal_groups_proposal_fk references governance.proposals,
        group_key text not null,
        cooperative_id uuid not null,
        constraint proposal_groups_pk primary key (proposal_id)
      );
      create index proposal_groups_by_group
        on governance.proposal_groups (cooperative_id, group_key, proposal_id);
      select platform.protect_tenant_table('governance.proposal_groups', 'SELECT, INSERT, DELETE');
      create trigger guard_filing before insert or update or delete on governance.proposal_groups
        for each row execute function governance.guard_filing()`);
    await runner.query(`
      alter table governance.delegations add column group_key text not null default '';
      alter table governance.delegations add constraint delegations_group_check
        check ((scope_kind = 'group') = (group_key <> ''));
      drop index governance.delegations_one_in_force;
      create unique index delegations_one_in_force on governance.delegations
        (cooperative_id, member_id, scope_kind, scope_id, topic_key, group_key)
        where ended_at is null`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
