import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line that was taken for an erased member's by mistake, and locked by that, is given back once
 * the match is undone: no other lock is ever taken off. What is known of an account is set aside as
 * long as a line is booked for somebody who is there, and no longer. Those erased before are
 * forgotten once more, now that their payments are known by more of their name, or less.
 */
export class BankingGiveLinesBack1796901300001 implements MigrationInterface {
  readonly name = 'BankingGiveLinesBack1796901300001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [accounts, unlock, words, again]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const accounts = `
  alter table payments.erased_accounts add column shown_by_line_id uuid;
`;

const unlock = `
  create function payments.unlocks_line(line payments.bank_lines, after payments.bank_lines)
  returns boolean language sql stable as $function$
    select line.locked_at is not null and after.locked_at is null
      and to_jsonb(line) - 'locked_at' = to_jsonb(after) - 'locked_at'
      and (line.matches_undone > 0
        or line.state = 'repeated' and exists (select from payments.bank_lines told
          where told.cooperative_id = line.cooperative_id and told.id = line.rival_line_id
            and told.locked_at is null))
  $function$;

  drop trigger keep_bank_line on payments.bank_lines;
  create trigger keep_bank_line before update on payments.bank_lines for each row
    when (not payments.forgets_payer(old, new) and not payments.locks_line(old, new)
      and not payments.unlocks_line(old, new))
    execute function payments.keep_bank_line();
  drop trigger keep_line_locked on payments.bank_lines;
  create trigger keep_line_locked before update of locked_at on payments.bank_lines for each row
    when (old.locked_at is distinct from new.locked_at and not payments.locks_line(old, new)
      and not payments.unlocks_line(old, new))
    execute function payments.keep_line_locked();
`;

const words = `
  create trigger keep_unlocked_words after update of locked_at
    on payments.bank_lines for each row when (old.locked_at is not null and new.locked_at is null)
    execute function platform.keep_words('bank-line', 'counterparty_name', 'counterparty_account',
      'reference', 'end_to_end_id', 'free_text');
`;

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), cooperative_id, 'membership.forget-member', 'called ' || member_id,
      jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8, now(), now()
    from membership.erasures where name_marks <> '{}';
`;
