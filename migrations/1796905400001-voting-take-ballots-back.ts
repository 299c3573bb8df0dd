import type { MigrationInterface, QueryRunner } from 'typeorm';

const guard = `
CREATE OR REPLACE FUNCTION governance.guard_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    heard boolean;
    held jsonb;
  BEGIN
    IF tg_op = 'UPDATE' AND new.reason IS NULL
      AND to_jsonb(new) - ARRAY['reason', 'reason_sealed']
        = to_jsonb(old) - ARRAY['reason', 'reason_sealed']
      AND (new.reason_sealed IS NULL
          AND (membership.is_erased(old.cooperative_id, old.member_id)
            OR governance.is_about_erased(old.cooperative_id, old.proposal_id)
            OR governance.stood_erased(old.cooperative_id, old.proposal_id))
        OR EXISTS (SELECT FROM governance.proposals p
          WHERE p.cooperative_id = old.cooperative_id AND p.id = old.proposal_id AND p.is_hearing
            AND CASE WHEN new.reason_sealed IS NULL THEN governance.is_hearing_over(p)
              ELSE old.reason IS NOT NULL END)) THEN
      RETURN new;
    END IF;
    IF tg_op = 'UPDATE' THEN
      IF old.superseded_at IS NOT NULL OR new.superseded_at IS NULL
        OR to_jsonb(new) - ARRAY['superseded_at', 'taken_back']
        IS DISTINCT FROM to_jsonb(old) - ARRAY['superseded_at', 'taken_back']
      THEN
        RAISE EXCEPTION 'a ballot is superseded, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    ELSIF new.taken_back THEN
      RAISE EXCEPTION 'a ballot is cast before it is taken back'
        USING errcode = 'restrict_violation';
    END IF;
    SELECT is_hearing, rule INTO heard, held FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND state IN ('open', 'extended')
        AND coalesce(new.superseded_at, new.cast_at) >= opened_at
        AND coalesce(new.superseded_at, new.cast_at) < closes_at
      FOR SHARE;
    IF NOT found THEN
      RAISE EXCEPTION 'Voting on this proposal is not open.'
        USING errcode = 'P0001', detail = 'VOTING_CLOSED';
    END IF;
    IF new.taken_back AND held -> 'mayTakeBack' IS DISTINCT FROM 'true'::jsonb THEN
      RAISE EXCEPTION 'a ballot in this vote stands' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'INSERT'
      AND (heard AND new.reason IS NOT NULL OR NOT heard AND new.reason_sealed IS NOT NULL) THEN
      RAISE EXCEPTION 'reasons lie sealed in hearings, and in nothing else'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;
`;

/** The guard by which reasons go is made anew: whoever was erased is forgotten once more. */
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'taken back ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/** A ballot may be taken back where the rule of its vote says so: it stays, and counts no more. */
export class VotingTakeBallotsBack1796905400001 implements MigrationInterface {
  readonly name = 'VotingTakeBallotsBack1796905400001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      alter table governance.ballots add column taken_back boolean not null default false;
      alter table governance.ballots add constraint ballots_taken_back_check
        check (superseded_at is not null or not taken_back);
      create index ballots_taken_back on governance.ballots (proposal_id, member_id)
        where taken_back`);
    await runner.query(guard);
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
