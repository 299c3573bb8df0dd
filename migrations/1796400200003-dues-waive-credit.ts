import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Credit that its member gives to the co-operative, and what nobody is there to get. */
const steps = [
  'ALTER TABLE dues.credit_entries ADD COLUMN because text',
  'ALTER TABLE dues.credit_entries DROP CONSTRAINT credit_entries_kind_check',
  `ALTER TABLE dues.credit_entries ADD CONSTRAINT credit_entries_kind_check CHECK (kind in
     ('line', 'return', 'undo', 'credited', 'set-off', 'refund', 'refund-failed', 'waived',
      'unclaimed'))`,
];

export class DuesWaiveCredit1796400200003 implements MigrationInterface {
  readonly name = 'DuesWaiveCredit1796400200003';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of steps) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
