import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a row goes, as JSON that has it gone, and since when its term counts. */
interface Passing {
  readonly table: string;
  readonly keeper: string;
  readonly trigger: string;
  readonly emptied: string;
  readonly since: string;
}

const passing: readonly Passing[] = [
  {
    table: 'dues.credit_notes',
    keeper: 'dues.keep_credit_note',
    trigger: 'refuse_change',
    emptied: `'{"reason": ""}'`,
    since: 'old.made_at',
  },
  {
    table: 'dues.credit_entries',
    keeper: 'platform.refuse_change',
    trigger: 'refuse_change',
    emptied: `'{"because": null}'`,
    since: 'old.recorded_at',
  },
  {
    table: 'payments.status_reports',
    keeper: 'payments.keep_status_report',
    trigger: 'keep_status_report',
    emptied: `'{"bytes": "\\\\x", "words": [], "name": ""}'`,
    since: 'old.received_at',
  },
  {
    table: 'payments.payment_files',
    keeper: 'payments.keep_payment_file',
    trigger: 'keep_payment_file',
    emptied: `jsonb_build_object('bytes', '\\x',
      'withdrawal_reason', left(old.withdrawal_reason, 0))`,
    since: 'old.ordered_at',
  },
];

const letGo = `
      -- Whether a change does nothing but empty what the shortest law of vouchers lets go of.
      create function platform.lets_go(was jsonb, after jsonb, emptied jsonb, since timestamptz)
      returns boolean language sql stable as $function$
        select since < now() - interval '6 years' and after = was || emptied
      $function$;
`;

const letGoOf = ({ table, keeper, trigger, emptied, since }: Passing): string => `
      drop trigger ${trigger} on ${table};
      create trigger ${trigger} before update on ${table} for each row
        when (not platform.lets_go(to_jsonb(old), to_jsonb(new), ${emptied}, ${since}))
        execute function ${keeper}();
      create trigger ${trigger}_there before delete on ${table} for each row
        execute function ${keeper}();
`;

/** Vouchers lose what was written in them, and whom it names, when no law keeps them any more. */
export class PlatformDropVouchers1796600500003 implements MigrationInterface {
  readonly name = 'PlatformDropVouchers1796600500003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(letGo);
    for (const one of passing) await runner.query(letGoOf(one));
    await runner.query(`
      do $grant$ begin
        execute format('grant delete on identity.api_keys to %1$I;
          grant update (because) on dues.credit_entries to %1$I;
          grant update (bytes, words, name) on payments.status_reports to %1$I',
          current_setting('rochdale.app_role'));
      end $grant$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
