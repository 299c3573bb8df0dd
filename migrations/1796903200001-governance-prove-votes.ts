import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Receipts and electorates of votes that open from now on can be opened in a file, without naming
 * anybody; those of before stay as they were told. Which it is, is fixed with the electorate.
 */
export class GovernanceProveVotes1796903200001 implements MigrationInterface {
  readonly name = 'GovernanceProveVotes1796903200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table governance.proposals add column proof_version integer not null default 1,
        add constraint proposals_proof_known_check check (proof_version in (1, 2)),
        add constraint proposals_proof_salted_check
          check (proof_version = 1 or electorate_salt is not null)`);
    await runner.query(`
      create function governance.keep_proof_version() returns trigger language plpgsql as $$
        begin
          raise exception 'proof_version of a proposal that is % is frozen', old.state
            using errcode = 'restrict_violation';
        end $$`);
    await runner.query(`
      create trigger keep_proof_version before update of proof_version on governance.proposals
        for each row when (old.opened_at is not null
          and old.proof_version is distinct from new.proof_version)
        execute function governance.keep_proof_version()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
