import type { MigrationInterface, QueryRunner } from 'typeorm';

// Who is erased while a ballot is cast is waited for, as with actions about them.
const refused = `
CREATE FUNCTION governance.refuse_reason()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    DECLARE
      standing uuid[] := ARRAY(SELECT c.member_id FROM governance.candidates c
        WHERE c.cooperative_id = new.cooperative_id AND c.proposal_id = new.proposal_id);
    BEGIN
      IF cardinality(standing) > 0 AND EXISTS (
          SELECT FROM membership.erased_among(new.cooperative_id, standing)) THEN
        RAISE EXCEPTION 'Somebody who stands is erased.'
          USING errcode = 'P0001', detail = 'BALLOT_REASON_NOT_TAKEN';
      END IF;
      RETURN new;
    END $function$;

CREATE TRIGGER refuse_reason BEFORE INSERT ON governance.ballots FOR EACH ROW
  WHEN (new.reason IS NOT NULL) EXECUTE FUNCTION governance.refuse_reason();
`;

// What was written after an erasure, while such words were still taken, goes as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'said ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/**
 * Where somebody who stands is erased, nothing more is written with a ballot: it would be words
 * about them that nothing takes again.
 */
export class GovernanceTakeNoWordsOfErased1796904600002 implements MigrationInterface {
  readonly name = 'GovernanceTakeNoWordsOfErased1796904600002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(refused);
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
