import type { MigrationInterface, QueryRunner } from 'typeorm';

const forgets = `
CREATE OR REPLACE FUNCTION governance.forgets_terms(old governance.actions, new governance.actions)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
          select new.payload = '{}'::jsonb and new.failure_message is null
            and to_jsonb(new) - array['payload', 'failure_message']
              = to_jsonb(old) - array['payload', 'failure_message']
            and (membership.is_erased(old.cooperative_id, old.about_member_id)
              or exists (select from governance.proposals p
              where p.id = old.proposal_id and p.cooperative_id = old.cooperative_id
                and p.outcome is null
                and membership.is_erased(p.cooperative_id, p.proposer_member_id)
                and (p.state = 'draft'
                  or p.state in ('cancelled', 'withdrawn') and (p.opened_at is null
                    or exists (select from membership.erasures e
                      where e.cooperative_id = p.cooperative_id and e.removes_texts
                        and e.member_id = p.proposer_member_id)))))
        $function$;
`;

// A draft that its author called so kept its words.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'called ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e where exists (select from governance.proposals p
      where p.cooperative_id = e.cooperative_id and p.proposer_member_id = e.member_id
        and p.title = 'Erased' and p.body <> '');
`;

/**
 * What was forgotten of a proposal is known by where it stands, not by its title: whoever calls an
 * open vote 'Erased' does not take the terms of its actions with them.
 */
export class GovernanceKnowWhatWasForgotten1796903700001 implements MigrationInterface {
  readonly name = 'GovernanceKnowWhatWasForgotten1796903700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(forgets);
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
