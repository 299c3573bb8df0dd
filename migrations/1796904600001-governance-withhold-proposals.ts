import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What strangers read of a proposal may become the members' alone, at any time, and never the other
 * way about: an option or a title that names somebody is not theirs to read for good.
 */
export class GovernanceWithholdProposals1796904600001 implements MigrationInterface {
  readonly name = 'GovernanceWithholdProposals1796904600001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
CREATE FUNCTION governance.withholds(old governance.proposals, new governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
      select old.visibility = 'public' and new.visibility = 'members'
        and to_jsonb(new) - 'visibility' = to_jsonb(old) - 'visibility'
    $function$;

DROP TRIGGER guard_proposal ON governance.proposals;
CREATE TRIGGER guard_proposal BEFORE UPDATE ON governance.proposals FOR EACH ROW
  WHEN (NOT governance.forgets_texts(old.*, new.*)
    AND NOT governance.drops_hearing(old.*, new.*)
    AND NOT governance.withholds(old.*, new.*))
  EXECUTE FUNCTION governance.guard_proposal();
`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
