import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line says what locked it, and only what a match had locked is given back once that is undone:
 * not what is known by its account or by what it says, nor what was locked before that was noted.
 * Those erased before are forgotten once more, as more of what their accounts tell is theirs.
 */
export class BankingNoteWhyLocked1796901900001 implements MigrationInterface {
  readonly name = 'BankingNoteWhyLocked1796901900001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [column, walls, again]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const column = `
  alter table payments.bank_lines add column locked_because text,
    add constraint bank_lines_lock_check check (locked_because is null
      or locked_at is not null and locked_because in ('booked', 'repeats', 'account', 'words'));
`;

// As the condition of a trigger, none of them may be null: what is unknown would pass.
const walls = `
  create or replace function payments.locks_line(
    line payments.bank_lines, after payments.bank_lines)
  returns boolean language sql stable as $function$
    select (line.locked_at is null and after.locked_at is not null
        or line.locked_at is not distinct from after.locked_at
          and coalesce(line.locked_because in ('booked', 'repeats'), false)
          and after.locked_because in ('account', 'words'))
      and after.locked_because is not null
      and to_jsonb(line) - array['locked_at', 'locked_because']
        = to_jsonb(after) - array['locked_at', 'locked_because']
  $function$;

  create or replace function payments.unlocks_line(
    line payments.bank_lines, after payments.bank_lines)
  returns boolean language sql stable as $function$
    select line.locked_at is not null and after.locked_at is null
      and after.locked_because is null
      and to_jsonb(line) - array['locked_at', 'locked_because']
        = to_jsonb(after) - array['locked_at', 'locked_because']
      and (line.locked_because is not distinct from 'booked' and line.matches_undone > 0
        or line.locked_because is not distinct from 'repeats' and line.state = 'repeated'
          and exists (select from payments.bank_lines told
            where told.cooperative_id = line.cooperative_id and told.id = line.rival_line_id
              and told.locked_at is null))
  $function$;

  drop trigger keep_line_locked on payments.bank_lines;
  create trigger keep_line_locked before update of locked_at, locked_because
    on payments.bank_lines for each row
    when ((old.locked_at, old.locked_because) is distinct from (new.locked_at, new.locked_because)
      and not payments.locks_line(old, new) and not payments.unlocks_line(old, new))
    execute function payments.keep_line_locked();
`;

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), cooperative_id, 'membership.forget-member', 'accounts ' || member_id,
      jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8, now(), now()
    from membership.erasures where name_marks <> '{}';
`;
