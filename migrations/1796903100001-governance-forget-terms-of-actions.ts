import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What somebody would have had done by a proposal that nobody decided goes with its words, once
 * they are erased: the terms of an action are as much theirs.
 */
export class GovernanceForgetTermsOfActions1796903100001 implements MigrationInterface {
  readonly name = 'GovernanceForgetTermsOfActions1796903100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function governance.forgets_terms(old governance.actions, new governance.actions)
        returns boolean language sql stable as $function$
          select new.payload = '{}'::jsonb and new.failure_message is null
            and to_jsonb(new) - array['payload', 'failure_message']
              = to_jsonb(old) - array['payload', 'failure_message']
            and exists (select from governance.proposals p
              where p.id = old.proposal_id and p.cooperative_id = old.cooperative_id
                and p.title = 'Erased' and p.outcome is null
                and membership.is_erased(p.cooperative_id, p.proposer_member_id))
        $function$;
      drop trigger guard_action on governance.actions;
      create trigger guard_action before update on governance.actions
        for each row when (not governance.forgets_terms(old, new))
        execute function governance.guard_action();
      create trigger guard_action_there before insert or delete on governance.actions
        for each row execute function governance.guard_action()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
