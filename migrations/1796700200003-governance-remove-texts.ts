import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is erased says whether what they proposed stays without their name or is removed. Removed is
 * what nobody decided: what was decided, others decided by its words.
 */
export class GovernanceRemoveTexts1796700200003 implements MigrationInterface {
  readonly name = 'GovernanceRemoveTexts1796700200003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table membership.erasures add column removes_texts boolean not null default false;
      create function governance.forgets_texts(
        old governance.proposals, new governance.proposals) returns boolean
        language sql stable as $function$
          select old.state in ('cancelled', 'withdrawn') and new.title = 'Erased'
            and new.body = '' and new.urgent_reason is null and new.ended_reason is null
            and to_jsonb(new) - array['title', 'body', 'urgent_reason', 'ended_reason']
              = to_jsonb(old) - array['title', 'body', 'urgent_reason', 'ended_reason']
            and exists (select from membership.erasures e
              where e.cooperative_id = old.cooperative_id and e.removes_texts
                and e.member_id = old.proposer_member_id)
        $function$;
      drop trigger guard_proposal on governance.proposals;
      create trigger guard_proposal before update on governance.proposals
        for each row when (not governance.forgets_texts(old, new))
        execute function governance.guard_proposal();
      create trigger guard_proposal_there before insert or delete on governance.proposals
        for each row execute function governance.guard_proposal()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
