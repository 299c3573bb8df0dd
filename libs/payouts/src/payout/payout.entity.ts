import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { PayeeDetailsEntity } from '../payee/payee-details.entity.js';
import type { LateDebit, PayoutState } from './payout.js';

@Entity({ schema: 'payments', name: 'payouts' })
@Check('payouts_payee_kind_known', `payee_kind in ('member', 'partner')`)
@Check('payouts_amount_positive', 'amount_minor > 0')
@Check('payouts_currency', `currency ~ '^[A-Z]{3}$'`)
@Check(
  'payouts_state_known',
  `state in ('approved', 'reserved', 'submitting', 'submitted', 'unknown', ` +
    `'settled', 'returned', 'rejected', 'cancelled')`,
)
@Check(
  'payouts_released_whole',
  `state in ('approved', 'cancelled') or (bank_account_id is not null ` +
    `and payee_details_id is not null and hold_id is not null and released_at is not null)`,
)
@Check(
  'payouts_settled_whole',
  `state <> 'settled' or (transaction_id is not null and settled_at is not null)`,
)
@Check('payouts_entered_check', 'released_by_account_id <> entered_by_account_id')
@Check('payouts_late_debit_known', `late_debit is null or late_debit in ('settles', 'claims')`)
@Check('payouts_end_to_end_id_form', `end_to_end_id ~ '^[0-9a-f]{32}$'`)
@Unique('payouts_provider_key_unique', ['providerKey'])
@Unique('payouts_end_to_end_id_unique', ['endToEndId'])
@Index('payouts_one_open_per_obligation', ['cooperativeId', 'obligationKind', 'obligationId'], {
  unique: true,
  where: `(state <> ALL (ARRAY['returned'::text, 'rejected'::text, 'cancelled'::text]))`,
})
@Index('payouts_by_obligation', [
  'cooperativeId',
  'obligationKind',
  'obligationId',
  'requestedAt',
  'id',
])
@Index('payouts_by_time', ['cooperativeId', 'requestedAt', 'id'])
@Index('payouts_by_state', ['cooperativeId', 'state', 'requestedAt', 'id'])
@Index('payouts_by_amount', ['cooperativeId', 'currency', 'amountMinor', 'id'])
@Index('payouts_by_amount_of_state', ['cooperativeId', 'state', 'currency', 'amountMinor', 'id'])
@Index('payouts_by_file', ['paymentFileId'])
@Index('payouts_by_transaction', ['cooperativeId', 'transactionId'], {
  where: '(transaction_id IS NOT NULL)',
})
@Index('payouts_by_return', ['cooperativeId', 'returnTransactionId'], {
  where: '(return_transaction_id IS NOT NULL)',
})
@Index('payouts_by_payee', ['cooperativeId', 'payeeId', 'requestedAt', 'id'])
export class PayoutEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'payouts_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'obligation_kind', type: 'text' })
  obligationKind!: string;

  @Column({ name: 'obligation_id', type: 'uuid' })
  obligationId!: string;

  @Column({ name: 'payee_kind', type: 'text' })
  payeeKind!: 'member' | 'partner';

  @Column({ name: 'payee_id', type: 'uuid' })
  payeeId!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'debit_account_id', type: 'uuid' })
  debitAccountId!: string;

  @Column({ type: 'text' })
  memo!: string;

  @Column({ name: 'frozen_hash', type: 'text' })
  frozenHash!: string;

  /** The payee's bank details when it was approved; null when they had given none. */
  @ForeignKey(() => PayeeDetailsEntity, { name: 'payouts_destination_fk' })
  @Column({ name: 'destination_id', type: 'uuid', nullable: true })
  destinationId!: string | null;

  /** Between its payee and the clerks: other members do not see it. */
  @Column({ name: 'is_private', type: 'boolean', default: false })
  isPrivate!: boolean;

  @Column({ type: 'text', default: 'approved' })
  state!: PayoutState;

  @Column({ name: 'requested_by_account_id', type: 'uuid', nullable: true })
  requestedByAccountId!: string | null;

  /** Who entered what it pays, where that one never releases it; null where the rules alone say. */
  @Column({ name: 'entered_by_account_id', type: 'uuid', nullable: true })
  enteredByAccountId!: string | null;

  @Column({ name: 'requested_at', type: 'timestamptz' })
  requestedAt!: Date;

  @ForeignKey('BankAccountEntity', { name: 'payouts_bank_account_fk' })
  @Column({ name: 'bank_account_id', type: 'uuid', nullable: true })
  bankAccountId!: string | null;

  @ForeignKey(() => PayeeDetailsEntity, { name: 'payouts_payee_details_fk' })
  @Column({ name: 'payee_details_id', type: 'uuid', nullable: true })
  payeeDetailsId!: string | null;

  @ForeignKey('PaymentFileEntity', { name: 'payouts_payment_file_fk' })
  @Column({ name: 'payment_file_id', type: 'uuid', nullable: true })
  paymentFileId!: string | null;

  @Column({ name: 'hold_id', type: 'uuid', nullable: true })
  holdId!: string | null;

  @Column({ name: 'released_by_account_id', type: 'uuid', nullable: true })
  releasedByAccountId!: string | null;

  @Column({ name: 'released_at', type: 'timestamptz', nullable: true })
  releasedAt!: Date | null;

  /**
   * Its name at banks and providers, for ever: made by chance, since a clock's would tell them and
   * the payee when it was asked for, and what before it.
   */
  @Column({
    name: 'end_to_end_id',
    type: 'text',
    default: () => "replace((gen_random_uuid()), '-', '')",
  })
  endToEndId!: string;

  /** What a bank or a provider was told of it; null as long as none was. */
  @Column({ name: 'provider_key', type: 'text', nullable: true })
  providerKey!: string | null;

  @Column({ name: 'provider_reference', type: 'text', nullable: true })
  providerReference!: string | null;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'failure_code', type: 'text', nullable: true })
  failureCode!: string | null;

  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt!: Date | null;

  /** What brought its money back; null unless it came back. */
  @Column({ name: 'return_transaction_id', type: 'uuid', nullable: true })
  returnTransactionId!: string | null;

  /** What its debit did that came after it had ended as rejected; null when none did. */
  @Column({ name: 'late_debit', type: 'text', nullable: true })
  lateDebit!: LateDebit | null;

  /** When treasurers were told that it is late. */
  @Column({ name: 'late_told_at', type: 'timestamptz', nullable: true })
  lateToldAt!: Date | null;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt!: Date;
}
