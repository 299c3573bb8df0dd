import type { MigrationInterface, QueryRunner } from 'typeorm';

const named = [
  { table: 'payouts', column: 'end_to_end_id', rule: 'payouts_end_to_end_id' },
  { table: 'payment_files', column: 'message_id', rule: 'payment_files_message_id' },
];

/**
 * Banks and payees read the names of payouts and payment files: they are made by chance from now
 * on. What is there keeps its name, by which a bank may know it, and no name ever changes: a
 * provider that is told another one pays twice.
 */
export class PayoutsNameByChance1796900800001 implements MigrationInterface {
  readonly name = 'PayoutsNameByChance1796900800001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function payments.keep_name() returns trigger
        language plpgsql set search_path to 'pg_catalog' as $function$
          begin
            raise exception 'What a bank knows it by never changes.'
              using errcode = 'check_violation';
          end $function$`);
    // Even a file that was withdrawn is given its name, which its guard lets nobody write.
    await runner.query('alter table payments.payment_files disable trigger keep_payment_file');
    for (const { table, column, rule } of named) {
      const made = `replace(gen_random_uuid()::text, '-', '')`;
      await runner.query(`alter table payments.${table} add column ${column} text`);
      await runner.query(`update payments.${table} set ${column} = replace(id::text, '-', '')`);
      await runner.query(`alter table payments.${table}
        alter column ${column} set default ${made}, alter column ${column} set not null,
        add constraint ${rule}_form check (${column} ~ '^[0-9a-f]{32}$'),
        add constraint ${rule}_unique unique (${column})`);
      await runner.query(`
        create trigger keep_name before update of ${column} on payments.${table} for each row
          when (old.${column} is distinct from new.${column})
          execute function payments.keep_name()`);
    }
    await runner.query('alter table payments.payment_files enable trigger keep_payment_file');
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
