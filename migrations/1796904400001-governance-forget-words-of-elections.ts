import type { MigrationInterface, QueryRunner } from 'typeorm';

const stood = `
  create function governance.stood_erased(tenant uuid, vote uuid)
    returns boolean language sql stable as $function$
      select exists (select from governance.candidates c
        where c.cooperative_id = tenant and c.proposal_id = vote
          and membership.is_erased(tenant, c.member_id))
    $function$;
`;

const ballots = `
CREATE OR REPLACE FUNCTION governance.guard_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'UPDATE' AND new.reason IS NULL
      AND to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason'
      AND (membership.is_erased(old.cooperative_id, old.member_id)
        OR governance.is_about_erased(old.cooperative_id, old.proposal_id)
        OR governance.stood_erased(old.cooperative_id, old.proposal_id)
        OR EXISTS (SELECT FROM governance.proposals p
          WHERE p.cooperative_id = old.cooperative_id AND p.id = old.proposal_id
            AND governance.is_hearing_over(p))) THEN
      RETURN new;
    END IF;
    IF tg_op = 'UPDATE' THEN
      IF old.superseded_at IS NOT NULL OR new.superseded_at IS NULL
        OR (new.id, new.cooperative_id, new.proposal_id, new.member_id, new.mark, new.weight,
          new.reason, new.cast_at, new.cast_via, new.supersedes_id, new.recorded_at)
        IS DISTINCT FROM (old.id, old.cooperative_id, old.proposal_id, old.member_id, old.mark,
          old.weight, old.reason, old.cast_at, old.cast_via, old.supersedes_id, old.recorded_at)
      THEN
        RAISE EXCEPTION 'a ballot is superseded, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    PERFORM 1 FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND state IN ('open', 'extended')
        AND coalesce(new.superseded_at, new.cast_at) >= opened_at
        AND coalesce(new.superseded_at, new.cast_at) < closes_at
      FOR SHARE;
    IF NOT found THEN
      RAISE EXCEPTION 'Voting on this proposal is not open.'
        USING errcode = 'P0001', detail = 'VOTING_CLOSED';
    END IF;
    RETURN new;
  END $function$;
`;

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'stood ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/**
 * What was written with ballots of a vote in which somebody stood is mostly about those who stood:
 * it goes as one of them is erased. Whom a ballot was for, and the count, stay.
 */
export class GovernanceForgetWordsOfElections1796904400001 implements MigrationInterface {
  readonly name = 'GovernanceForgetWordsOfElections1796904400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(stood);
    await runner.query(ballots);
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
