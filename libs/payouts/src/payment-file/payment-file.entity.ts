import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'payments', name: 'payment_files' })
@Check('payment_files_message_id_form', `message_id ~ '^[0-9a-f]{32}$'`)
@Unique('payment_files_message_id_unique', ['messageId'])
@Check('payment_files_state_check', `state in ('ordered', 'written', 'withdrawn')`)
@Check(
  'payment_files_written_check',
  `(state <> 'ordered') = (bytes is not null and sha256 is not null and written_at is not null)`,
)
@Check(
  'payment_files_withdrawal_check',
  `(withdrawal_reason is not null) = (withdrawal_asked_at is not null) and ` +
    `(withdrawal_reason is not null) = (withdrawal_asked_by_account_id is not null) and ` +
    `(state = 'withdrawn') = (withdrawn_at is not null) and ` +
    `(state = 'withdrawn') = (withdrawn_by_account_id is not null) and ` +
    `(state <> 'withdrawn' or withdrawal_asked_by_account_id <> withdrawn_by_account_id)`,
)
@Index('payment_files_by_time', ['cooperativeId', 'orderedAt', 'id'])
@Index('payment_files_by_account', ['cooperativeId', 'bankAccountId', 'orderedAt', 'id'])
export class PaymentFileEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'payment_files_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey('BankAccountEntity', { name: 'payment_files_account_fk' })
  @Column({ name: 'bank_account_id', type: 'uuid' })
  bankAccountId!: string;

  @Column({ type: 'text', default: 'ordered' })
  state!: 'ordered' | 'written' | 'withdrawn';

  /** Its name at the bank, and that of its batch: made by chance. */
  @Column({
    name: 'message_id',
    type: 'text',
    default: () => "replace((gen_random_uuid()), '-', '')",
  })
  messageId!: string;

  @Column({ type: 'text' })
  format!: string;

  @Column({ type: 'bytea', nullable: true })
  bytes!: Buffer | null;

  /** Of the bytes that were written, as the bank gets them. */
  @Column({ type: 'text', nullable: true })
  sha256!: string | null;

  /** Of what lies in `bytes`, which is sealed. None of what was written before, and what went. */
  @Column({ name: 'sealed_sha256', type: 'text', nullable: true })
  sealedSha256!: string | null;

  @Column({ type: 'integer' })
  payouts!: number;

  @Column({ name: 'total_minor', type: 'bigint' })
  totalMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'ordered_by_account_id', type: 'uuid', nullable: true })
  orderedByAccountId!: string | null;

  @Column({ name: 'ordered_at', type: 'timestamptz' })
  orderedAt!: Date;

  @Column({ name: 'written_at', type: 'timestamptz', nullable: true })
  writtenAt!: Date | null;

  @Column({ name: 'withdrawal_reason', type: 'text', nullable: true })
  withdrawalReason!: string | null;

  @Column({ name: 'withdrawal_asked_by_account_id', type: 'uuid', nullable: true })
  withdrawalAskedByAccountId!: string | null;

  @Column({ name: 'withdrawal_asked_at', type: 'timestamptz', nullable: true })
  withdrawalAskedAt!: Date | null;

  @Column({ name: 'withdrawn_by_account_id', type: 'uuid', nullable: true })
  withdrawnByAccountId!: string | null;

  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true })
  withdrawnAt!: Date | null;
}
