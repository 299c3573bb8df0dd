import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a line says of an erased member is a voucher, and stays as the bank wrote it; from its lock
 * on clerks neither read nor find it. A lock is never taken back, and changes nothing else. Those
 * erased before are forgotten once more, now that there is a lock.
 */
export class BankingLockLines1796600400003 implements MigrationInterface {
  readonly name = 'BankingLockLines1796600400003';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [lock, words, again]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const lock = `
  alter table payments.bank_lines add column locked_at timestamptz;

  create function payments.locks_line(line payments.bank_lines, after payments.bank_lines)
  returns boolean language sql stable as $function$
    select line.locked_at is null and after.locked_at is not null
      and to_jsonb(line) - 'locked_at' = to_jsonb(after) - 'locked_at'
  $function$;

  create function payments.keep_line_locked() returns trigger language plpgsql as $function$
    begin
      raise exception 'a bank line that is locked stays locked'
        using errcode = 'restrict_violation';
    end $function$;

  drop trigger keep_bank_line on payments.bank_lines;
  create trigger keep_bank_line before update on payments.bank_lines for each row
    when (not payments.forgets_payer(old, new) and not payments.locks_line(old, new))
    execute function payments.keep_bank_line();
  create trigger keep_line_locked before update of locked_at on payments.bank_lines for each row
    when (old.locked_at is distinct from new.locked_at and not payments.locks_line(old, new))
    execute function payments.keep_line_locked();
`;

const words = `
  create function payments.forget_words_of_line() returns trigger
    language plpgsql security definer set search_path to 'pg_catalog' as $function$
      begin
        delete from platform.search_words
          where cooperative_id = new.cooperative_id and subject_id = new.id;
        return null;
      end $function$;

  create trigger forget_words after update of locked_at on payments.bank_lines for each row
    when (new.locked_at is not null) execute function payments.forget_words_of_line();

  drop trigger keep_changed_words on payments.bank_lines;
  create trigger keep_changed_words
    after update of counterparty_name, counterparty_account, reference, end_to_end_id, free_text
    on payments.bank_lines for each row when (new.locked_at is null)
    execute function platform.keep_words('bank-line', 'counterparty_name', 'counterparty_account',
      'reference', 'end_to_end_id', 'free_text');
`;

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), cooperative_id, 'membership.forget-member', 'locked ' || member_id,
      jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8, now(), now()
    from membership.erasures;
`;
