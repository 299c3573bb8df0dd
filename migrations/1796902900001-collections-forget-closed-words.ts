import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a treasurer closed what a source told otherwise of a payment may name who paid, or say that
 * they are ill. It goes as the payment's line is locked for who was erased, as a clerk's other
 * words of it do, and is not kept where it is written afterwards.
 */
export class CollectionsForgetClosedWords1796902900001 implements MigrationInterface {
  readonly name = 'CollectionsForgetClosedWords1796902900001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [told, rows, lines, recorded]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const told = `
  create function collections.is_of_locked_line(row_told collections.source_rows)
  returns boolean language sql stable as $function$
    select exists (select from collections.source_rows taken
      join payments.bank_lines l on l.cooperative_id = taken.cooperative_id and l.id = taken.line_id
      where taken.cooperative_id = row_told.cooperative_id
        and taken.connection_id = row_told.connection_id
        and taken.external_id = row_told.external_id and l.locked_at is not null)
  $function$;

  create function collections.forgets_words(
    row_told collections.source_rows, after collections.source_rows)
  returns boolean language sql stable as $function$
    select row_told.closed_because <> '' and after.closed_because = ''
      and to_jsonb(row_told) - 'closed_because' = to_jsonb(after) - 'closed_because'
      and collections.is_of_locked_line(row_told)
  $function$;
`;

// As the condition of a trigger it may not be null: what is unknown would pass. The second one's
// name has it come after what keeps the row, which is of what was asked for.
const rows = `
  drop trigger keep_source_row on collections.source_rows;
  create trigger keep_source_row before update on collections.source_rows for each row
    when (not platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), jsonb_build_object('json', '{}',
        'content_hash', encode(sha256(uuid_send(old.id)), 'hex'),
        'closed_because', left(old.closed_because, 0)), old.swept_at)
      and not coalesce(collections.forgets_words(old, new), false))
    execute function collections.keep_source_row();

  create function collections.say_nothing_of_row() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        if collections.is_of_locked_line(new) then new.closed_because := ''; end if;
        return new;
      end $function$;
  create trigger say_nothing before update of closed_because on collections.source_rows
    for each row when (new.closed_because <> '')
    execute function collections.say_nothing_of_row();
`;

const lines = `
  create function collections.forget_closed_words() returns trigger language plpgsql
    set search_path to 'pg_catalog' as $function$
      begin
        update collections.source_rows r set closed_because = ''
          from collections.source_rows taken
          where taken.cooperative_id = new.cooperative_id and taken.line_id = new.id
            and r.cooperative_id = taken.cooperative_id
            and r.connection_id = taken.connection_id and r.external_id = taken.external_id
            and r.closed_because <> '';
        return null;
      end $function$;
  create trigger forget_closed_words after update of locked_at on payments.bank_lines for each row
    when (old.locked_at is null and new.locked_at is not null and new.source is not null)
    execute function collections.forget_closed_words();
`;

const recorded = `
  update collections.source_rows r set closed_because = ''
    where r.closed_because <> '' and collections.is_of_locked_line(r);
`;
