import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { TransactionEntity } from '../transaction/transaction.entity.js';

@Entity({ schema: 'ledger', name: 'holds' })
@Unique('holds_idempotency_key', ['cooperativeId', 'idempotencyKey'])
@ForeignKey(
  () => AccountEntity,
  ['accountId', 'cooperativeId', 'currency'],
  ['id', 'cooperativeId', 'currency'],
  { name: 'holds_account_fkey' },
)
@ForeignKey(() => TransactionEntity, ['transactionId'], ['id'], {
  name: 'holds_transaction_fkey',
  deferrable: 'INITIALLY DEFERRED',
})
@Check('holds_amount_check', `amount_minor > 0`)
@Check('holds_fingerprint_check', `fingerprint ~ '^[0-9a-f]{64}$'`)
@Check(
  'holds_texts_check',
  `length(idempotency_key) BETWEEN 1 AND 200 AND length(source_kind) BETWEEN 1 AND 100
    AND length(source_id) BETWEEN 1 AND 200`,
)
@Check('holds_expiry_check', `expires_at > placed_at`)
@Check(
  'holds_state_check',
  `CASE state
    WHEN 'open' THEN resolved_at IS NULL AND transaction_id IS NULL AND posted_minor IS NULL
    WHEN 'posted' THEN resolved_at IS NOT NULL AND transaction_id IS NOT NULL
      AND posted_minor IS NOT NULL AND posted_minor BETWEEN 1 AND amount_minor
    WHEN 'voided' THEN resolved_at IS NOT NULL AND transaction_id IS NULL
      AND posted_minor IS NULL
    WHEN 'expired' THEN resolved_at IS NOT NULL AND transaction_id IS NULL
      AND posted_minor IS NULL AND expires_at IS NOT NULL AND expires_at <= resolved_at
    ELSE false END`,
)
@Index('holds_open_by_account', ['accountId'], { where: `state = 'open'` })
@Index('holds_open_by_expiry', ['cooperativeId', 'expiresAt'], {
  where: `state = 'open' AND expires_at IS NOT NULL`,
})
@Index('holds_by_transaction', ['transactionId'], { where: 'transaction_id IS NOT NULL' })
@Index('holds_by_id', ['cooperativeId', 'id'])
@Index('holds_by_state', ['cooperativeId', 'state', 'id'])
@Index('holds_by_account', ['cooperativeId', 'accountId', 'id'])
@Index('holds_by_source', ['cooperativeId', 'sourceKind', 'sourceId'])
export class HoldEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'holds_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey!: string;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ name: 'source_kind', type: 'text' })
  sourceKind!: string;

  @Column({ name: 'source_id', type: 'text' })
  sourceId!: string;

  /** Whether the floor of its account gave way: it reserves what was sent off before. */
  @Column({ name: 'is_beyond_floor', type: 'boolean', default: false })
  isBeyondFloor!: boolean;

  @Column({ name: 'placed_at', type: 'timestamptz' })
  placedAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'text' })
  state!: 'open' | 'posted' | 'voided' | 'expired';

  @Column({ name: 'posted_minor', type: 'bigint', nullable: true })
  postedMinor!: bigint | null;

  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;

  @Column({ name: 'resolved_at', type: 'timestamptz', nullable: true })
  resolvedAt!: Date | null;
}
