import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';

@Entity({ schema: 'ledger', name: 'transactions' })
@Unique('transactions_identity_key', ['id', 'cooperativeId', 'effectiveAt'])
@Unique('transactions_idempotency_key', ['cooperativeId', 'idempotencyKey'])
@Unique('transactions_outside_fact_key', ['cooperativeId', 'outsideFact'])
@Unique('transactions_reverses_key', ['reversesId'])
@ForeignKey(() => TransactionEntity, ['reversesId'], ['id'], { name: 'transactions_reverses_fkey' })
@ForeignKey(() => AccountEntity, ['outsideAccountId', 'cooperativeId'], ['id', 'cooperativeId'], {
  name: 'transactions_outside_account_fk',
})
@Check('transactions_fingerprint_check', `fingerprint ~ '^[0-9a-f]{64}$'`)
@Check(
  'transactions_texts_check',
  `length(idempotency_key) BETWEEN 1 AND 200 AND length(description) BETWEEN 1 AND 500
    AND length(source_kind) BETWEEN 1 AND 100 AND length(source_id) BETWEEN 1 AND 200
    AND length(outside_fact) BETWEEN 1 AND 300`,
)
@Check(
  'transactions_reversal_check',
  `reverses_id IS NULL OR (reverses_id <> id AND outside_fact IS NULL)`,
)
@Check(
  'transactions_outside_account_check',
  `outside_account_id IS NULL OR outside_fact IS NOT NULL OR reverses_id IS NOT NULL`,
)
@Index('transactions_by_time', ['cooperativeId', 'effectiveAt', 'sequence'])
@Index('transactions_by_source', ['cooperativeId', 'sourceId'])
@Index('transactions_by_kind', ['cooperativeId', 'sourceKind', 'effectiveAt', 'sequence'])
export class TransactionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'transactions_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'bigint' })
  sequence!: bigint;

  @Column({ name: 'recorded_in', type: 'bigint' })
  recordedIn!: bigint;

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey!: string;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ name: 'effective_at', type: 'timestamptz' })
  effectiveAt!: Date;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;

  @Column({ type: 'text' })
  description!: string;

  @Column({ name: 'source_kind', type: 'text' })
  sourceKind!: string;

  @Column({ name: 'source_id', type: 'text' })
  sourceId!: string;

  @Column({ name: 'outside_fact', type: 'text', nullable: true })
  outsideFact!: string | null;

  @Column({ name: 'reverses_id', type: 'uuid', nullable: true })
  reversesId!: string | null;

  /** The account that the outside fact is of: what it took there is booked, whatever the floor. */
  @Column({ name: 'outside_account_id', type: 'uuid', nullable: true })
  outsideAccountId!: string | null;
}
