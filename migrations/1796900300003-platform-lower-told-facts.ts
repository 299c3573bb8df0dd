import type { MigrationInterface, QueryRunner } from 'typeorm';

// As they are found: one that was lowered meanwhile is passed over.
const nextBatch = `
  with batch as (
    select position, visibility from platform.facts where position > $1
      order by position limit $2),
  lowered as (
    update platform.facts f set visibility = platform.lowered_audience(f) from batch
    where f.position = batch.position and f.visibility = batch.visibility
      and platform.lowered_audience(f) <> f.visibility)
  select max(position)::text as last from batch`;

const batchSize = 5000;

/**
 * What versions before this one told members or everybody, and this one would not: the ledger,
 * payouts that are private, who voted in secret votes, what partners reported. Batch by batch,
 * each in a transaction of its own; done again it changes nothing.
 */
export class PlatformLowerToldFacts1796900300003 implements MigrationInterface {
  readonly name = 'PlatformLowerToldFacts1796900300003';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    let last: string | null = '0';
    while (last !== null) {
      const rows: { last: string | null }[] = await runner.query(nextBatch, [last, batchSize]);
      last = rows[0]?.last ?? null;
    }
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
