import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { InvoiceEntity } from './invoice.entity.js';

/**
 * How something of an invoice was settled: by a bank line, by its return, by undoing what a line
 * was taken for, by the member's credit, or given back as credit when the invoice was credited.
 */
export type PaymentKind = 'line' | 'return' | 'undo' | 'credit' | 'credited';

/** What an invoice was settled with; negative is what was taken back. */
@Entity({ schema: 'dues', name: 'payments' })
@Check('payments_amount_check', 'amount_minor <> 0')
@Check('payments_kind_check', `kind in ('line', 'return', 'undo', 'credit', 'credited')`)
@Check('payments_line_check', `(bank_line_id is not null) = (kind in ('line', 'return', 'undo'))`)
@Check('payments_returns_check', `returns_line_id is null or kind in ('return', 'undo')`)
@Unique('payments_once_unique', ['cooperativeId', 'transactionId', 'invoiceId', 'kind'])
@Index('payments_by_member', ['cooperativeId', 'memberId', 'paidOn'])
@Index('payments_by_day', ['cooperativeId', 'paidOn', 'id'])
@Index('payments_by_payer', ['cooperativeId', 'payerFingerprint', 'memberId'])
@Index('payments_by_invoice', ['invoiceId'])
@Index('payments_by_line', ['cooperativeId', 'bankLineId'])
@Index('payments_by_returned_line', ['cooperativeId', 'returnsLineId'], {
  where: '(returns_line_id IS NOT NULL)',
})
export class DuesPaymentEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'payments_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => InvoiceEntity, { name: 'payments_invoice_fk' })
  @Column({ name: 'invoice_id', type: 'uuid' })
  invoiceId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ type: 'text' })
  kind!: PaymentKind;

  /** The line that brought it or took it back. */
  @Column({ name: 'bank_line_id', type: 'uuid', nullable: true })
  bankLineId!: string | null;

  /** The line that this one brought back. */
  @Column({ name: 'returns_line_id', type: 'uuid', nullable: true })
  returnsLineId!: string | null;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'paid_on', type: 'date' })
  paidOn!: string;

  @Column({ name: 'payer_fingerprint', type: 'text', nullable: true })
  payerFingerprint!: string | null;

  /** In our own words, which the member reads. */
  @Column({ type: 'text' })
  because!: string;

  @Column({ name: 'transaction_id', type: 'uuid' })
  transactionId!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;
}
