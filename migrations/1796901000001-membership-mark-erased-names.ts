import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of who is erased keyed marks of the name stay: by them their payments are told from those of
 * whoever else paid for them. Accounts are listed together with the name by which they paid; those
 * that were listed without one are not known any more.
 */
export class MembershipMarkErasedNames1796901000001 implements MigrationInterface {
  readonly name = 'MembershipMarkErasedNames1796901000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table membership.erasures add column name_marks text[] not null default '{}';
      delete from payments.erased_accounts;
    `);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
