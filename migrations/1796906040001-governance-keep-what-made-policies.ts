import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = `
  alter table governance.policies add column adopted_by_proposal_id uuid;
  alter table governance.policies add column retired_by_proposal_id uuid;
  alter table governance.policies add constraint policies_retired_by_check
    check (retired_by_proposal_id is null or retired_at is not null);
`;

/**
 * Of before, what was carried out at the moment at which a version came or went, and named its key.
 * Where two did, which nobody has seen, it is left open which.
 */
const known = `
  alter table governance.policies disable trigger guard_policy;
  update governance.policies p set adopted_by_proposal_id = found.id
  from (select a.cooperative_id, a.payload ->> 'key' as key, a.executed_at,
      (array_agg(a.proposal_id))[1] as id
    from governance.actions a where a.kind = 'policy.adopt' and a.state = 'executed'
    group by 1, 2, 3 having count(*) = 1) found
  where found.cooperative_id = p.cooperative_id and found.key = p.key
    and found.executed_at = p.adopted_at;
  update governance.policies p set retired_by_proposal_id = found.id
  from (select a.cooperative_id, a.payload ->> 'key' as key, a.executed_at,
      (array_agg(a.proposal_id))[1] as id
    from governance.actions a
    where a.kind in ('policy.adopt', 'policy.retire') and a.state = 'executed'
    group by 1, 2, 3 having count(*) = 1) found
  where found.cooperative_id = p.cooperative_id and found.key = p.key
    and found.executed_at = p.retired_at;
  alter table governance.policies enable trigger guard_policy;
`;

const guard = `
CREATE OR REPLACE FUNCTION governance.guard_policy()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'DELETE' OR old.retired_at IS NOT NULL
      OR to_jsonb(new) - ARRAY['retired_at', 'retired_by_proposal_id']
        <> to_jsonb(old) - ARRAY['retired_at', 'retired_by_proposal_id'] THEN
      RAISE EXCEPTION 'a version of a policy is never changed' USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;
`;

/** By which decision of the members a version of a policy came into force, and out of it. */
export class GovernanceKeepWhatMadePolicies1796906040001 implements MigrationInterface {
  readonly name = 'GovernanceKeepWhatMadePolicies1796906040001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(columns);
    await runner.query(known);
    await runner.query(guard);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
