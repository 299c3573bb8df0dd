import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is kept as it was written goes at the end of its term, and only then: facts that are not of
 * the books after three years, what a bank line says of its payer after the shortest term that a
 * law of books knows. The job that drops asks the law of the country; these walls stand behind it.
 */
export class PlatformDropAtTerm1796500900401 implements MigrationInterface {
  readonly name = 'PlatformDropAtTerm1796500900401';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `
      create or replace function platform.keep_fact() returns trigger language plpgsql
      as $function$
        begin
          if tg_op = 'UPDATE' and new.account_id is null and new.request_id = ''
            and to_jsonb(new) - array['account_id', 'request_id']
              = to_jsonb(old) - array['account_id', 'request_id']
            and membership.is_erased(old.cooperative_id, old.member_id)
          then
            return new;
          end if;
          if tg_op = 'DELETE' and old.occurred_at < now() - interval '3 years' and
            old.type !~ '^(ledger|treasury|dues|expenses|payouts|banking|collections|partners)[.]'
          then
            return old;
          end if;
          raise exception 'platform.facts rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$;

      create function payments.forgets_payer(line payments.bank_lines, after payments.bank_lines)
      returns boolean language sql stable as $function$
        select line.recorded_at < now() - interval '6 years'
          and (after.counterparty_name, after.counterparty_account, after.reference,
            after.free_text) is null
          and after.raw = '{}'
          and to_jsonb(line) - $1::text[] = to_jsonb(after) - $1::text[]
      $function$;`.replaceAll('$1::text[]', forgotten),
    );
    await runner.query(`
      drop trigger keep_bank_line on payments.bank_lines;
      create trigger keep_bank_line before update on payments.bank_lines for each row
        when (not payments.forgets_payer(old, new)) execute function payments.keep_bank_line();
      create trigger keep_bank_line_there before delete on payments.bank_lines
        for each row execute function payments.keep_bank_line();`);
    await runner.query(`
      do $grant$ begin
        execute format('grant delete on platform.facts, identity.personal_tokens to %I',
          current_setting('rochdale.app_role'));
      end $grant$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const forgotten = `array['counterparty_name', 'counterparty_account', 'reference', 'free_text',
  'raw']`;
