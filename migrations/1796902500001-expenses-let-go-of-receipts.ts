import type { MigrationInterface, QueryRunner } from 'typeorm';

// No item of any claim shows them any more: they prove nothing. Their bytes go by the job.
const files = `
  with gone as (
    delete from platform.attachments a
    where a.subject_kind = 'expense' and not exists (select from expenses.items i
      where i.cooperative_id = a.cooperative_id and i.expense_id = a.subject_id
        and i.receipt_id = a.id)
    returning a.cooperative_id, a.id)
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), cooperative_id, 'platform.remove-files',
      'receipts let go ' || cooperative_id,
      jsonb_build_object('cooperativeId', cooperative_id, 'fileIds', jsonb_agg(id)), 8, now(),
      now()
    from gone group by cooperative_id;
`;

// Where somebody else is paid is looked up when a claim is handed in.
const drafts = `
  update expenses.expenses set destination_id = null, destination_masked = null
    where status = 'draft' and destination_id is not null
      and (payee_kind <> 'member' or payee_id <> submitter_member_id);
  update expenses.expenses e set texts_hash = expenses.texts_hash(e)
    where status = 'draft' and text_salt is not null and texts_hash <> expenses.texts_hash(e);
  update expenses.expenses e set terms_hash = expenses.terms_hash(e)
    where status = 'draft' and terms_hash <> expenses.terms_hash(e);
`;

// Nothing was ever owed for these, and whoever they would have paid did not hand them in.
const ended = `
  alter table expenses.expenses disable trigger user;
  update expenses.expenses
    set destination_id = null, destination_masked = null, text_salt = null
    where status in ('rejected', 'withdrawn') and destination_id is not null
      and (payee_kind <> 'member' or payee_id <> submitter_member_id);
  alter table expenses.expenses enable trigger user;
`;

// Members read these: that somebody has another account is nobody else's to know.
const reasons = `
  update expenses.expenses
    set reason = 'It has to be read again. Hand it in again when it is still right.'
    where reason = 'The payee changed where to be paid. Hand it in again when that is right.';
  alter table expenses.approvals disable trigger guard_approval;
  update expenses.approvals set void_reason = 'it has to be read again'
    where void_reason = 'the payee changed where to be paid';
  alter table expenses.approvals enable trigger guard_approval;
  alter table governance.proposals disable trigger guard_proposal;
  update governance.proposals
    set ended_reason = 'It has to be read again. Hand it in again when it is still right.'
    where ended_reason = 'The payee changed where to be paid. Hand it in again when that is right.';
  alter table governance.proposals enable trigger guard_proposal;
`;

/**
 * A claim keeps no receipt that it does not show, and tells nobody else of the account of whom it
 * pays.
 */
export class ExpensesLetGoOfReceipts1796902500001 implements MigrationInterface {
  readonly name = 'ExpensesLetGoOfReceipts1796902500001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [files, drafts, ended, reasons]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
